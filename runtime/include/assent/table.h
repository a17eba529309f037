// A decision table, opened for answering.
//
//   assent::OpenResult opened = assent::Table::Open("policy.table");
//   if (!opened) return Fail(assent::Message(opened.error));
//   const assent::Table& table = opened.table;
//
//   std::vector<std::byte> memory(table.facts_bytes());     // once a person
//   assent::AttributeValue values[] = {...};
//   assent::BindResult bound = table.BindFacts(values, false, memory);
//
//   assent::Request request;                                // once a request
//   request.partner = table.FindPartner("bing");            // (keep the ids)
//   ...
//   request.facts = bound.facts;
//   assent::Verdict verdict = table.Decide(request);
//
// Cost. Opening reads the file once (about 1 ns for 10 bytes) and validates
// everything; after that nothing allocates, locks or fails: Decide is a
// bounded number of independent loads (TableInfo::block_bound blocks), some
// tens of nanoseconds. Whatever is wrong with a request, the answer is a deny.
//
// Ownership. A Table owns its mapping (Open) or borrows the caller's bytes
// (FromBytes). Names that it returns are views into the table. Facts live in
// the caller's memory and may be shared by threads.
//
// Threads. Every const member may be called from any number of threads.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <type_traits>

#include "assent/day.h"
#include "assent/explain.h"
#include "assent/verdict.h"

namespace assent {

// Ids are positions in lists that are sorted by name; they are good for one
// table only (the schema digest tells whether two tables agree on them).
inline constexpr std::uint32_t kNoId = 0xffffffff;

// What is known about the people, the item and the session of a request,
// bound to one table: written by Table::BindFacts, read by Table::Decide.
// A plain stretch of bytes: copy it with memcpy, keep it as long as needed.
struct Facts;

// A request by ids, 32 bytes. `data`, `action` and `purpose` may name inner
// terms: then the verdict speaks of everything below them.
struct Request {
  std::uint32_t partner = kNoId;
  std::uint32_t data = kNoId;
  std::uint32_t action = kNoId;
  std::uint32_t purpose = kNoId;
  std::uint32_t relation = kNoId;
  Day day = kNoDay;
  const Facts* facts = nullptr;
};

struct AttributeValue {
  std::uint32_t attribute = kNoId;
  std::uint32_t value = kNoId;      // of FindValue
};

// A request by names. Data, actions and purposes go by their full path or by
// any shorter tail that means one term only; `date` is "2014-06-01"; values
// are names, integers in decimal, "true" or "false".
struct NamedValue {
  std::string_view attribute, value;
};
struct NamedRequest {
  std::string_view partner, data, action, purpose, relation, date;
  std::span<const NamedValue> attributes;
};

// What is wrong with a request; Message() says it.
enum class RequestError : std::uint8_t {
  none,
  unknown_partner, unknown_data, unknown_action, unknown_purpose,
  unknown_relation, bad_date, unknown_attribute, unknown_value,
  attribute_twice,       // supplied twice
  persons_disagree,      // relation self, and the two copies differ
  memory_too_small,      // less than facts_bytes(), or not aligned
};

struct BindResult {
  const Facts* facts = nullptr;     // null on error
  RequestError error = RequestError::none;
  std::uint32_t offender = kNoId;   // index in the values given
};

struct Resolved {
  Request request;                  // whole only when error is none
  RequestError error = RequestError::none;
  std::string_view offender;        // the caller's own text that is unknown
};

struct NamedVerdict {
  Verdict verdict;
  RequestError error = RequestError::none;
  std::string_view offender;
};

enum class OpenError : std::uint8_t {
  none,
  cannot_read,           // the file: absent, not permitted, not a file
  not_a_table,           // magic
  other_version,         // written by another format version
  wrong_length,          // truncated, or longer than it says
  damaged,               // a checksum differs
  malformed,             // checksums hold, but an offset, count or id does not
};

// Lower case, no full stop. Static text.
std::string_view Message(OpenError error) noexcept;
std::string_view Message(RequestError error) noexcept;

// What `compile` printed about the table.
struct TableInfo {
  std::string_view decision_digest, schema_digest, source_digest;  // hex
  std::uint32_t partner_count, data_count, action_count, purpose_count;
  std::uint32_t relation_count, attribute_count, permission_count;
  std::uint32_t obligation_count, rule_count;
  std::uint32_t row_count;          // of all distinct lists
  std::uint32_t global_row_count;
  std::uint32_t block_count, block_bytes;
  std::uint32_t block_bound;        // blocks that one decision reads, at most
  std::uint64_t hot_bytes;          // what Decide may read
  std::uint64_t bytes;              // the whole file
};

class Table;
struct OpenResult;

class Table {
 public:
  Table() noexcept;                 // empty: denies everything
  Table(Table&& other) noexcept;
  Table& operator=(Table&& other) noexcept;
  ~Table();

