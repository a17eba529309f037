#include "compiler/diff/difference_to_text.h"

#include <fmt/format.h>

#include <algorithm>

#include "compiler/logic/count.h"
#include "compiler/rows/rows_to_text.h"

namespace assent::diff {
namespace {

struct Colours {
  std::string_view bold, red, green, dim, off;
};
constexpr Colours kPlain{};
constexpr Colours kAnsi{"\x1b[1m", "\x1b[31m", "\x1b[32m", "\x1b[2m",
                        "\x1b[0m"};

std::string PartnersText(const std::vector<std::string>& partners) {
  constexpr std::size_t kShown = 6;
  std::string text = partners[0];
  for (std::size_t i = 1; i < std::min(partners.size(), kShown); ++i)
    text += ", " + partners[i];
  if (partners.size() > kShown)
    text += fmt::format(" and {} more", partners.size() - kShown);
  return text;
}

std::string Requests(const llvm::APInt& count) {
  return Grouped(count) + (count == 1 ? " request" : " requests");
}

std::string Joined(const std::vector<std::string>& words,
                   std::string_view joint) {
  return fmt::format("{}", fmt::join(words, joint));
}

// "deny because expired", "permit with log_access (on some notify_subject)".
std::string DenyText(const Region& region) {
  return "deny because " + Joined(region.reasons, " or ");
}
std::string PermitText(const Region& region) {
  std::string text = "permit";
  if (!region.obligations.empty())
    text += " with " + Joined(region.obligations, ", ");
  if (!region.some_obligations.empty())
    text += ", some with " + Joined(region.some_obligations, ", ");
  return text;
}

std::string ChangeText(const Region& region) {
  switch (region.change) {
    case Change::widened:
      return "was " + DenyText(region) + ", is " + PermitText(region);
    case Change::narrowed:
      return "was " + PermitText(region) + ", is " + DenyText(region);
    case Change::obligations:
    case Change::reasons:
      break;
  }
  return region.what;
}

void AppendRegion(const Region& region, const model::Vocabulary& vocabulary,
                  const Colours& colours, std::string& out) {
  const char sign = region.change == Change::widened    ? '+'
                    : region.change == Change::narrowed ? '-'
                                                        : '~';
  const std::string_view colour = sign == '+'   ? colours.red
                                  : sign == '-' ? colours.green
                                                : colours.bold;
  out += fmt::format(
      "  {}{} {}: {}{}\n", colour, sign, PartnersText(region.partners),
      rows::ScopeText(vocabulary, region.cube, rows::Unlimited::left_out),
      colours.off);
  if (!region.cube.literals.empty())
    out +=
        fmt::format("      when {}\n", rows::WhenText(vocabulary, region.cube));
  if (!region.exact)
    out += "      (roughly: the exact conditions are too many to list)\n";
  out += "      " + Requests(region.requests);
  if (!region.shared.isZero())
    out += fmt::format(" ({} in other regions as well)",
                       llvm::APInt::isSameValue(region.shared, region.requests)
                           ? "all of them"
                           : Grouped(region.shared));
  out += "; " + ChangeText(region) + '\n';
  if (region.change <= Change::narrowed)
    out += fmt::format("      {}the first: {}{}\n", colours.dim,
                       check::ToJson(region.witness), colours.off);
}

void AppendSection(const Difference& difference, Change change,
                   std::string_view title, const Colours& colours,
                   std::string& out) {
  const llvm::APInt& requests = difference.requests[std::size_t(change)];
  if (requests.isZero()) {
    if (change <= Change::narrowed)
      out += fmt::format("{}{}{}: nothing\n", colours.bold, title, colours.off);
    return;
  }
  out += fmt::format("{}{}{}: {}\n", colours.bold, title, colours.off,
                     Requests(requests));
  // Decisions are all shown; of the rest what people read.
  constexpr std::size_t kShown = 12;
  std::size_t count = 0;
  for (const Region& region : difference.regions)
    if (region.change == change &&
        (++count <= kShown || change <= Change::narrowed))
      AppendRegion(region, difference.vocabulary, colours, out);
  if (count > kShown && change > Change::narrowed)
    out += fmt::format("    and {} more {} (--format json)\n", count - kShown,
                       count - kShown == 1 ? "region" : "regions");
  if (change == Change::reasons && !difference.lists_all)
    out += "    not all are listed, all are counted\n";
}

}  // namespace

std::string Grouped(const llvm::APInt& count) {
  std::string text = logic::Decimal(count);
  for (int at = int(text.size()) - 3; at > 0; at -= 3)
    text.insert(std::size_t(at), ",");
  return text;
}

std::string ToText(const Difference& difference, std::string_view name_before,
                   std::string_view name_after, bool colour) {
  const Colours& colours = colour ? kAnsi : kPlain;
  std::string out =
      fmt::format("before {} {}\nafter  {} {}\n", difference.digest_before,
                  name_before, difference.digest_after, name_after);
  if (difference.empty()) return out + "The two answer every request alike.\n";
  out += '\n';
  AppendSection(difference, Change::widened, "Widened", colours, out);
  AppendSection(difference, Change::narrowed, "Narrowed", colours, out);
  AppendSection(difference, Change::obligations, "Obligations changed", colours,
                out);
  AppendSection(difference, Change::reasons, "Reasons only", colours, out);
  if (!difference.vocabulary_changes.empty()) {
    out += fmt::format("{}Vocabulary{}\n", colours.bold, colours.off);
    for (const VocabularyChange& change : difference.vocabulary_changes)
      out += fmt::format("  {} {}\n", change.added ? '+' : '-', change.what);
  }
  return out;
}

}  // namespace assent::diff
