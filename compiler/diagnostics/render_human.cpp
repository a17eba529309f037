#include <algorithm>

#include "compiler/diagnostics/diagnostic.h"

namespace assent::diagnostics {
namespace {

constexpr std::size_t kExcerptWidth = 100;  // columns shown of a long line

struct Colours {
  std::string_view error, warning, strong, faint, off;
};

constexpr Colours kPlain = {"", "", "", "", ""};
constexpr Colours kAnsi = {"\033[1;31m", "\033[1;35m", "\033[1m", "\033[36m",
                           "\033[0m"};

bool StartsCodePoint(char c) {
  return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
}

// Columns [first, first + kExcerptWidth) of a line; what would move the
// caret, or the terminal's cursor, is shown as a space.
std::string Excerpt(std::string_view line, std::size_t first) {
  std::string text;
  std::size_t column = 0;
  for (char c : line) {
    column += StartsCodePoint(c);
    if (column <= first) continue;
    if (column > first + kExcerptWidth) break;
    bool control = static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
    text += control ? ' ' : c;
  }
  return text;
}

std::string Location(const SourceSet& sources, const Span& span) {
  if (!span.file.valid()) return {};
  Place place = sources.Locate(span);
  return std::string(place.path) + ":" + std::to_string(place.line) + ":" +
         std::to_string(place.column) + ": ";
}

// The line of the span with a caret line below it.
std::string ShowSpan(const SourceSet& sources, const Span& span,
                     const Colours& colours, std::string_view mark) {
  if (!span.file.valid()) return {};
  Place place = sources.Locate(span);
  std::string_view line = sources.Line(span.file, place.line);
  std::size_t first =
      place.column <= kExcerptWidth - 20 ? 0 : place.column - 20;
  std::string text = Excerpt(line, first);
  while (text.ends_with(' ')) text.pop_back();
  std::size_t width = 0;
  for (char c : sources.Text(span)) {
    if (c == '\n' || c == '\r') break;
    width += StartsCodePoint(c);
  }
  std::size_t caret = place.column - 1 - first;
  width = std::clamp<std::size_t>(width, 1, kExcerptWidth - caret);
  std::string number = std::to_string(place.line);
  std::string out = " " + number + " | " + text + "\n ";
  out += std::string(number.size(), ' ') + " | " + std::string(caret, ' ');
  out += std::string(mark) + "^" + std::string(width - 1, '~');
  out += std::string(colours.off) + "\n";
  return out;
}

std::string Line(std::string_view label, std::string_view text,
                 const Colours& colours) {
  return "  " + std::string(colours.faint) + std::string(label) + ": " +
         std::string(colours.off) + std::string(text) + "\n";
}

}  // namespace

std::string RenderHuman(const std::vector<Diagnostic>& diagnostics,
                        const SourceSet& sources, bool colour) {
  const Colours& colours = colour ? kAnsi : kPlain;
  std::string out;
  for (const Diagnostic& d : diagnostics) {
    bool error = d.severity == Severity::error;
    std::string_view mark = error ? colours.error : colours.warning;
    out += std::string(colours.strong) + Location(sources, d.span) +
           std::string(mark) + (error ? "error: " : "warning: ") +
           std::string(colours.off) + std::string(colours.strong) + d.message +
           std::string(colours.off) + " [" + std::string(IdOf(d.kind)) + "]\n";
    out += ShowSpan(sources, d.span, colours, mark);
    if (!d.help.empty()) out += Line("help", d.help, colours);
    // Where there are details, they show the witness in words.
    if (!d.witness.empty() && d.details.empty())
      out += Line("witness", d.witness, colours);
    for (const std::string& detail : d.details) out += "  " + detail + "\n";
    for (const Note& note : d.notes) {
      out += Location(sources, note.span) + std::string(colours.faint) +
             "note: " + std::string(colours.off) + note.text + "\n";
      out += ShowSpan(sources, note.span, colours, colours.faint);
    }
  }
  return out;
}

}  // namespace assent::diagnostics
