#include <algorithm>
#include <string_view>

#include "compiler/query/document.h"

namespace assent::query {
namespace {

// Nothing of it is markup.
std::string Escaped(std::string_view text) {
  static constexpr std::string_view kMarkup = "\\`*_{}[]<>|#~";
  std::string escaped;
  for (char c : text) {
    if (kMarkup.find(c) != kMarkup.npos) escaped += '\\';
    escaped += c == '\n' ? ' ' : c;
  }
  return escaped;
}

void AppendListing(const Listing& listing, std::string& out) {
  std::vector<std::string> labels;
  for (const Listing::Line& line : listing.lines)
    for (const auto& [label, text] : line.details)
      if (!label.empty() && std::ranges::find(labels, label) == labels.end())
        labels.push_back(label);
  std::string heads = "|", rule = "|";
  const auto head = [&](const std::string& name) {
    heads += ' ' + Escaped(name) + " |";
    rule += "---|";
  };
  for (const std::string& name : listing.columns) head(name);
  for (const std::string& label : labels) head(label);
  out += heads + '\n' + rule + '\n';
  for (const Listing::Line& line : listing.lines) {
    out += '|';
    for (const std::string& cell : line.cells)
      out += ' ' + Escaped(cell) + " |";
    for (const std::string& label : labels) {
      std::string cell, last;
      for (const auto& [name, text] : line.details) {
        if (!name.empty()) last = name;  // else it goes on
        if (last == label) cell += (cell.empty() ? "" : "<br>") + Escaped(text);
      }
      out += cell.empty() ? " |" : ' ' + cell + " |";
    }
    out += '\n';
  }
}

}  // namespace

std::string ToMarkdown(const Document& document) {
  std::string out;
  for (const Section& section : document) {
    if (!section.title.empty())
      out += (out.empty() ? "## " : "\n## ") + Escaped(section.title) + '\n';
    for (const std::string& sentence : section.sentences)
      out += (out.empty() ? "" : "\n") + Escaped(sentence) + '\n';
    if (section.listing.lines.empty()) continue;
    if (!out.empty()) out += '\n';
    AppendListing(section.listing, out);
  }
  return out;
}

}  // namespace assent::query
