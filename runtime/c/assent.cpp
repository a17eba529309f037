#include "assent.h"

#include <cstddef>
#include <new>

#include "assent/table.h"

struct assent_table {
  assent::Table table;
};

namespace {

using assent::Finding;
using assent::Reason;
using assent::Request;
using assent::Verdict;

// What C sees is what C++ sees: batches need no copy.
static_assert(sizeof(assent_request) == sizeof(Request));
static_assert(offsetof(assent_request, relation) ==
              offsetof(Request, relation));
static_assert(offsetof(assent_request, day) == offsetof(Request, day));
static_assert(offsetof(assent_request, facts) == offsetof(Request, facts));
static_assert(sizeof(assent_verdict) == sizeof(Verdict));
static_assert(offsetof(assent_verdict, permission) ==
              offsetof(Verdict, permission));
static_assert(offsetof(assent_verdict, obligations) ==
              offsetof(Verdict, obligations));
static_assert(static_cast<int>(Reason::granted) == ASSENT_GRANTED);
static_assert(static_cast<int>(Finding::Kind::closed) ==
              ASSENT_FINDING_CLOSED);
static_assert(static_cast<int>(assent::OpenError::malformed) ==
              ASSENT_OPEN_MALFORMED);
static_assert(assent::Table::kFactsAlignment == ASSENT_FACTS_ALIGNMENT);

const Request& Cpp(const assent_request* request) {
  return *reinterpret_cast<const Request*>(request);
}

assent_verdict C(const Verdict& verdict) {
  assent_verdict out{};
  out.permit = verdict.permit ? 1 : 0;
  out.reason = static_cast<std::uint8_t>(verdict.reason);
  out.permission = verdict.permission;
  out.obligations = verdict.obligations;
  return out;
}

assent_text C(std::string_view text) { return {text.data(), text.size()}; }

}  // namespace

extern "C" {

assent_open_error assent_open(const char* path, assent_table** table) {
  *table = nullptr;
  assent::OpenResult opened = assent::Table::Open(path);
  if (!opened) return static_cast<assent_open_error>(opened.error);
  *table = new (std::nothrow) assent_table{std::move(opened.table)};
  return *table != nullptr ? ASSENT_OPEN_OK : ASSENT_OPEN_CANNOT_READ;
}

const char* assent_open_message(assent_open_error error) {
  return assent::Message(static_cast<assent::OpenError>(error)).data();
}

void assent_close(assent_table* table) { delete table; }

#define ASSENT_FIND(function, Method)                                       \
  std::uint32_t function(const assent_table* table, const char* name,       \
                         std::size_t size) {                                \
    return table->table.Method({name, size});                               \
  }
ASSENT_FIND(assent_find_partner, FindPartner)
ASSENT_FIND(assent_find_data, FindData)
ASSENT_FIND(assent_find_action, FindAction)
ASSENT_FIND(assent_find_purpose, FindPurpose)
ASSENT_FIND(assent_find_relation, FindRelation)
ASSENT_FIND(assent_find_attribute, FindAttribute)
#undef ASSENT_FIND

std::uint32_t assent_find_value(const assent_table* table,
                                std::uint32_t attribute, const char* text,
                                std::size_t size) {
  return table->table.FindValue(attribute, {text, size});
}

std::uint32_t assent_self_relation(const assent_table* table) {
  return table->table.self_relation();
}

std::int32_t assent_parse_day(const char* text, std::size_t size) {
  return assent::ParseDay({text, size});
}

assent_text assent_permission_name(const assent_table* table,
                                   std::uint32_t id) {
  return C(table->table.PermissionName(id));
}

assent_text assent_obligation_name(const assent_table* table,
                                   std::uint32_t id) {
  return C(table->table.ObligationName(id));
}

std::size_t assent_facts_bytes(const assent_table* table) {
  return table->table.facts_bytes();
}

const assent_facts* assent_bind(const assent_table* table,
                                const assent_value* values, std::size_t count,
                                int one_person, void* memory,
                                std::size_t bytes) {
  static_assert(sizeof(assent_value) == sizeof(assent::AttributeValue));
  const assent::BindResult bound = table->table.BindFacts(
      {reinterpret_cast<const assent::AttributeValue*>(values), count},
      one_person != 0, {static_cast<std::byte*>(memory), bytes});
  return reinterpret_cast<const assent_facts*>(bound.facts);
}

assent_verdict assent_decide(const assent_table* table,
                             const assent_request* request) {
  return C(table->table.Decide(Cpp(request)));
}

void assent_decide_batch(const assent_table* table,
                         const assent_request* requests,
                         assent_verdict* verdicts, std::size_t count) {
  table->table.DecideBatch(
      {reinterpret_cast<const Request*>(requests), count},
      {reinterpret_cast<Verdict*>(verdicts), count});
}

const char* assent_reason_name(assent_reason reason) {
  const std::string_view name = assent::NameOf(static_cast<Reason>(reason));
  return name.empty() ? "" : name.data();
}

assent_verdict assent_explain(const assent_table* table,
                              const assent_request* request,
                              assent_finding_sink sink, void* context) {
  const assent::Explanation explanation = table->table.Explain(
      Cpp(request), [sink, context](const Finding& finding) {
        assent_finding out{};
        out.kind = static_cast<std::uint32_t>(finding.kind);
        out.id = finding.id;
        out.permissions = finding.permissions.data();
        out.permission_count = finding.permissions.size();
        out.rule = C(finding.rule.name);
        out.agreement = C(finding.rule.agreement);
        out.file = C(finding.rule.file);
        out.line = finding.rule.line;
        sink(context, &out);
      });
  return C(explanation.verdict);
}

}  // extern "C"
