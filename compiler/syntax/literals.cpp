#include "compiler/syntax/literals.h"

#include <charconv>

namespace assent::syntax {
namespace {

constexpr std::string_view kMonths[] = {
    "January", "February", "March",     "April",   "May",      "June",
    "July",    "August",   "September", "October", "November", "December"};

bool IsLeapYear(int year) {
  return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

int DaysIn(int month, int year) {
  constexpr int kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return kDays[month - 1] + (month == 2 && IsLeapYear(year) ? 1 : 0);
}

bool HasDateForm(std::string_view text) {
  if (text.size() != 10) return false;
  for (std::size_t i = 0; i < 10; ++i) {
    bool hyphen = i == 4 || i == 7;
    if (hyphen ? text[i] != '-' : text[i] < '0' || text[i] > '9') return false;
  }
  return true;
}

int Number(std::string_view digits) {
  int value = 0;
  for (char c : digits) value = value * 10 + (c - '0');
  return value;
}

// The day that was meant, if there is no doubt about it: 1.6.2014, 2014/6/1.
// 01/06/2014 is one day here and another there.
std::string Meant(std::string_view literal) {
  std::string_view parts[3];
  std::size_t count = 0;
  char mark = '\0';
  for (std::size_t begin = 0; begin <= literal.size() && count < 3;) {
    std::size_t end = literal.find_first_not_of("0123456789", begin);
    if (end == literal.npos) end = literal.size();
    if (end == begin || end - begin > 4) return {};
    parts[count++] = literal.substr(begin, end - begin);
    if (end == literal.size()) break;
    mark = literal[end];
    begin = end + 1;
    if (count == 3) return {};
  }
  if (count != 3) return {};
  if (parts[2].size() == 4) {
    const bool day_first = mark == '.' || Number(parts[0]) > 12;
    const bool month_first = mark == '/' && Number(parts[1]) > 12;
    if (!day_first && !month_first) return {};
    if (month_first) std::swap(parts[0], parts[1]);
    std::swap(parts[0], parts[2]);
  }
  if (parts[0].size() != 4 || parts[1].size() > 2 || parts[2].size() > 2)
    return {};
  auto two = [](std::string_view part) {
    return (part.size() == 1 ? "-0" : "-") + std::string(part);
  };
  const std::string date = std::string(parts[0]) + two(parts[1]) +
                           two(parts[2]);
  return ParseDay(date) == kNoDay ? std::string() : date;
}

}  // namespace

std::string Unquote(std::string_view literal, std::optional<Flaw>& flaw) {
  std::string text;
  std::size_t end = literal.size();
  if (end >= 2 && literal.back() == literal.front()) --end;
  text.reserve(end);
  auto complain = [&](std::size_t begin, std::size_t bytes, std::string message,
                      std::string help) {
    if (!flaw)
      flaw = Flaw{begin, begin + bytes, std::move(message), std::move(help)};
  };
  for (std::size_t i = 1; i < end; ++i) {
    char c = literal[i];
    if (c == '\\' && i + 1 < end) {
      switch (literal[++i]) {
        case '"':
          text += '"';
          break;
        case '\\':
          text += '\\';
          break;
        case 'n':
          text += '\n';
          break;
        case 't':
          text += '\t';
          break;
        default: {
          const std::size_t begin = i - 1;  // up to a whole code point
          while (i + 1 < end && (literal[i + 1] & 0xC0) == 0x80) ++i;
          complain(begin, i + 1 - begin, "unknown escape in a string",
                   "the escapes are \\\" \\\\ \\n and \\t");
        }
      }
    } else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) {
      complain(i, 1, "a string holds a control character",
               "write \\t for a tab and \\n for a line end");
    } else {
      text += c;
    }
  }
  return text;
}

Day ReadDate(std::string_view literal, std::optional<Flaw>& flaw) {
  Flaw found{0, literal.size(), {}, {}};
  std::string quoted = "`" + std::string(literal) + "`";
  if (!HasDateForm(literal)) {
    found.message = quoted + " is not a date";
    found.help =
        "a date has four digits for the year and two each for month "
        "and day: 2014-06-01";
    if (std::string meant = Meant(literal); !meant.empty())
      found.help = "did you mean `" + meant + "`?";
    flaw = found;
    return kNoDay;
  }
  int year = Number(literal.substr(0, 4));
  int month = Number(literal.substr(5, 2));
  int day = Number(literal.substr(8, 2));
  if (month < 1 || month > 12) {
    found.message = quoted + " is not a date: there is no month " +
                    std::string(literal.substr(5, 2));
  } else if (day < 1 || day > DaysIn(month, year)) {
    found.message = quoted +
                    " is not a date: " + std::string(kMonths[month - 1]) + " " +
                    std::to_string(year) + " has " +
                    std::to_string(DaysIn(month, year)) + " days";
  } else if (year < 1970 || year > 2199) {
    found.message = quoted + " is outside the years 1970 to 2199";
    found.help = "a policy can speak of 1970-01-01 to 2199-12-31";
  } else {
    return ParseDay(literal);
  }
  flaw = found;
  return kNoDay;
}

std::int64_t ReadInteger(std::string_view literal, std::optional<Flaw>& flaw) {
  std::int64_t value = 0;
  auto [end, error] =
      std::from_chars(literal.data(), literal.data() + literal.size(), value);
  if (error == std::errc::result_out_of_range) {
    flaw = Flaw{0, literal.size(),
                "`" + std::string(literal) + "` is out of range",
                "numbers lie between -2^63 and 2^63 - 1"};
    return 0;
  }
  return value;
}

}  // namespace assent::syntax
