#include "compiler/query/answer_to_document.h"

#include <fmt/format.h>

#include <algorithm>

#include "compiler/check/words.h"
#include "compiler/logic/count.h"
#include "compiler/rows/rows_to_text.h"

namespace assent::query {
namespace {

using Details = std::vector<std::pair<std::string, std::string>>;

std::string Plural(std::string_view count, std::string_view what) {
  return fmt::format("{} {}{}", count, what, count == "1" ? "" : "s");
}
std::string Requests(const llvm::APInt& count) {
  return Plural(check::Grouped(logic::Decimal(count)), "request");
}
std::string Count(std::size_t count, std::string_view what) {
  return Plural(check::Grouped(std::to_string(count)), what);
}

std::string Listed(const std::vector<std::string>& names,
                   std::size_t shown = 6) {
  std::string text;
  for (std::size_t i = 0; i < std::min(names.size(), shown); ++i)
    text += (i == 0 ? "" : ", ") + names[i];
  if (names.size() > shown)
    text += fmt::format(" and {} more", names.size() - shown);
  return text;
}

std::string RuleText(const check::RuleLine& rule) {
  const std::string text = check::ToText(rule);
  return rule.agreement.empty() || rule.name.starts_with(rule.agreement + '.')
             ? text
             : rule.agreement + ": " + text;
}

std::string DaysText(const model::Window& days) {
  const std::string text = WindowText(days);
  return text.empty() ? "any day" : text;
}

void AddThrough(const std::vector<Through>& through, std::string_view label,
                Details& details) {
  constexpr std::size_t kShown = 8;
  for (std::size_t i = 0; i < std::min(through.size(), kShown); ++i)
    details.emplace_back(
        i == 0 ? label : "",
        fmt::format("{}{}, {}", through[i].whole ? "" : "in part ",
                    RuleText(through[i].rule), DaysText(through[i].days)));
  if (through.size() > kShown)
    details.emplace_back(
        "", fmt::format("and {} (--format json)",
                        Count(through.size() - kShown, "more rule")));
}

std::string Names(const model::Taxonomy& taxonomy, const RunSet& terms) {
  if (terms.ContainsAll(taxonomy.leaves)) return "any";
  return fmt::format("{}", fmt::join(rows::TermNames(taxonomy, terms), ", "));
}

// Cells: action, data, of, for.
void AddScope(const model::Vocabulary& words, const rows::Cube& cube,
              std::vector<std::string>& cells) {
  cells.push_back(Names(words.actions, cube.actions));
  cells.push_back(Names(words.data, cube.data));
  std::vector<std::string> relations;
  cube.relations.ForEach([&](std::uint32_t r) {
    if (r < words.relations.size())
      relations.push_back(words.relations[r].name);
  });
  cells.push_back(relations.size() >= words.relations.size()
                      ? "any"
                      : fmt::format("{}", fmt::join(relations, ", ")));
  cells.push_back(Names(words.purposes, cube.purposes));
}

void AddWhen(const model::Vocabulary& words, const rows::Cube& cube, bool exact,
             Details& details) {
  if (!cube.literals.empty())
    details.emplace_back("when", rows::WhenText(words, cube));
  if (!exact)
    details.emplace_back(
        "roughly",
        "the exact conditions are too many to list; not all of "
        "this is permitted");
}

Listing::Line RowLine(const Row& row, const model::Vocabulary& words) {
  Listing::Line line;
  line.cells = {Listed(row.partners)};
  AddScope(words, row.cube, line.cells);
  line.cells.push_back(DaysText(row.cube.window));
  AddWhen(words, row.cube, row.exact, line.details);
  if (!row.needs.empty()) {
    std::vector<std::string> names;
    for (const Row::Need& need : row.needs)
      names.push_back(need.permission + (need.whole ? "" : " (in part)"));
    line.details.emplace_back("open",
                              fmt::format("{}", fmt::join(names, ", ")));
  }
  for (std::size_t i = 0; i < row.unless.size(); ++i)
    line.details.emplace_back(i == 0 ? "unless" : "",
                              "forbidden by " + RuleText(row.unless[i]));
  for (const auto& set : row.despite)
    line.details.emplace_back(
        "despite",
        fmt::format("{}, which need not be open", fmt::join(set, ", ")));
  if (!row.obligations.empty())
    line.details.emplace_back(
        "duties", fmt::format("{}", fmt::join(row.obligations, ", ")));
  AddThrough(row.through, "through", line.details);
  line.details.emplace_back("permits", Requests(row.requests));
  return line;
}

void AddUncertain(const std::optional<Uncertain>& uncertain,
                  std::vector<std::string>& sentences) {
  if (!uncertain) return;
  std::string text = fmt::format("The policy has {}; this is what is certain.",
                                 Count(uncertain->unknown_count, "unknown"));
  if (uncertain->partners.empty() && uncertain->more.empty()) {
    sentences.push_back(text + " No more is possible.");
    return;
  }
  if (!uncertain->partners.empty())
    text += fmt::format(" {} may be permitted something: {}.",
                        Count(uncertain->partners.size(), "more partner"),
                        Listed(uncertain->partners));
  if (!uncertain->more.empty())
    text += fmt::format(" {} of these may be permitted more: {}.",
                        uncertain->more.size(), Listed(uncertain->more));
  sentences.push_back(std::move(text));
  sentences.push_back("That depends on " + Listed(uncertain->unknowns, 8) +
                      ".");
}

std::string FromTo(const Change& change) {
  return fmt::format("{} {} -> {}", change.what,
                     change.from.empty() ? "not supplied" : change.from,
                     change.to);
}

Listing::Line TurnLine(const Turn& turn, const model::Vocabulary& words) {
  Listing::Line line;
  line.cells = {turn.kind == TurnKind::duties ? turn.what
                                              : std::string(NameOf(turn.kind)),
                Listed(turn.partners)};
  AddScope(words, turn.cube, line.cells);
  AddWhen(words, turn.cube, turn.exact, line.details);
  AddThrough(turn.through, "through", line.details);
  // A permit can end, or begin, without a rule that grants it.
  const check::Reply& denial =
      turn.kind == TurnKind::begun ? turn.before : turn.after;
  const auto& rules =
      turn.kind == TurnKind::begun ? turn.rules_before : turn.rules_after;
  if (turn.kind != TurnKind::duties) {
    std::string text = denial.ReasonText();
    if (denial.reason == Reason::prohibited ||
        denial.reason == Reason::needs_permission)
      for (std::size_t i = 0; i < rules.size(); ++i)
        text += (i == 0 ? ", by " : ", ") + RuleText(rules[i]);
    line.details.emplace_back(turn.kind == TurnKind::begun ? "before" : "now",
                              text);
  }
  line.details.emplace_back("concerns", Requests(turn.requests) + " a day");
  return line;
}

Listing TurnsListing(const Turns& turns, const model::Vocabulary& words) {
  Listing listing;
  listing.columns = {"CHANGE", "PARTNER", "ACTION", "DATA", "OF", "FOR"};
  for (const Turn& turn : turns.turns)
    listing.lines.push_back(TurnLine(turn, words));
  return listing;
}

std::string TurnsText(const Turns& turns) {
  std::string text;
  for (std::size_t k = 0; k < kTurnKinds; ++k) {
    const llvm::APInt& count = turns.requests[k];
    if (count.isZero()) continue;
    text +=
        (text.empty() ? "" : ", ") + Requests(count) + ' ' +
        (TurnKind(k) == TurnKind::duties ? "with other duties"
                                         : std::string(NameOf(TurnKind(k))));
  }
  return text.empty() ? "nothing changes" : text;
}

std::string AskedWithoutDays(const Question& question,
                             const model::Vocabulary& words) {
  Question asked = question;
  asked.scope.window = {};
  return ToText(asked, words);
}

}  // namespace

Document ToDocument(const Answer& answer, const Question& question,
                    const std::optional<Uncertain>& uncertain,
                    const model::Vocabulary& words) {
  Section section;
  section.sentences = {"Who may " + ToText(question, words)};
  if (answer.rows.empty())
    section.sentences.push_back("Nobody.");
  else
    section.sentences.push_back(fmt::format(
        "{}, in {}: {} permitted.", Count(answer.partner_count, "partner"),
        Count(answer.rows.size(), "row"),
        Requests(answer.requests) + (answer.requests == 1 ? " is" : " are")));
  AddUncertain(uncertain, section.sentences);
  section.listing.columns = {"PARTNER", "ACTION", "DATA", "OF", "FOR", "DAYS"};
  for (const Row& row : answer.rows)
    section.listing.lines.push_back(RowLine(row, words));
  return {std::move(section)};
}

Document ToDocument(const Nearest& nearest) {
  Section asked;
  asked.sentences = {fmt::format("{}: {}", check::ToText(nearest.request),
                                 nearest.reply.Text())};
  for (const check::RuleLine& rule : nearest.rules)
    asked.sentences.push_back("  by " + RuleText(rule));
  if (nearest.permitted) {
    asked.sentences.push_back("Nothing has to change.");
    return {std::move(asked)};
  }
  if (!nearest.facts_help) {
    asked.sentences.push_back(
        "No change of facts or permissions is enough. In the way:");
    for (const Obstacle& obstacle : nearest.obstacles) {
      asked.sentences.push_back("  " + obstacle.what);
      for (const check::RuleLine& rule : obstacle.rules)
        asked.sentences.push_back("    by " + RuleText(rule));
    }
  }
  if (nearest.nearest.empty()) {
    asked.sentences.push_back(fmt::format("Nothing at all is permitted to {}.",
                                          nearest.request.partner));
    return {std::move(asked)};
  }
  Section near;
  const std::string count = check::Grouped(logic::Decimal(nearest.count));
  const std::size_t changes = nearest.nearest[0].changes.size();
  near.sentences = {
      fmt::format("{}, {} away{}:", Plural(count, "nearest permitted request"),
                  Count(changes, "change"),
                  nearest.count.ugt(nearest.nearest.size())
                      ? fmt::format("; the first {}", nearest.nearest.size())
                      : "")};
  near.listing.columns = {"CHANGE", "THEN"};
  for (const Near& each : nearest.nearest) {
    Listing::Line line;
    std::vector<std::string> parts;
    for (const Change& change : each.changes) parts.push_back(FromTo(change));
    line.cells = {fmt::format("{}", fmt::join(parts, ", ")), each.reply.Text()};
    line.details.emplace_back("request", check::ToJson(each.request));
    near.listing.lines.push_back(std::move(line));
  }
  return {std::move(asked), std::move(near)};
}

Document ToDocument(const Changes& changes, const Question& question,
                    const model::Vocabulary& words) {
  Section whole;
  whole.sentences = {
      fmt::format("Who may {}: what is permitted on {} and on {}",
                  AskedWithoutDays(question, words),
                  rows::DayText(changes.whole.from),
                  rows::DayText(changes.whole.to)),
      fmt::format("Of one day: {}.", TurnsText(changes.whole))};
  whole.listing = TurnsListing(changes.whole, words);
  Document document = {std::move(whole)};
  if (changes.calendar.empty()) {
    document.back().sentences.push_back(
        "On no day between does anything change.");
    return document;
  }
  Section calendar;
  calendar.title = "Calendar";
  calendar.listing.columns = {"DAY",  "CHANGE", "PARTNER", "ACTION",
                              "DATA", "OF",     "FOR"};
  for (const Turns& day : changes.calendar)
    for (const Turn& turn : day.turns) {
      Listing::Line line = TurnLine(turn, words);
      line.cells.insert(line.cells.begin(), rows::DayText(day.to));
      calendar.listing.lines.push_back(std::move(line));
    }
  document.push_back(std::move(calendar));
  return document;
}

Document ToDocument(const Expiries& expiries, const Question& question,
                    const model::Vocabulary& words) {
  Section section;
  section.sentences = {fmt::format("Who may {}: what ends within {} after {}",
                                   AskedWithoutDays(question, words),
                                   Count(expiries.day_count, "day"),
                                   rows::DayText(expiries.after))};
  if (expiries.list.empty()) section.sentences.push_back("Nothing.");
  section.listing.columns = {"ENDS", "RULE", "PARTNER", "SUCCEEDED"};
  for (const Expiry& expiry : expiries.list) {
    using Certainty = Expiry::Certainty;
    using Succession = Expiry::Succession;
    Listing::Line line;
    const std::string_view how = expiry.certainty == Certainty::sure ? ""
                                 : expiry.certainty == Certainty::latest
                                     ? " at the latest"
                                     : " at the earliest";
    line.cells = {
        rows::DayText(expiry.day) + std::string(how),
        RuleText(expiry.rule) +
            (expiry.despite.empty() ? "" : ": despite " + expiry.despite),
        Listed(expiry.partners),
        expiry.succession == Succession::nothing ? "by nothing"
        : expiry.succession == Succession::part  ? "in part"
                                                 : "in full"};
    for (std::size_t i = 0; i < expiry.cubes.size(); ++i)
      line.details.emplace_back(
          i == 0 ? "granted" : "",
          rows::CubeText(words, expiry.cubes[i], rows::Unlimited::left_out));
    line.details.emplace_back("in force", DaysText(expiry.days));
    AddThrough(expiry.successors, "then", line.details);
    line.details.emplace_back(
        "then denied", expiry.lost.isZero() ? "nothing that was permitted"
                                            : Requests(expiry.lost) + " a day");
    section.listing.lines.push_back(std::move(line));
  }
  return {std::move(section)};
}

}  // namespace assent::query
