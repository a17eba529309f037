#include "day.h"

namespace assent {
namespace {

// Days before 1 March of `year`, and the calendar that begins in March: the
// leap day comes last, so that months have fixed offsets (153 days in five).
constexpr std::int32_t DaysBefore(std::int32_t year, std::int32_t month,
                                  std::int32_t day) {
  year -= month <= 2;
  std::int32_t months = (month + 9) % 12;
  return 365 * year + year / 4 - year / 100 + year / 400 +
         (153 * months + 2) / 5 + day - 1;
}
constexpr std::int32_t kEpoch = DaysBefore(1970, 1, 1);
static_assert(DaysBefore(2200, 1, 1) - kEpoch == kEndDay);

struct Date {
  std::int32_t year, month, day;
};

constexpr Date DateOf(Day day) {
  std::int32_t days = day + kEpoch;
  std::int32_t year = static_cast<std::int32_t>(
      (std::int64_t{days} * 400 + 591) / 146097);
  std::int32_t rest =
      days - (365 * year + year / 4 - year / 100 + year / 400);
  if (rest < 0) {
    --year;
    rest = days - (365 * year + year / 4 - year / 100 + year / 400);
  }
  std::int32_t months = (5 * rest + 2) / 153;
  std::int32_t month = (months + 2) % 12 + 1;
  return {year + (month <= 2), month, rest - (153 * months + 2) / 5 + 1};
}

void Write(std::int32_t number, int digits, char* out) {
  for (int i = digits - 1; i >= 0; --i, number /= 10)
    out[i] = static_cast<char>('0' + number % 10);
}

}  // namespace

Day ParseDay(std::string_view text) noexcept {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return kNoDay;
  std::int32_t digits[8], count = 0;
  for (int i = 0; i < 10; ++i) {
    if (i == 4 || i == 7) continue;
    if (text[i] < '0' || text[i] > '9') return kNoDay;
    digits[count++] = text[i] - '0';
  }
  std::int32_t year =
      digits[0] * 1000 + digits[1] * 100 + digits[2] * 10 + digits[3];
  std::int32_t month = digits[4] * 10 + digits[5];
  std::int32_t day = digits[6] * 10 + digits[7];
  if (year < 1970 || year > 2199 || month < 1 || month > 12 || day < 1)
    return kNoDay;
  // A date that does not exist is another date when written back.
  Day result = DaysBefore(year, month, day) - kEpoch;
  Date back = DateOf(result);
  return back.month == month && back.day == day ? result : kNoDay;
}

void FormatDay(Day day, char out[10]) noexcept {
  Date date = DateOf(day);
  Write(date.year, 4, out);
  out[4] = '-';
  Write(date.month, 2, out + 5);
  out[7] = '-';
  Write(date.day, 2, out + 8);
}

}  // namespace assent
