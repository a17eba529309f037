#include "bench/measure_decisions.h"

#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <map>

#include "bench/by_hand.h"
#include "bench/expert.h"
#include "bench/limit.h"
#include "bench/opaque.h"
#include "bench/ours.h"
#include "bench/requests.h"

namespace assent::bench {
namespace {

constexpr std::uint32_t kHotPartners = 32;
constexpr std::size_t kBatch = 1024;

// One stream of requests, as every decider wants it.
struct Stream {
  Stream(const World& world, const Ours& ours,
         std::span<const std::uint64_t> persons,
         std::span<const std::uint32_t> partners, std::uint64_t seed)
      : by_hand(MakeRequests(world, persons, partners, seed)),
        bound(ours.Bind(by_hand)) {}

  Requests by_hand;
  std::vector<Request> bound;
};

struct OurDecider {
  const Table& table;
  const std::vector<Request>& requests;

  Verdict Decide(std::size_t i) const { return table.Decide(requests[i]); }
  void DecideBatch(std::size_t begin, std::span<Verdict> verdicts) const {
    table.DecideBatch({&requests[begin], verdicts.size()}, verdicts);
  }
};

template <class Decider>
struct HandDecider {
  const Decider& decider;
  const std::vector<HandRequest>& requests;

  Verdict Decide(std::size_t i) const { return decider.Decide(requests[i]); }
  void DecideBatch(std::size_t begin, std::span<Verdict> verdicts) const {
    const std::size_t last = requests.size() - 1;
    for (std::size_t i = 0; i < verdicts.size(); ++i) {
      decider.Prefetch(
          requests[std::min(begin + i + kPrefetchDistance, last)].partner);
      verdicts[i] = decider.Decide(requests[begin + i]);
    }
  }
};

template <class Decider>
void Independent(const Decider& decider) {
  for (std::size_t i = 0; i < kRequestCount; ++i)
    Opaque(Folded(decider.Decide(i)));
}

template <class Decider>
void Dependent(const Decider& decider) {
  std::size_t zero = 0;
  for (std::size_t i = 0; i < kRequestCount; ++i)
    zero = Opaque(Folded(decider.Decide(i + zero))) >> 63;
}

template <class Decider>
void Batched(const Decider& decider) {
  Verdict verdicts[kBatch];
  for (std::size_t i = 0; i < kRequestCount; i += kBatch) {
    decider.DecideBatch(i, verdicts);
    benchmark::ClobberMemory();
    benchmark::DoNotOptimize(verdicts);
  }
}

void CheckEqual(const Verdict& a, const Verdict& b, std::size_t i,
                const char* who) {
  if (a == b) return;
  std::fprintf(stderr,
               "assent_bench: request %zu: the table says %s %s %u %llx, the "
               "%s code %s %s %u %llx\n",
               i, a.permit ? "permit" : "deny", NameOf(a.reason).data(),
               a.permission, (unsigned long long)a.obligations, who,
               b.permit ? "permit" : "deny", NameOf(b.reason).data(),
               b.permission, (unsigned long long)b.obligations);
  std::exit(1);
}

// Every verdict of every decider, alone and in batches.
template <int kBuild>
void Compare(const Ours& ours, const ByHand<kBuild>& by_hand,
             const Expert<kBuild>& expert, const Stream& stream,
             DecisionReport& report) {
  std::vector<Verdict> batch(kRequestCount);
  ours.table().DecideBatch(stream.bound, batch);
  std::uint64_t permits = 0;
  for (std::size_t i = 0; i < kRequestCount; ++i) {
    const Verdict verdict = ours.table().Decide(stream.bound[i]);
    const HandRequest& request = stream.by_hand.requests[i];
    CheckEqual(verdict, batch[i], i, "batch");
    CheckEqual(ours.InWorld(verdict), by_hand.Decide(request), i, "usual");
    CheckEqual(ours.InWorld(verdict), expert.Decide(request), i, "expert's");
    permits += verdict.permit;
  }
  report.compared += kRequestCount;
  report.permit_share = double(permits) / kRequestCount;
}

// Collects the time of each repetition; prints nothing.
class Collector : public benchmark::BenchmarkReporter {
 public:
  bool ReportContext(const Context&) override { return true; }
  void ReportRuns(const std::vector<Run>& runs) override {
    for (const Run& run : runs)
      if (run.run_type == Run::RT_Iteration)
        times_[run.run_name.function_name].push_back(run.real_accumulated_time /
                                                     double(run.iterations) /
                                                     kRequestCount * 1e9);
  }

