// What makes a finding the same one tomorrow.
//
//   fingerprint = hash(kind, declaration, names, place)
//   declaration   the first two words of the declaration that it stands in
//                 ("agreement bing_search"), by braces, not by layout
//   names         what its message has in back-quotes, in order: counts, days
//                 apart, and the prose around it may change
//   place         the text it points at, white space joined
//
// So it stays when lines move, when the file is laid out anew or renamed, and
// when a message is reworded; it changes when the declaration is renamed, or
// the finding is about something else. Two findings may have one fingerprint;
// who keeps a list of them keeps how many.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/diagnostics/diagnostic.h"

namespace assent::diagnostics {

class Fingerprints {
 public:
  // `sources` must outlive it.
  explicit Fingerprints(const SourceSet& sources) : sources_(sources) {}

  // 16 hexadecimal digits. A file is read once: O(its bytes), then
  // O(log declarations) a diagnostic.
  std::string Of(const Diagnostic& diagnostic);

  // Of a finding with a name of its own: a claim is the same by its name alone,
  // wherever it stands.
  static std::string OfNamed(std::string_view kind, std::string_view name);

 private:
  std::string_view DeclarationOf(const Span& span);

  const SourceSet& sources_;
  std::map<std::uint32_t, std::vector<std::uint32_t>> begins_of_;  // by file
};

}  // namespace assent::diagnostics
