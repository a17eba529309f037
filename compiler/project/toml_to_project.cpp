#include "compiler/project/toml_to_project.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#define TOML_HEADER_ONLY 1
#define TOML_EXCEPTIONS 0
#include <toml++/toml.h>

namespace assent::project {
namespace {

using diagnostics::Kind;

// Each dot of a key is a table inside a table, and the reader's tables are
// destroyed by recursion: its own limit counts brackets only. Dots in strings
// are many and harmless.
constexpr std::size_t kMaxDots = 10'000;

bool NestsTooDeep(std::string_view text) {
  std::size_t dots = 0;
  char quote = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (quote != 0) {
      if (c == '\\' && quote == '"') ++at;
      if (c == quote || c == '\n') quote = 0;
    } else if (c == '#') {
      at = std::min(text.find('\n', at), text.size() - 1);
    } else if (c == '"' || c == '\'') {
      quote = c;
    } else {
      dots += c == '.';
    }
  }
  return dots > kMaxDots;
}

class Reader {
 public:
  Reader(FileId file, const SourceSet& sources, diagnostics::Sink& sink)
      : file_(file), sources_(sources), sink_(sink) {}

  Project Read();

 private:
  using Names = std::vector<std::string_view>;

  // TOML's lines and columns count as ours do: from 1, code points.
  std::uint32_t OffsetOf(const toml::source_position& position) const;
  Span SpanOf(const toml::source_region& region) const;
  Span SpanOf(const toml::key& key) const;
  // A value whole, a table by its first line.
  Span SpanOf(const toml::node& node) const;

  void Say(Span span, std::string message, std::string help = {}) {
    sink_.Report(Kind::bad_project_file, span, std::move(message),
                 std::move(help));
  }
  void SayUnknown(Span span, std::string_view what, std::string_view name,
                  const Names& known);

  void ReadLevels(const toml::table& levels, Project& project);
  std::optional<Level> LevelOf(const toml::node& node);
  // Whether a level can be chosen for it, or a suppression can name it.
  bool IsChosen(std::string_view kind, Span span);
  void ReadSuppression(const toml::table& table, Project& project);
  // False when it is there and no text, or an empty one.
  bool TextOf(const toml::table& table, std::string_view key,
              std::string& text);
  Day DayOf(const toml::node& node);

