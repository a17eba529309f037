// The benchmark: decisions and compilation, beside code written by hand and
// the limit of the machine. bench/README.md says how to read it.
//
//   assent_bench --assent PATH [--quick] [--json FILE] [--rules N,N,..]
//                [--folder FOLDER] [--compare] [--checks]
//
// --compare times nothing: it compares the verdicts and stops. --checks times
// compiling, checks, claims and queries, and no decisions.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <cstring>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "bench/measure_checks.h"
#include "bench/measure_compile.h"
#include "bench/measure_decisions.h"

namespace assent::bench {
namespace {

struct Options {
  std::string assent, json, folder = "build/bench";
  std::vector<std::uint32_t> rules;
  bool quick = false, compare = false, only_checks = false;
};

int Usage() {
  std::fprintf(stderr,
               "usage: assent_bench --assent PATH [--quick] [--json FILE] "
               "[--rules N,N,..] [--folder FOLDER] [--compare] "
               "[--checks]\n");
  return 2;
}

bool ParseRules(const char* text, std::vector<std::uint32_t>& rules) {
  const char* end = text + std::strlen(text);
  rules.clear();
  for (;; ++text) {
    std::uint32_t number = 0;
    const auto [rest, error] = std::from_chars(text, end, number);
    if (error != std::errc() || number == 0 || number > 10'000'000)
      return false;
    rules.push_back(number);
    if (rest == end) return true;
    if (*rest != ',') return false;
    text = rest;
  }
}

bool Parse(int argc, char** argv, Options& options) {
  for (int i = 1; i < argc; ++i) {
    const std::string_view word = argv[i];
    const char* value = i + 1 < argc ? argv[i + 1] : nullptr;
    if (word == "--quick" || word == "--compare" || word == "--checks") {
      (word == "--quick"     ? options.quick
       : word == "--compare" ? options.compare
                             : options.only_checks) = true;
      continue;
    }
    if (value == nullptr) return false;
    ++i;
    if (word == "--assent")
      options.assent = value;
    else if (word == "--json")
      options.json = value;
    else if (word == "--folder")
      options.folder = value;
    else if (word != "--rules" || !ParseRules(value, options.rules))
      return false;
  }
  if (options.rules.empty())
    options.rules = options.quick
                        ? std::vector<std::uint32_t>{100, 100'000}
                        : std::vector<std::uint32_t>{
                              10, 100, 1'000, 10'000, 100'000, 1'000'000};
  return !options.assent.empty();
}

void PrintRow(const char* work, std::uint32_t rules, const Figures& figures) {
  std::printf("%-17s %9u %7.1f %8.1f %7.1f %7.1f   %6.1fx %6.1fx %7.1fx\n",
              work, rules, figures.ours, figures.by_hand, figures.expert,
              figures.limit, figures.by_hand / figures.ours,
              figures.expert / figures.ours, figures.ours / figures.limit);
}

void PrintCompile(std::uint32_t rules, const CompileReport& report) {
  std::printf("%-17s %9u %7.2f s, %.0f MiB; %.1f MB of text, %.1f MB table;",
              "compile", rules, report.seconds, report.peak_mib,
              double(report.text_bytes) / 1e6,
              double(report.table_bytes) / 1e6);
  for (const auto& [stage, seconds] : report.stages)
    std::printf(" %s %.2f", stage.c_str(), seconds);
  std::printf("\n");
}

nlohmann::ordered_json Entry(const char* work, std::uint32_t rules) {
  return {{"work", work}, {"rules", rules}};
}

// Claims, checks and queries of one world, in seconds.
void AddChecks(std::uint32_t rules, const std::string& folder,
               nlohmann::ordered_json& entries) {
  const CheckReport report = MeasureChecks(folder + "/policy");
  std::printf(
      "%-17s %9u %7.2f s, of rules %.2f; %zu findings; claim %.3f s, "
      "one that holds %.3f s; query %.4f s; %.0f MiB\n",
      "checks", rules, report.checks, report.rules, report.findings,
      report.claim, report.claim_holds, report.query, report.peak_mib);
  std::fflush(stdout);
  const std::pair<const char*, double> works[] = {
      {"checks", report.checks},
      {"checks_of_rules", report.rules},
      {"claim", report.claim},
      {"query", report.query}};
  for (const auto& [work, seconds] : works) {
    nlohmann::ordered_json entry = Entry(work, rules);
    entry["ours"] = seconds;
    for (const char* none : {"by_hand", "expert", "limit"})
      entry[none] = nullptr;
    entry["peak_mib"] = report.peak_mib;
    entries.push_back(entry);
  }
}

// One size of world: compiled, compared, timed.
void Measure(const Options& options, std::uint32_t rules,
             nlohmann::ordered_json& entries) {
  const World world = MakeWorld(rules);
  const std::string folder = options.folder + "/" + std::to_string(rules);
  const int runs = rules > 200'000 || options.compare ? 1 : 3;
  const int repetitions = options.compare ? 0 : options.quick ? 5 : 9;
  const CompileReport compiled =
      MeasureCompile(options.assent, world, folder, runs);
  if (options.only_checks) {
    PrintCompile(rules, compiled);
    AddChecks(rules, folder, entries);
    return;
  }
  const DecisionReport decided =
      MeasureDecisions(world, folder + "/world.table", repetitions);
  if (options.compare) {
    std::printf("%u rules: %llu verdicts equal, %.0f %% permits\n", rules,
                static_cast<unsigned long long>(decided.compared),
                100 * decided.permit_share);
    return;
  }
  const double bytes_per_rule = double(decided.hot_bytes) / rules;

  std::printf(
      "\n%u rules, %zu partners; %.0f hot bytes a rule (by hand %.0f, expert "
      "%.0f); %llu verdicts equal, %.0f %% permits\n"
      "work                  rules    ours  by hand  expert   limit   "
      "by hand expert  of limit\n",
      rules, world.partners.size(), bytes_per_rule,
      double(decided.by_hand_bytes) / rules,
      double(decided.expert_bytes) / rules,
      static_cast<unsigned long long>(decided.compared),
      100 * decided.permit_share);
  const std::pair<const char*, Figures> works[] = {
      {"decide_hot", decided.hot},
      {"decide_random", decided.random},
      {"decide_dependent", decided.dependent},
      {"decide_batch", decided.batch}};
  for (const auto& [work, figures] : works) {
    PrintRow(work, rules, figures);
    nlohmann::ordered_json entry = Entry(work, rules);
    entry["ours"] = figures.ours;
    entry["by_hand"] = figures.by_hand;
    entry["expert"] = figures.expert;
    entry["limit"] = figures.limit;
    entry["bytes_per_rule"] = bytes_per_rule;
    entry["peak_mib"] = compiled.peak_mib;
    entries.push_back(entry);
  }
  PrintCompile(rules, compiled);
  std::fflush(stdout);
  nlohmann::ordered_json entry = Entry("compile", rules);
  entry["ours"] = compiled.seconds;
  for (const char* none : {"by_hand", "expert", "limit"}) entry[none] = nullptr;
  entry["bytes_per_rule"] = bytes_per_rule;
  entry["peak_mib"] = compiled.peak_mib;
  entry["stages"] = nlohmann::ordered_json::object();
  for (const auto& [stage, seconds] : compiled.stages)
    entry["stages"][stage] = seconds;
  entries.push_back(entry);
  AddChecks(rules, folder, entries);
}

int Main(int argc, char** argv) {
  Options options;
  if (!Parse(argc, argv, options)) return Usage();

  // Repetitions of different works take turns, so that a busy neighbour
  // slows all of them alike.
  std::string flags[] = {"assent_bench",
                         "--benchmark_enable_random_interleaving=true"};
  char* flag_words[] = {flags[0].data(), flags[1].data(), nullptr};
  int flag_count = 2;
  benchmark::Initialize(&flag_count, flag_words);

  if (!options.compare)
    std::printf(
        "ns a decision, medians; ratios: by hand / ours, expert / "
        "ours, ours / limit\n");
  nlohmann::ordered_json entries = nlohmann::ordered_json::array();
  for (std::uint32_t rules : options.rules) Measure(options, rules, entries);

  if (options.json.empty()) return 0;
  std::FILE* file = std::fopen(options.json.c_str(), "wb");
  const std::string text = entries.dump(2) + "\n";
  const bool written =
      file != nullptr &&
      std::fwrite(text.data(), 1, text.size(), file) == text.size();
  if (file == nullptr || std::fclose(file) != 0 || !written) {
    std::fprintf(stderr, "assent_bench: cannot write %s\n",
                 options.json.c_str());
    return 2;
  }
  return 0;
}

}  // namespace
}  // namespace assent::bench

int main(int argc, char** argv) { return assent::bench::Main(argc, argv); }
