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

// What a project makes of a result: SARIF's suppressions and baselineState.
struct SarifState {
  Severity severity = Severity::error;  // the level that holds
  std::string fingerprint;              // diagnostics/fingerprint.h
  std::string justification;  // not empty: suppressed, and this is why
  std::string baseline;       // "new", "unchanged"; empty: there is none
};

// A result that is no diagnostic: a claim that does not hold.
struct SarifPlace {
  std::string path;
  std::uint32_t line = 0;  // from 1
  std::string text;        // what is there
};
struct SarifFinding {
  std::string_view rule;   // claim_refuted
  std::string_view about;  // what the rule finds, a sentence
  Span span;
  std::string message;
  std::vector<SarifPlace> related;
  nlohmann::ordered_json witness;  // a request, or null
};

// One log with one run. Rules are those that occur, each with its page as help.
// Paths are relative references where they were given so. Columns count code
// points. Partial fingerprints are those of diagnostics/fingerprint.h, and
// which of those with the same one it is: they stay when other lines come and
// go. `states` are those of the diagnostics, then of the findings.
nlohmann::ordered_json RenderSarif(const std::vector<Diagnostic>& diagnostics,
                                   const std::vector<SarifFinding>& findings,
                                   const std::vector<SarifState>& states,
                                   const SourceSet& sources,
                                   std::string_view version);

}  // namespace assent::diagnostics
