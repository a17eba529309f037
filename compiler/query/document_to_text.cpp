#include <algorithm>
#include <string_view>

#include "compiler/query/document.h"

namespace assent::query {
namespace {

constexpr std::size_t kCellWidth = 34, kLineWidth = 100;

// Columns of a terminal: code points, which is right for most names.
std::size_t Width(std::string_view text) {
  std::size_t width = 0;
  for (char c : text) width += (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  return width;
}

// Where it is longer than `width`: at commas if there are some, else at spaces.
std::vector<std::string> Broken(std::string_view text, std::size_t width) {
  std::vector<std::string> lines;
  while (Width(text) > width) {
    std::size_t at = text.rfind(", ", width - 1);
    at = at == text.npos ? text.rfind(' ', width) : at + 1;
    if (at == text.npos || at == 0) break;
    lines.emplace_back(text.substr(0, at));
    text.remove_prefix(at + 1);
  }
  lines.emplace_back(text);
  return lines;
}

void AppendPadded(std::string_view text, std::size_t width, std::string& line) {
  line += text;
  line.append(width - std::min(width, Width(text)), ' ');
}

void AppendLine(std::string line, std::string& out) {
  line.erase(line.find_last_not_of(' ') + 1);
  out += line + '\n';
}

void AppendListing(const Listing& listing, bool colour, std::string& out) {
  const std::size_t columns = listing.columns.size();
  std::vector<std::size_t> widths;
  for (const std::string& name : listing.columns) widths.push_back(Width(name));
  std::vector<std::vector<std::vector<std::string>>> cells;
  std::size_t label_width = 0;
  for (const Listing::Line& line : listing.lines) {
    auto& broken = cells.emplace_back();
    for (std::size_t c = 0; c < columns; ++c) {
      broken.push_back(Broken(line.cells[c], kCellWidth));
      for (const std::string& part : broken.back())
        widths[c] = std::max(widths[c], Width(part));
    }
    for (const auto& [label, text] : line.details)
      label_width = std::max(label_width, Width(label));
  }
  std::string heads;
  for (std::size_t c = 0; c < columns; ++c)
    AppendPadded(listing.columns[c], widths[c] + 2, heads);
  heads.erase(heads.find_last_not_of(' ') + 1);
  if (!heads.empty())
    out += colour ? "\x1b[1m" + heads + "\x1b[0m\n" : heads + '\n';
  for (std::size_t l = 0; l < listing.lines.size(); ++l) {
    std::size_t height = 1;
    for (const auto& cell : cells[l]) height = std::max(height, cell.size());
    for (std::size_t h = 0; h < height; ++h) {
      std::string line;
      for (std::size_t c = 0; c < columns; ++c)
        AppendPadded(h < cells[l][c].size() ? cells[l][c][h] : "",
                     widths[c] + 2, line);
      AppendLine(std::move(line), out);
    }
    for (const auto& [label, text] : listing.lines[l].details) {
      bool first = true;
      for (const std::string& part : Broken(text, kLineWidth - label_width)) {
        std::string line = "    ";
        AppendPadded(first ? label : "", label_width + 2, line);
        AppendLine(line + part, out);
        first = false;
      }
    }
  }
}

}  // namespace

std::string ToText(const Document& document, bool colour) {
  std::string out;
  for (const Section& section : document) {
    if (!out.empty()) out += '\n';
    if (!section.title.empty())
      out += colour ? "\x1b[1m" + section.title + "\x1b[0m\n"
                    : section.title + '\n';
    for (const std::string& sentence : section.sentences)
      out += sentence + '\n';
    if (section.listing.lines.empty()) continue;
    if (!section.sentences.empty()) out += '\n';
    AppendListing(section.listing, colour, out);
  }
  return out;
}

}  // namespace assent::query
