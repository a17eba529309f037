#include "compiler/syntax/literals.h"

#include <doctest/doctest.h>

namespace assent::syntax {
namespace {

TEST_CASE("strings lose their quotes and escapes") {
  std::optional<Flaw> flaw;
  CHECK_EQ(Unquote(R"("")", flaw), "");
  CHECK_EQ(Unquote(R"("a b")", flaw), "a b");
  CHECK_EQ(Unquote(R"("\"\\\n\t")", flaw), "\"\\\n\t");
  CHECK_FALSE(flaw);
}

TEST_CASE("the first flaw of a string has its place") {
  std::optional<Flaw> flaw;
  CHECK_EQ(Unquote(R"("ab\q\z")", flaw), "ab");
  REQUIRE(flaw);
  CHECK_EQ(flaw->begin, 3);
  CHECK_EQ(flaw->end, 5);
  flaw.reset();
  CHECK_EQ(Unquote("\"a\\\xE2\x80\x93z\"", flaw), "az");
  REQUIRE(flaw);
  CHECK_EQ(flaw->begin, 2);
  CHECK_EQ(flaw->end, 6);  // the whole character
}

TEST_CASE("every day from 1970 to 2199 is a date, and no other") {
  int count = 0;
  for (int year = 1968; year <= 2202; ++year) {
    for (int month = 0; month <= 13; ++month) {
      for (int day = 0; day <= 32; ++day) {
        char text[16];
        std::snprintf(text, sizeof text, "%04d-%02d-%02d", year, month, day);
        std::optional<Flaw> flaw;
        Day read = ReadDate(text, flaw);
        CHECK_NE(flaw.has_value(), read != kNoDay);
        if (read == kNoDay) continue;
        REQUIRE_EQ(read, count);
        ++count;
      }
    }
  }
  CHECK_EQ(count, kEndDay);
}

std::string Complaint(std::string_view date) {
  std::optional<Flaw> flaw;
  CHECK_EQ(ReadDate(date, flaw), kNoDay);
  return flaw ? flaw->message : "";
}

TEST_CASE("a bad date says what is wrong with it") {
  CHECK_EQ(Complaint("2014-02-30"),
           "`2014-02-30` is not a date: February 2014 has 28 days");
  CHECK_EQ(Complaint("2100-02-29"),
           "`2100-02-29` is not a date: February 2100 has 28 days");
  CHECK_EQ(Complaint("2014-13-01"),
           "`2014-13-01` is not a date: there is no month 13");
  CHECK_EQ(Complaint("1969-12-31"),
           "`1969-12-31` is outside the years 1970 to 2199");
  CHECK_EQ(Complaint("2014-6-1"), "`2014-6-1` is not a date");
  CHECK_EQ(Complaint("01.06.2014"), "`01.06.2014` is not a date");
  CHECK_EQ(Complaint("20140-06-01"), "`20140-06-01` is not a date");
}

TEST_CASE("a date of another form is corrected if there is no doubt") {
  auto help = [](std::string_view date) {
    std::optional<Flaw> flaw;
    ReadDate(date, flaw);
    REQUIRE(flaw);
    return flaw->help;
  };
  for (const char* date : {"2014-6-1", "01.06.2014", "1.6.2014", "2014.06.01",
                           "2014/06/01"})
    CHECK_EQ(help(date), "did you mean `2014-06-01`?");
  CHECK_EQ(help("13/06/2014"), "did you mean `2014-06-13`?");
  CHECK_EQ(help("06/13/2014"), "did you mean `2014-06-13`?");
  for (const char* date : {"01/06/2014", "1.6.14", "2014-06-01T10:00",
                           "1.13.2014", "20140601"})
    CHECK(help(date).starts_with("a date has four digits"));
}

TEST_CASE("integers have 64 bits") {
  std::optional<Flaw> flaw;
  CHECK_EQ(ReadInteger("9223372036854775807", flaw), INT64_MAX);
  CHECK_EQ(ReadInteger("-9223372036854775808", flaw), INT64_MIN);
  CHECK_EQ(ReadInteger("007", flaw), 7);
  CHECK_FALSE(flaw);
  CHECK_EQ(ReadInteger("9223372036854775808", flaw), 0);
  CHECK(flaw);
}

}  // namespace
}  // namespace assent::syntax
