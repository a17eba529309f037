/* The C interface, used from C. Returns 0, or the line that went wrong. */
#include <stdlib.h>
#include <string.h>

#include "assent.h"

static void Count(void* context, const assent_finding* finding) {
  (void)finding;
  ++*(int*)context;
}

static int Same(assent_verdict a, assent_verdict b) {
  return a.permit == b.permit && a.reason == b.reason &&
         a.permission == b.permission && a.obligations == b.obligations;
}

#define EXPECT(condition) \
  if (!(condition)) return __LINE__

int UseFromC(const char* path, const char* partner) {
  assent_table* table = NULL;
  EXPECT(assent_open("/nowhere/at/all.table", &table) ==
         ASSENT_OPEN_CANNOT_READ);
  EXPECT(table == NULL);
  EXPECT(assent_open(path, &table) == ASSENT_OPEN_OK);

  void* memory = aligned_alloc(64, (assent_facts_bytes(table) + 63) / 64 * 64);
  assent_request request;
  memset(&request, 0, sizeof request);
  request.partner = assent_find_partner(table, partner, strlen(partner));
  EXPECT(request.partner != ASSENT_NO_ID);
  EXPECT(assent_find_partner(table, "nobody", 6) == ASSENT_NO_ID);
  request.day = assent_parse_day("2003-01-01", 10);
  EXPECT(request.day == 12053);
  request.facts =
      assent_bind(table, NULL, 0, 0, memory, assent_facts_bytes(table));
  EXPECT(request.facts != NULL);
  EXPECT(assent_bind(table, NULL, 0, 0, memory, 1) == NULL);
  request.facts =
      assent_bind(table, NULL, 0, 0, memory, assent_facts_bytes(table));

  assent_verdict one = assent_decide(table, &request), many;
  EXPECT(one.reason != ASSENT_UNKNOWN_TERM);
  assent_decide_batch(table, &request, &many, 1);
  EXPECT(Same(one, many));
  int findings = 0;
  assent_verdict explained =
      assent_explain(table, &request, Count, &findings);
  EXPECT(Same(one, explained));
  EXPECT(strcmp(assent_reason_name(ASSENT_NOT_YET), "not_yet") == 0);

  request.partner = ASSENT_NO_ID;
  one = assent_decide(table, &request);
  EXPECT(one.permit == 0 && one.reason == ASSENT_UNKNOWN_TERM);
  free(memory);
  assent_close(table);
  assent_close(NULL);
  return 0;
}