  // Of the builds of a hand-written decider.
  double Best(const std::string& name) {
    double best = Median(name + "_0");
    for (int build = 1; build < kBuilds; ++build)
      best = std::min(best, Median(name + "_" + std::to_string(build)));
    return best;
  }
  double Median(const std::string& name) {
    std::vector<double>& times = times_[name];
    std::ranges::sort(times);
    return times.empty() ? 0 : times[times.size() / 2];
  }
  Figures MedianFigures(const std::string& work) {
    return {Median(work + "_ours"), Best(work + "_by_hand"),
            Best(work + "_expert"), Median(work + "_limit")};
  }

 private:
  std::map<std::string, std::vector<double>> times_;
};

template <class F>
void Register(const std::string& name, int repetitions, F pass) {
  benchmark::RegisterBenchmark(name.c_str(),
                               [pass](benchmark::State& state) {
                                 for (auto _ : state) pass();
                               })
      ->Iterations(1)
      ->Repetitions(repetitions);
}

}  // namespace

DecisionReport MeasureDecisions(const World& world,
                                const std::string& table_path,
                                int repetitions) {
  const std::vector<std::uint64_t> persons = MakePersons();
  const Ours ours(table_path, world, persons);
  const ByHand<0> by_hand(world);
  const Expert<0> expert(world);
  const ByHand<kBuilds - 1> by_hand_newer(world);
  const Expert<kBuilds - 1> expert_newer(world);

  std::vector<std::uint32_t> all(world.partners.size());
  for (std::uint32_t p = 0; p < all.size(); ++p) all[p] = p;
  const Stream hot(
      world, ours, persons,
      std::span(all).first(std::min<std::size_t>(all.size(), kHotPartners)), 1);
  const Stream random(world, ours, persons, all, 2);

  DecisionReport report;
  report.hot_bytes = ours.table().info().hot_bytes;
  report.by_hand_bytes = by_hand.bytes();
  report.expert_bytes = expert.bytes();
  Compare(ours, by_hand, expert, hot, report);
  Compare(ours, by_hand, expert, random, report);
  Compare(ours, by_hand_newer, expert_newer, hot, report);
  if (repetitions == 0) return report;

  const Limit hot_lines(
      std::min<std::uint64_t>(report.hot_bytes, kHotPartners * 5 * 64),
      kRequestCount);
  const Limit lines(report.hot_bytes, kRequestCount);

  const auto contest = [&](const std::string& work, const Stream& stream,
                           auto pass, auto limit) {
    Register(work + "_ours", repetitions,
             [&, pass] { pass(OurDecider{ours.table(), stream.bound}); });
    const auto rival = [&]<class Decider>(const std::string& name,
                                          const Decider& decider) {
      Register(work + name, repetitions, [&, pass] {
        pass(HandDecider<Decider>{decider, stream.by_hand.requests});
      });
    };
    rival("_by_hand_0", by_hand);
    rival("_expert_0", expert);
    if (kBuilds == 1) return Register(work + "_limit", repetitions, limit);
    rival("_by_hand_1", by_hand_newer);
    rival("_expert_1", expert_newer);
    Register(work + "_limit", repetitions, limit);
  };
  const auto independent = [](const auto& decider) { Independent(decider); };
  const auto dependent = [](const auto& decider) { Dependent(decider); };
  const auto batched = [](const auto& decider) { Batched(decider); };
  contest("hot", hot, independent, [&] { hot_lines.Independent(); });
  contest("random", random, independent, [&] { lines.Independent(); });
  contest("dependent", random, dependent, [&] { lines.Dependent(); });
  contest("batch", random, batched, [&] { lines.Batched(); });

  Collector collector;
  benchmark::RunSpecifiedBenchmarks(&collector);
  benchmark::ClearRegisteredBenchmarks();
  report.hot = collector.MedianFigures("hot");
  report.random = collector.MedianFigures("random");
  report.dependent = collector.MedianFigures("dependent");
  report.batch = collector.MedianFigures("batch");
  return report;
}

}  // namespace assent::bench
