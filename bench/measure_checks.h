// Times what `assent check` and `assent query` do once a world is compiled, in
// this process.
#pragma once

#include <cstddef>
#include <string>

namespace assent::bench {

struct CheckReport {
  double checks = 0;       // seconds: everything but claims
  double rules = 0;        // of these, the checks of rules alone, again
  double claim = 0;        // seconds: the slowest of three claims
  double claim_holds = 0;  // one that holds for every partner: that of the
                           // three which is proved over the whole space
  double query = 0;     // seconds: median of several questions
  double peak_mib = 0;  // resident, compiling included
  std::size_t findings = 0;
};

// `folder` has the policy text, as MeasureCompile wrote it. Ends the program
// with a message on failure.
CheckReport MeasureChecks(const std::string& folder);

}  // namespace assent::bench
