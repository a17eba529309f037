#include "bench/measure_compile.h"

#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "bench/world_to_policy.h"

extern char** environ;

namespace assent::bench {
namespace {

[[noreturn]] void Fail(const std::string& message) {
  std::fprintf(stderr, "assent_bench: %s\n", message.c_str());
  std::exit(2);
}

struct Run {
  double seconds = 0, peak_mib = 0;
  nlohmann::ordered_json output;
};

// Runs the command; its standard output is JSON.
Run RunCompile(const std::string& assent, const std::string& sources,
               const std::string& table) {
  int ends[2];
  if (pipe(ends) != 0) Fail("no pipe");
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, ends[1], 1);
  posix_spawn_file_actions_addclose(&actions, ends[0]);
  std::string words[] = {assent, "compile",  sources, "-o",
                         table,  "--format", "json"};
  std::vector<char*> arguments;
  for (std::string& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);

  const auto begin = std::chrono::steady_clock::now();
  pid_t child = 0;
  if (posix_spawn(&child, assent.c_str(), &actions, nullptr, arguments.data(),
                  environ) != 0)
    Fail("cannot run " + assent);
  posix_spawn_file_actions_destroy(&actions);
  close(ends[1]);
  std::string text;
  char buffer[1 << 16];
  for (ssize_t n; (n = read(ends[0], buffer, sizeof buffer)) > 0;)
    text.append(buffer, std::size_t(n));
  close(ends[0]);
  int status = 0;
  rusage usage = {};
  wait4(child, &status, 0, &usage);

  Run run;
  run.seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - begin)
          .count();
  run.peak_mib = double(usage.ru_maxrss) / 1024;
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
    Fail("compile failed: " + text.substr(0, 2000));
  run.output = nlohmann::ordered_json::parse(text, nullptr, false);
  if (run.output.is_discarded()) Fail("compile printed no JSON");
  return run;
}

std::uint64_t WriteSources(const World& world,
                           const std::filesystem::path& folder) {
  std::uint64_t bytes = 0;
  WorldToPolicy(world, [&](const std::string& name, const std::string& text) {
    std::FILE* file = std::fopen((folder / name).c_str(), "wb");
    if (file == nullptr ||
        std::fwrite(text.data(), 1, text.size(), file) != text.size() ||
        std::fclose(file) != 0)
      Fail("cannot write " + (folder / name).string());
    bytes += text.size();
  });
  return bytes;
}

}  // namespace

CompileReport MeasureCompile(const std::string& assent, const World& world,
                             const std::string& folder, int runs) {
  const std::filesystem::path root = folder;
  std::error_code error;
  std::filesystem::remove_all(root, error);
  if (!std::filesystem::create_directories(root / "policy", error))
    Fail("cannot create " + folder);

  CompileReport report;
  report.text_bytes = WriteSources(world, root / "policy");
  std::vector<Run> done;
  for (int r = 0; r < runs; ++r)
    done.push_back(RunCompile(assent, root / "policy", root / "world.table"));
  std::ranges::sort(done, {}, &Run::seconds);
  const Run& median = done[done.size() / 2];
  report.seconds = median.seconds;
  for (const Run& run : done)
    report.peak_mib = std::max(report.peak_mib, run.peak_mib);
  for (const auto& [stage, seconds] : median.output["seconds"].items())
    report.stages.emplace_back(stage, seconds.get<double>());
  report.table_bytes = std::filesystem::file_size(root / "world.table", error);
  return report;
}

}  // namespace assent::bench
