#include "tests/generate/ast_to_text.h"

#include <array>
#include <set>
#include <string_view>

#include "tests/generate/ast_to_tokens.h"

namespace assent::generate {
namespace {

// What may stand between two words, in the noisy dress.
std::string Gap(const std::string& before, const std::string& after,
                Random& noise) {
  static constexpr std::string_view kPunctuation = "{}();:,";
  bool may_touch = kPunctuation.find(before.back()) != std::string_view::npos ||
                   kPunctuation.find(after.front()) != std::string_view::npos;
  static constexpr std::array kGaps = {" ",
                                       " ",
                                       " ",
                                       " ",
                                       "\n",
                                       "\r\n",
                                       "\t",
                                       "  \n\n  ",
                                       " // a remark; { not code\n",
                                       "/* a remark */",
                                       " /* over\n lines */ "};
  // On a line of its own it would look like the agreement's.
  if (before == "}" && after == "oblige") return " ";
  if (may_touch && noise.Percent(30)) return "";
  return kGaps[noise.Below(noise.Percent(10) ? kGaps.size() : 8)];
}

}  // namespace

std::string ToText(const ast::File& file) {
  static const std::string kClose = ");:,";
  // What goes on after the `}` of a block.
  static const std::set<std::string> kGoesOn = {
      ";",      ",",      ")",       "and",     "or",
      "except", "oblige", "despite", "because", "with"};
  std::string text;
  for (const Tokens& declaration : AstToTokens(file, nullptr)) {
    std::size_t depth = 0;
    bool line_begins = true;
    std::string before;
    for (std::size_t i = 0; i < declaration.size(); ++i) {
      const std::string& token = declaration[i];
      if (token == "}") --depth;
      if (line_begins)
        text.append(2 * depth, ' ');
      else if (kClose.find(token) == std::string::npos && before != "(")
        text += ' ';
      text += token;
      bool last = i + 1 == declaration.size();
      bool goes_on = !last && kGoesOn.contains(declaration[i + 1]);
      line_begins = token == ";" || token == "{" || (token == "}" && !goes_on);
      if (line_begins) text += '\n';
      if (token == "{") ++depth;
      before = token;
    }
    text += '\n';
  }
  return text;
}

std::string ToText(const ast::File& file, Random& noise) {
  std::string text;
  std::string before = ";";
  for (const Tokens& declaration : AstToTokens(file, &noise))
    for (const std::string& token : declaration) {
      text += Gap(before, token, noise);
      text += token;
      before = token;
    }
  return text + "\n";
}

}  // namespace assent::generate