  FileId file_;
  const SourceSet& sources_;
  diagnostics::Sink& sink_;
};

std::uint32_t Reader::OffsetOf(const toml::source_position& position) const {
  const SourceFile& source = sources_.file(file_);
  if (position.line == 0 || position.line > source.line_begins.size())
    return std::uint32_t(source.text.size());
  std::size_t at = source.line_begins[position.line - 1];
  for (auto column = position.column; column > 1; --column) {
    if (at >= source.text.size() || source.text[at] == '\n') break;
    do ++at;
    while (at < source.text.size() && (source.text[at] & 0xC0) == 0x80);
  }
  return std::uint32_t(at);
}

Span Reader::SpanOf(const toml::source_region& region) const {
  const std::uint32_t begin = OffsetOf(region.begin);
  return {file_, begin, std::max(begin, OffsetOf(region.end))};
}

Span Reader::SpanOf(const toml::key& key) const { return SpanOf(key.source()); }

Span Reader::SpanOf(const toml::node& node) const {
  Span span = SpanOf(node.source());
  const std::string& text = sources_.file(file_).text;
  const std::size_t line = text.find_first_of("\r\n", span.begin);
  if (node.is_table() || span.end <= span.begin)
    span.end = std::uint32_t(std::min(line, text.size()));
  return span;
}

void Reader::SayUnknown(Span span, std::string_view what, std::string_view name,
                        const Names& known) {
  const std::string_view near = diagnostics::ClosestName(name, known);
  Say(span, fmt::format("no {} is called `{}`", what, name),
      near.empty() ? fmt::format("there are {}", fmt::join(known, ", "))
                   : fmt::format("did you mean `{}`?", near));
}

std::optional<Level> Reader::LevelOf(const toml::node& node) {
  const auto text = node.value_exact<std::string_view>();
  if (text)
    for (Level level : {Level::off, Level::warning, Level::error})
      if (NameOf(level) == *text) return level;
  Say(SpanOf(node),
      text ? fmt::format("`{}` is no level", *text)
           : std::string("a level is a text"),
      "the levels are \"error\", \"warning\" and \"off\"");
  return std::nullopt;
}

bool Reader::IsChosen(std::string_view kind, Span span) {
  if (IsClaimKind(kind)) return true;
  const auto known = diagnostics::KindOf(kind);
  if (known && IsFinding(*known)) return true;
  if (known) {
    Say(span, fmt::format("`{}` is an error always", kind),
        "a policy with it cannot be compiled; levels and suppressions are for "
        "what the checks find");
    return false;
  }
  Names names(std::begin(kClaimKinds), std::end(kClaimKinds));
  for (Kind each : diagnostics::AllKinds())
    names.push_back(diagnostics::IdOf(each));
  const std::string_view near = diagnostics::ClosestName(kind, names);
  Say(span, fmt::format("no finding is called `{}`", kind),
      near.empty() ? "its name stands in brackets behind the message"
                   : fmt::format("did you mean `{}`?", near));
  return false;
}

void Reader::ReadLevels(const toml::table& levels, Project& project) {
  for (auto&& [key, node] : levels) {
    const bool chosen = IsChosen(key.str(), SpanOf(key));
    const std::optional<Level> level = LevelOf(node);
    if (chosen && level) project.levels.emplace(std::string(key.str()), *level);
  }
}

bool Reader::TextOf(const toml::table& table, std::string_view key,
                    std::string& text) {
  const toml::node* node = table.get(key);
  if (node == nullptr) return true;
  const auto value = node->value_exact<std::string_view>();
  if (value && value->find_first_not_of(" \t\r\n") != value->npos) {
    text = *value;
    return true;
  }
  Say(SpanOf(*node), value ? fmt::format("`{}` is empty", key)
                           : fmt::format("`{}` is a text", key));
  return false;
}

Day Reader::DayOf(const toml::node& node) {
  if (const auto date = node.value_exact<toml::date>()) {
    const Day day = ParseDay(
        fmt::format("{:04}-{:02}-{:02}", date->year, date->month, date->day));
    if (day == kNoDay)
      Say(SpanOf(node), "this day is not between 1970-01-01 and 2199-12-31");
    return day;
  }
  Say(SpanOf(node), "`until` is a day",
      node.is_string() ? "write it without quotes: until = 2027-06-30"
                       : "for example until = 2027-06-30");
  return kNoDay;
}

void Reader::ReadSuppression(const toml::table& table, Project& project) {
  const Names known = {"kind",  "file",   "name", "message",
                       "claim", "reason", "until"};
  const std::size_t errors_before = sink_.error_count();
  for (auto&& [key, node] : table)
    if (std::ranges::find(known, key.str()) == known.end())
      SayUnknown(SpanOf(key), "key of a suppression", key.str(), known);
  for (const auto& [key, what] :
       {std::pair{"kind", "say what it accepts: kind = \"over_grant\""},
        std::pair{"reason", "say why this is accepted: reason = \"...\""},
        std::pair{"until",
                  "say how long this is accepted: the first day on "
                  "which it no longer is, until = 2027-06-30"}})
    if (!table.contains(key))
      Say(SpanOf(table), fmt::format("this suppression has no `{}`", key),
          what);

  Suppression suppression;
  for (const auto& [key, text] : {std::pair{"kind", &suppression.kind},
                                  std::pair{"file", &suppression.file},
                                  std::pair{"name", &suppression.name},
                                  std::pair{"message", &suppression.message},
                                  std::pair{"claim", &suppression.claim},
                                  std::pair{"reason", &suppression.reason}})
    TextOf(table, key, *text);
  const toml::node* kind = table.get("kind");
  suppression.span = SpanOf(kind == nullptr ? table : *kind);
  if (const toml::node* until = table.get("until"))
    suppression.until = DayOf(*until);
  if (!suppression.kind.empty()) {
    const bool chosen = IsChosen(suppression.kind, suppression.span);
    const bool claim = IsClaimKind(suppression.kind);
    const toml::node* wrong = table.get(claim ? "name" : "claim");
    if (chosen && wrong != nullptr)
      Say(SpanOf(*wrong),
          fmt::format("`{}` is {} about a claim", suppression.kind,
                      claim ? "" : "not"),
          claim ? "write `claim` for the name of a claim"
                : "write `name` for a name that the message has in "
                  "back-quotes");
    if (suppression.kind.starts_with("suppression_") && chosen)
      Say(suppression.span, "suppressions are not suppressed",
          fmt::format("set a level: {} = \"off\"", suppression.kind));
  }
  if (suppression.file.empty() && suppression.name.empty() &&
      suppression.message.empty() && suppression.claim.empty())
    Say(suppression.span, "this suppresses every finding of its kind",
        "narrow it by `file`, `name`, `message` or `claim`, or set the level "
        "of the kind");
  if (sink_.error_count() == errors_before)
    project.suppressions.push_back(std::move(suppression));
}

Project Reader::Read() {
  Project project;
  const std::string& text = sources_.file(file_).text;
  if (text.size() > kMaxProjectBytes) {
    Say({file_, 0, 0},
        fmt::format("this file has more than {} bytes", kMaxProjectBytes));
    return project;
  }
  if (NestsTooDeep(text)) {
    Say({file_, 0, 0}, fmt::format("this file has more than {} dots outside "
                                   "of texts",
                                   kMaxDots));
    return project;
  }
  const toml::parse_result parsed = toml::parse(std::string_view(text));
  if (!parsed) {
    // "Error while parsing key-value pair: what is wrong".
    std::string why(parsed.error().description());
    const std::size_t colon = why.find(": ");
    if (colon != why.npos) why.erase(0, colon + 2);
    std::replace(why.begin(), why.end(), '\'', '`');
    Say(SpanOf(parsed.error().source()),
        fmt::format("this is not TOML: {}", why),
        "names = \"texts in quotes\", days without");
    return project;
  }
  for (auto&& [key, node] : parsed.table()) {
    if (key == "levels") {
      if (const toml::table* levels = node.as_table())
        ReadLevels(*levels, project);
      else
        Say(SpanOf(key), "`levels` is a table", "write `[levels]`");
    } else if (key == "suppress") {
      const toml::array* list = node.as_array();
      const bool tables =
          list != nullptr && std::ranges::all_of(*list, [](const auto& each) {
            return each.is_table();
          });
      if (!tables) {
        Say(SpanOf(key), "`suppress` is a list of tables",
            "write `[[suppress]]` above each");
        continue;
      }
      for (const toml::node& each : *list)
        ReadSuppression(*each.as_table(), project);
    } else {
      SayUnknown(SpanOf(key), "part of a project file", key.str(),
                 {"levels", "suppress"});
    }
  }
  return project;
}

}  // namespace

Project TomlToProject(FileId file, const SourceSet& sources,
                      diagnostics::Sink& sink) {
  return Reader(file, sources, sink).Read();
}

}  // namespace assent::project
