// Diagnostics for code scanning: SARIF 2.1.0 (Static Analysis Results
// Interchange Format, OASIS Standard, 27 March 2020).
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/diagnostics/diagnostic.h"

namespace assent::diagnostics {

// A result that is no diagnostic: a claim that does not hold.
struct SarifPlace {
  std::string path;
  std::uint32_t line = 0;  // from 1
  std::string text;        // what is there
};
struct SarifFinding {
  std::string_view rule;   // claim_refuted
  std::string_view about;  // what the rule finds, a sentence
  Severity severity = Severity::error;
  Span span;
  std::string identity;  // what makes it the same tomorrow: the claim
  std::string message;
  std::vector<SarifPlace> related;
  nlohmann::ordered_json witness;  // a request, or null
};

// One log with one run. Rules are those that occur, each with its page as help.
// Paths are relative references where they were given so. Columns count code
// points. Partial fingerprints are made of the rule, the message (of a finding:
// its identity) and the text of the line: they stay when other lines come and
// go.
nlohmann::ordered_json RenderSarif(const std::vector<Diagnostic>& diagnostics,
                                   const std::vector<SarifFinding>& findings,
                                   const SourceSet& sources,
                                   std::string_view version);

}  // namespace assent::diagnostics
