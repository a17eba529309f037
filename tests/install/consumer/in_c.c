/* Decides about one request of examples/01-hello: in_c TABLE on|off */
#include <assent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TEXT(text) text, strlen(text)

int main(int argc, char** argv) {
  assent_table* table = NULL;
  assent_request request = {0};
  assent_value sharing;
  assent_verdict verdict;
  void* memory;
  size_t bytes;
  if (argc != 3) return 2;
  if (assent_open(argv[1], &table) != ASSENT_OPEN_OK) return 2;

  sharing.attribute = assent_find_attribute(table, TEXT("subject.sharing"));
  sharing.value = assent_find_value(table, sharing.attribute, TEXT(argv[2]));
  bytes = (assent_facts_bytes(table) + ASSENT_FACTS_ALIGNMENT - 1) /
          ASSENT_FACTS_ALIGNMENT * ASSENT_FACTS_ALIGNMENT;
  memory = aligned_alloc(ASSENT_FACTS_ALIGNMENT, bytes);

  request.partner = assent_find_partner(table, TEXT("radio"));
  request.data = assent_find_data(table, TEXT("titles"));
  request.action = assent_find_action(table, TEXT("read"));
  request.purpose = assent_find_purpose(table, TEXT("recommending"));
  request.relation = assent_find_relation(table, TEXT("friend"));
  request.day = assent_parse_day(TEXT("2026-06-01"));
  request.facts = assent_bind(table, &sharing, 1, 0, memory, bytes);

  verdict = assent_decide(table, &request);
  printf("%s %s\n", verdict.permit ? "permit" : "deny",
         assent_reason_name((assent_reason)verdict.reason));
  free(memory);
  assent_close(table);
  return verdict.permit ? 0 : 1;
}
