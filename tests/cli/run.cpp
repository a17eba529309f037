#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include "tests/cli/run.h"

#include <doctest/doctest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <sstream>

namespace assent::cli {
namespace fs = std::filesystem;

const char* const kHello = R"(vocabulary {
  data playlists { titles; listeners; }
  action read, write;
  purpose recommending, research;
  relation self, friend;
  attribute session.signed_in: bool default false;
  attribute subject.age: 0..120;
  obligation log_access;
}
permission sharing of subject {
  choices off, on; default off; consent opt_in;
  governs any action on playlists of friend; open when on;
}
partner radio "A radio station";
agreement radio_2026 with radio {
  from 2026-01-01 until 2027-01-01;
  lists: allow read on playlists of self, friend for recommending;
  oblige log_access;
}
claim "a friend's list only if the friend shares it"
  never permit any of friend where consent of subject < opt_in;
test "a friend who shares" {
  request { partner radio; action read; data titles; purpose recommending;
            relation friend; date 2026-06-01; subject.sharing on; }
  expect permit with log_access by lists;
}
)";

std::string Clean() {
  return Replaced(Replaced(kHello,
                           "  attribute session.signed_in: bool default "
                           "false;\n",
                           ""),
                  "  attribute subject.age: 0..120;\n", "");
}

const char* const kPermitted =
    R"({"partner":"radio","action":"read","data":"titles",)"
    R"("purpose":"recommending","relation":"self","date":"2026-06-01"})";
const char* const kDenied =
    R"({"partner":"radio","action":"read","data":"titles",)"
    R"("purpose":"recommending","relation":"friend","date":"2026-06-01"})";

std::vector<nlohmann::json> Outcome::lines() const {
  std::vector<nlohmann::json> all;
  std::istringstream stream(out);
  for (std::string line; std::getline(stream, line);)
    all.push_back(nlohmann::json::parse(line, nullptr, false));
  return all;
}

Scratch::Scratch() {
  static int count = 0;
  folder_ = fs::path(ASSENT_SCRATCH) /
            (std::to_string(getpid()) + "-" + std::to_string(count++));
  fs::remove_all(folder_);
  fs::create_directories(folder_);
}

Scratch::~Scratch() {
  std::error_code ignored;
  fs::remove_all(folder_, ignored);
}

void Scratch::Write(std::string_view name, std::string_view text) const {
  fs::create_directories(fs::path(Path(name)).parent_path());
  std::ofstream(Path(name), std::ios::binary) << text;
}

std::string Scratch::Read(std::string_view name) const {
  std::ifstream file(Path(name), std::ios::binary);
  REQUIRE_MESSAGE(file, Path(name));
  return {std::istreambuf_iterator<char>(file), {}};
}

std::vector<std::string> Scratch::Files() const {
  std::vector<std::string> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder_))
    if (!entry.is_directory())
      files.push_back(entry.path().lexically_relative(folder_).string());
  std::ranges::sort(files);
  return files;
}

Outcome Scratch::Run(const std::string& arguments,
                     std::string_view input) const {
  // Beside the folder, so that the command does not see them.
  const std::string base = folder_.string();
  std::ofstream(base + ".in", std::ios::binary) << input;
  const std::string line = "cd '" + base + "' && { '" ASSENT_COMMAND "' " +
                           arguments + "; } < '" + base + ".in' > '" + base +
                           ".out' 2> '" + base + ".err'";
  const int status = std::system(line.c_str());
  Outcome outcome;
  outcome.code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  const auto take = [&](const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    std::string text{std::istreambuf_iterator<char>(file), {}};
    fs::remove(path);
    return text;
  };
  outcome.out = take(base + ".out");
  outcome.err = take(base + ".err");
  fs::remove(base + ".in");
  return outcome;
}

std::string Replaced(std::string text, std::string_view from,
                     std::string_view to) {
  const std::size_t at = text.find(from);
  REQUIRE_MESSAGE(at != std::string::npos, from);
  return text.replace(at, from.size(), to);
}

}  // namespace assent::cli
