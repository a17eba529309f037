/* The runtime's C interface: open, bind, decide, explain, close.
 *
 *   assent_table* table = NULL;
 *   assent_open_error error = assent_open("policy.table", &table);
 *   if (error != ASSENT_OPEN_OK) puts(assent_open_message(error));
 *   ...
 *   assent_close(table);
 *
 * Ids are good for one table only; ASSENT_NO_ID stands for none. Strings that
 * the table returns are not terminated and live as long as it; those that the
 * caller gives are not kept. Every function may be called from any number of
 * threads, but for assent_close, which must be the last. Nothing but
 * assent_open allocates. The table's C++ interface says more (table.h).
 *
 * Stable: structs only grow at their end and then get a new function.
 */
#ifndef ASSENT_H_
#define ASSENT_H_

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define ASSENT_NO_ID UINT32_MAX
#define ASSENT_NO_PERMISSION UINT16_MAX
#define ASSENT_FACTS_ALIGNMENT 16

typedef struct assent_table assent_table;
typedef struct assent_facts assent_facts;

typedef struct {
  const char* data;
  size_t size;
} assent_text;

/* --- opening -------------------------------------------------------------- */

typedef enum {
  ASSENT_OPEN_OK,
  ASSENT_OPEN_CANNOT_READ,
  ASSENT_OPEN_NOT_A_TABLE,
  ASSENT_OPEN_OTHER_VERSION,
  ASSENT_OPEN_WRONG_LENGTH,
  ASSENT_OPEN_DAMAGED,
  ASSENT_OPEN_MALFORMED
} assent_open_error;

/* Maps the file and validates everything. On failure *table is NULL. */
assent_open_error assent_open(const char* path, assent_table** table);
const char* assent_open_message(assent_open_error error);
void assent_close(assent_table* table); /* NULL is allowed */

/* --- names to ids --------------------------------------------------------- */

uint32_t assent_find_partner(const assent_table*, const char* name, size_t);
uint32_t assent_find_data(const assent_table*, const char* name, size_t);
uint32_t assent_find_action(const assent_table*, const char* name, size_t);
uint32_t assent_find_purpose(const assent_table*, const char* name, size_t);
uint32_t assent_find_relation(const assent_table*, const char* name, size_t);
uint32_t assent_find_attribute(const assent_table*, const char* name, size_t);
uint32_t assent_find_value(const assent_table*, uint32_t attribute,
                           const char* text, size_t);
uint32_t assent_self_relation(const assent_table*);
int32_t assent_parse_day(const char* text, size_t); /* "2014-06-01"; or -1 */

assent_text assent_permission_name(const assent_table*, uint32_t id);
assent_text assent_obligation_name(const assent_table*, uint32_t id);

/* --- facts ---------------------------------------------------------------- */

typedef struct {
  uint32_t attribute, value;
} assent_value;

/* How much memory assent_bind needs, aligned to ASSENT_FACTS_ALIGNMENT. */
size_t assent_facts_bytes(const assent_table*);

/* Writes facts into `memory` and returns them; NULL when a value is out of
 * range, given twice, or the memory too small. one_person: not 0 for requests
 * of the relation that assent_self_relation names. */
const assent_facts* assent_bind(const assent_table*, const assent_value* values,
                                size_t count, int one_person, void* memory,
                                size_t bytes);

/* --- deciding ------------------------------------------------------------- */

typedef struct {
  uint32_t partner, data, action, purpose, relation;
  int32_t day; /* since 1970-01-01 */
  const assent_facts* facts;
} assent_request;

typedef enum {
  ASSENT_UNKNOWN_TERM,
  ASSENT_IMPOSSIBLE,
  ASSENT_NO_AGREEMENT,
  ASSENT_NOT_YET,
  ASSENT_EXPIRED,
  ASSENT_CONDITION_NOT_MET,
  ASSENT_PROHIBITED,
  ASSENT_NEEDS_PERMISSION,
  ASSENT_GRANTED
} assent_reason;

typedef struct {
  uint8_t permit;       /* 0 or 1 */
  uint8_t reason;       /* assent_reason */
  uint16_t permission;  /* with ASSENT_NEEDS_PERMISSION */
  uint32_t reserved;    /* unspecified: compare the other fields */
  uint64_t obligations; /* bit i: obligation i */
} assent_verdict;

assent_verdict assent_decide(const assent_table*,
                             const assent_request* request);
void assent_decide_batch(const assent_table*, const assent_request* requests,
                         assent_verdict* verdicts, size_t count);
const char* assent_reason_name(assent_reason reason);

/* --- explaining ----------------------------------------------------------- */

typedef enum {
  ASSENT_FINDING_GRANT,
  ASSENT_FINDING_OBLIGATION,
  ASSENT_FINDING_OVERRIDE_SET,
  ASSENT_FINDING_OVERRIDE_RULE,
  ASSENT_FINDING_IMPOSSIBLE,
  ASSENT_FINDING_PROHIBITED,
  ASSENT_FINDING_CLOSED
} assent_finding_kind;

typedef struct {
  uint32_t kind;                /* assent_finding_kind */
  uint32_t id;                  /* obligation or permission */
  const uint16_t* permissions;  /* overridden */
  size_t permission_count;
  assent_text rule, agreement, file;
  uint32_t line;
} assent_finding;

typedef void (*assent_finding_sink)(void* context, const assent_finding*);

/* Calls `sink` for each part of the answer and each rule behind it. */
assent_verdict assent_explain(const assent_table*,
                              const assent_request* request,
                              assent_finding_sink sink, void* context);

#ifdef __cplusplus
}
#endif

#endif /* ASSENT_H_ */
