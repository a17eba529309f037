#include <doctest/doctest.h>

#include "compiler/syntax/text_to_ast.h"

namespace assent::syntax {
namespace {

// The text that was taken, or the one message that says why not.
std::string Take(std::string bytes) {
  SourceSet sources;
  diagnostics::Sink sink;
  auto file = AddSource("a.policy", std::move(bytes), sources, sink);
  auto list = sink.Sorted(sources);
  REQUIRE_EQ(list.size(), file ? 0 : 1);
  return file ? sources.file(*file).text : list.front().message;
}

TEST_CASE("UTF-8 is taken as it is, without its byte-order mark") {
  CHECK_EQ(Take(""), "");
  CHECK_EQ(Take("partner a;\r\n"), "partner a;\r\n");
  CHECK_EQ(Take("\xEF\xBB\xBFpartner a;"), "partner a;");
  CHECK_EQ(Take("\xEF\xBB\xBF"), "");
  CHECK_EQ(Take("caf\xC3\xA9 \xF0\x9F\x98\x80 \xF4\x8F\xBF\xBF"),
           "caf\xC3\xA9 \xF0\x9F\x98\x80 \xF4\x8F\xBF\xBF");
  CHECK_EQ(Take("\xED\x9F\xBF \xEE\x80\x80"), "\xED\x9F\xBF \xEE\x80\x80");
}

TEST_CASE("the first wrong byte is named with its offset in the file") {
  CHECK_EQ(Take("ab\xFFz"), "byte 0xff, which is not UTF-8, at offset 2");
  CHECK_EQ(Take("\xEF\xBB\xBF"
                "ab\xFF"),
           "byte 0xff, which is not UTF-8, at offset 5");
  CHECK_EQ(Take(std::string("ab\0z", 4)), "a NUL byte at offset 2");
  CHECK_EQ(Take("caf\xE9"), "byte 0xe9, which is not UTF-8, at offset 3");
}

TEST_CASE("what only looks like UTF-8 is refused") {
  for (const char* bytes :
       {"\x80", "\xC3", "\xC3(", "\xC0\xAF", "\xC1\xBF",  // overlong
        "\xE0\x80\xAF", "\xE0\x9F\xBF", "\xF0\x8F\xBF\xBF", "\xED\xA0\x80",
        "\xED\xBF\xBF",                          // surrogates
        "\xF4\x90\x80\x80", "\xF5\x80\x80\x80",  // too large
        "\xE2\x82", "\xF0\x9F\x98"})             // cut short
    CHECK_NE(Take(std::string("a") + bytes).find("at offset 1"),
             std::string::npos);
}

TEST_CASE("UTF-16 is named as such") {
  CHECK_EQ(Take(std::string("\xFF\xFE"
                            "a\0",
                            4)),
           "this file is UTF-16 (it starts with the bytes 0xff 0xfe)");
  CHECK_EQ(Take(std::string("\xFE\xFF\0a", 4)),
           "this file is UTF-16 (it starts with the bytes 0xfe 0xff)");
}

TEST_CASE("a file of more than 256 MiB is refused, one of 256 is not") {
  std::string bytes(kMaxFileBytes, ' ');
  CHECK_EQ(Take(bytes).size(), kMaxFileBytes);
  bytes += ' ';
  CHECK_EQ(Take(std::move(bytes)),
           "this file has 268435457 bytes; at most 268435456 are read");
}

}  // namespace
}  // namespace assent::syntax
