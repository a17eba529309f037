#include "tests/examples/document.h"

#include <algorithm>

namespace assent::examples {
namespace {

std::vector<std::string_view> Lines(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    std::size_t end = text.find('\n');
    lines.push_back(text.substr(0, end));
    if (end == text.npos) break;
    text.remove_prefix(end + 1);
  }
  return lines;
}

void AddLinks(std::string_view line, std::vector<std::string>& links) {
  for (std::size_t at = 0; (at = line.find("](", at)) != line.npos;) {
    at += 2;
    std::string_view target = line.substr(at, line.find(')', at) - at);
    target = target.substr(0, target.find('#'));
    if (!target.empty() && target.find(':') == target.npos)
      links.emplace_back(target);
  }
}

void AddCommand(std::string_view line, std::size_t number,
                std::vector<ShownCommand>& commands) {
  auto continued = [&] {
    if (commands.empty() || !commands.back().output.empty()) return false;
    const std::string& so_far = commands.back().command;
    return so_far.ends_with("\\") ||
           std::count(so_far.begin(), so_far.end(), '\'') % 2 == 1;
  };
  if (line.starts_with("$ "))
    commands.push_back({number, std::string(line.substr(2)), ""});
  else if (continued())
    commands.back().command.append("\n").append(line);
  else if (!commands.empty())
    commands.back().output.append(line).append("\n");
  else
    commands.push_back({number, std::string(line), ""});   // not `$`: refused
}

bool Matches(const std::vector<std::string_view>& shown, std::size_t i,
             const std::vector<std::string_view>& output, std::size_t j) {
  for (; i < shown.size(); ++i, ++j) {
    if (shown[i] == "...") {
      for (std::size_t k = j; k <= output.size(); ++k)
        if (Matches(shown, i + 1, output, k)) return true;
      return false;
    }
    if (j >= output.size() || shown[i] != output[j]) return false;
  }
  return j == output.size();
}

}  // namespace

Document ParseDocument(std::string_view text) {
  constexpr std::string_view kFence = "```", kFile = "<!-- file: ",
                             kWrite = "<!-- write: ";
  Document document;
  std::string language;
  std::string file;      // announced for the next block
  std::string write_to;  // likewise
  bool inside = false;
  std::size_t number = 0;
  for (std::string_view line : Lines(text)) {
    ++number;
    if (line.starts_with(kFence)) {
      inside = !inside;
      language = inside ? line.substr(kFence.size()) : "";
      if (inside && !file.empty())
        document.files.push_back({number, file, ""});
      if (inside && !write_to.empty())
        document.commands.push_back({number, "", "", write_to});
      if (!inside) {
        file.clear();
        write_to.clear();
      }
    } else if (inside && !write_to.empty()) {
      document.commands.back().output.append(line).append("\n");
    } else if (inside && !file.empty()) {
      document.files.back().text.append(line).append("\n");
    } else if (inside && language == "console") {
      AddCommand(line, number, document.commands);
    } else if (!inside && line.starts_with(kFile)) {
      file = line.substr(kFile.size(), line.find(" -->") - kFile.size());
    } else if (!inside && line.starts_with(kWrite)) {
      write_to = line.substr(kWrite.size(), line.find(" -->") - kWrite.size());
    } else if (!inside) {
      AddLinks(line, document.links);
    }
  }
  return document;
}

std::string PolicyBlocks(std::string_view text) {
  std::string blocks;
  bool inside = false;
  for (std::string_view line : Lines(text)) {
    if (line.starts_with("```"))
      inside = line == "```policy";
    else if (inside)
      blocks.append(line).append("\n");
  }
  return blocks;
}

bool Shows(std::string_view shown, std::string_view output) {
  return Matches(Lines(shown), 0, Lines(output), 0);
}

}  // namespace assent::examples
