// An answer as people read it, before it is text or Markdown: sections of
// sentences and of one listing each.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace assent::query {

struct Listing {
  struct Line {
    std::vector<std::string> cells;  // one a column
    // What is said below: "when", "subject.age >= 13". A label may repeat.
    std::vector<std::pair<std::string, std::string>> details;
  };
  std::vector<std::string> columns;
  std::vector<Line> lines;
};

struct Section {
  std::string title;                   // may be empty
  std::vector<std::string> sentences;  // before the listing
  Listing listing;                     // may have no lines
};

using Document = std::vector<Section>;

// Aligned; long cells go on below themselves. Ends with a newline.
std::string ToText(const Document& document, bool colour);

// Tables of GitHub's Markdown; details are columns of their own. Ends with a
// newline.
std::string ToMarkdown(const Document& document);

}  // namespace assent::query
