// Runs the built command as a script would.
#pragma once

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace assent::cli {

struct Outcome {
  int code = -1;  // exit code; 128 + signal when killed
  std::string out, err;

  nlohmann::json json() const {  // of `out`; discarded when it is not JSON
    return nlohmann::json::parse(out, nullptr, false);
  }
  std::vector<nlohmann::json> lines() const;
};

// A folder of its own for one test, empty at first, removed at the end.
class Scratch {
 public:
  Scratch();
  ~Scratch();

  std::string Path(std::string_view name) const {
    return (folder_ / name).string();
  }
  void Write(std::string_view name, std::string_view text) const;
  std::string Read(std::string_view name) const;
  std::vector<std::string> Files() const;  // below it, sorted

  // `assent ARGUMENTS` in this folder, by the shell: redirections of the
  // arguments hold. Standard input is `input`.
  Outcome Run(const std::string& arguments, std::string_view input = {}) const;

 private:
  std::filesystem::path folder_;
};

// A small policy set: radio may read playlists in 2026.
extern const char* const kHello;
// The same without the attributes, which no rule reads: no finding at all.
std::string Clean();
// A request of it that is permitted, and one that is denied.
extern const char* const kPermitted;
extern const char* const kDenied;

// `text` with the first `from` replaced by `to`; the test fails without one.
std::string Replaced(std::string text, std::string_view from,
                     std::string_view to);

}  // namespace assent::cli