  // Maps the file read only. The file must not be changed in place while the
  // table is open; replacing it (rename) is fine.
  static OpenResult Open(const char* path) noexcept;

  // Borrows `bytes`, aligned to 64, which must outlive the table unchanged.
  static OpenResult FromBytes(std::span<const std::byte> bytes) noexcept;

  // --- answering -----------------------------------------------------------

  Verdict Decide(const Request& request) const noexcept;

  // The same for each request: verdicts[i] answers requests[i], for the
  // length of the shorter span. Faster on large tables: it prefetches.
  void DecideBatch(std::span<const Request> requests,
                   std::span<Verdict> verdicts) const noexcept;

  // Several data subjects of one request: permits if each one permits,
  // obligations united. No requests: a deny.
  Verdict DecideAll(std::span<const Request> requests) const noexcept;

  // By names; `memory` as for BindFacts.
  NamedVerdict Decide(const NamedRequest& request,
                      std::span<std::byte> memory) const noexcept;
  Resolved Resolve(const NamedRequest& request,
                   std::span<std::byte> memory) const noexcept;

  // The whole answer and the rules behind each part: calls
  // visit(const Finding&) for each. Reads the cold sections; linear in the
  // rules of the partner and the global ones.
  template <class Visit>
  Explanation Explain(const Request& request, Visit&& visit) const {
    return ExplainTo(
        request,
        [](void* context, const Finding& finding) {
          (*static_cast<std::remove_reference_t<Visit>*>(context))(finding);
        },
        const_cast<void*>(static_cast<const void*>(&visit)));
  }
  Explanation ExplainTo(const Request& request, FindingSink sink,
                        void* context) const noexcept;

  // --- facts ---------------------------------------------------------------

  static constexpr std::size_t kFactsAlignment = 16;
  std::size_t facts_bytes() const noexcept;

  // What the caller knows; whatever is left out has its declared default, or
  // counts as not supplied. `one_person`: requester and data subject are the
  // same person, so that the copies of what both have are one. Facts bound so
  // go with requests of the relation `self`, and only with those; a request
  // with facts of the other sort is denied as unknown_term.
  BindResult BindFacts(std::span<const AttributeValue> values,
                       bool one_person,
                       std::span<std::byte> memory) const noexcept;

  // --- names ---------------------------------------------------------------

  // kNoId when unknown. One probe of a perfect hash and one comparison.
  std::uint32_t FindPartner(std::string_view name) const noexcept;
  std::uint32_t FindData(std::string_view name) const noexcept;
  std::uint32_t FindAction(std::string_view name) const noexcept;
  std::uint32_t FindPurpose(std::string_view name) const noexcept;
  std::uint32_t FindRelation(std::string_view name) const noexcept;
  std::uint32_t FindAttribute(std::string_view name) const noexcept;
  std::uint32_t FindValue(std::uint32_t attribute,
                          std::string_view text) const noexcept;
  // The relation of a person with itself; kNoId if the policy has none.
  std::uint32_t self_relation() const noexcept;

  // Empty when the id is out of range.
  std::string_view PartnerName(std::uint32_t id) const noexcept;
  std::string_view DataName(std::uint32_t id) const noexcept;
  std::string_view ActionName(std::uint32_t id) const noexcept;
  std::string_view PurposeName(std::uint32_t id) const noexcept;
  std::string_view RelationName(std::uint32_t id) const noexcept;
  std::string_view AttributeName(std::uint32_t id) const noexcept;
  std::string_view PermissionName(std::uint32_t id) const noexcept;
  std::string_view ObligationName(std::uint32_t id) const noexcept;
  // Values of named domains; empty for integers (low + value).
  std::string_view ValueName(std::uint32_t attribute,
                             std::uint32_t value) const noexcept;

  // --- about it ------------------------------------------------------------

  TableInfo info() const noexcept;
  struct SectionInfo {
    std::string_view name;
    std::uint64_t bytes = 0;
    bool hot = false;
  };
  std::size_t section_count() const noexcept;
  SectionInfo section(std::size_t index) const noexcept;

  struct View;                      // opaque: pointers into the sections

 private:
  explicit Table(View* view) noexcept : view_(view) {}
  friend struct Opener;

  const View* view_;                // never null: an empty table is one, too
};

struct OpenResult {
  Table table;
  OpenError error = OpenError::none;
  std::uint64_t offset = 0;         // damaged, malformed: where, roughly

  explicit operator bool() const noexcept { return error == OpenError::none; }
};

}  // namespace assent
