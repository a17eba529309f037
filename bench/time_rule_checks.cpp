// Times the checks of rules on policy files: time_rule_checks FOLDER [THREADS].
// Prints seconds, nodes are bounded by check::kRuleNodeBudget a thread.
#include <sys/resource.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "compiler/check/check_rules.h"
#include "compiler/driver/compile_paths.h"
#include "compiler/driver/opened_table.h"

using namespace assent;

namespace {

double PeakMegabytes() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return double(usage.ru_maxrss) / 1024;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) {
    std::fprintf(stderr, "usage: time_rule_checks FOLDER [THREADS]\n");
    return 2;
  }
  const unsigned threads = argc > 2 ? unsigned(std::atoi(argv[2])) : 2;
  const auto compiled = driver::CompilePaths({argv[1]});
  if (!compiled || !compiled->ok()) return 2;
  const auto table = driver::OpenBytes(compiled->bytes);
  if (!table) return 2;
  const double before = PeakMegabytes();
  diagnostics::Sink sink;
  const auto start = std::chrono::steady_clock::now();
  const check::RuleFindings found = check::FindInRules(
      compiled->model, compiled->rules, table->table(), threads, sink);
  const std::chrono::duration<double> took =
      std::chrono::steady_clock::now() - start;
  std::printf(
      "%zu rules, %zu partners, %u threads: %.2f s; peak %.0f MB, %.0f before; "
      "%zu never fire, %zu covered, %zu against a forbid, %zu idle exceptions, "
      "%zu idle permissions, %zu undecided, %zu findings not shown\n",
      compiled->rules.rules.size(), compiled->model.vocabulary.partners.size(),
      threads, took.count(), PeakMegabytes(), before, found.never.size(),
      found.covered.size(), found.against.size(), found.exceptions.size(),
      found.permissions.size(), found.undecided.size(), sink.dropped_count());
}
