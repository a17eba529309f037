// Days: the one notion of time. A day is a UTC calendar day, counted from
// 1970-01-01 = 0. Nothing in Assent reads a clock; windows are half open.
#pragma once

#include <cstdint>
#include <string_view>

namespace assent {

using Day = std::int32_t;

inline constexpr Day kFirstDay = 0;      // 1970-01-01
inline constexpr Day kEndDay = 84006;    // one past 2199-12-31
inline constexpr Day kNoDay = -1;

// "2014-06-01" -> day; kNoDay unless it is a real date in 1970 .. 2199 in
// exactly this form.
Day ParseDay(std::string_view text) noexcept;

// Writes "2014-06-01" (10 characters, no terminator). day in [0, kEndDay].
void FormatDay(Day day, char out[10]) noexcept;

}  // namespace assent
