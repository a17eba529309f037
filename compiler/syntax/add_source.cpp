#include <string_view>

#include "compiler/syntax/text_to_ast.h"

namespace assent::syntax {
namespace {

using diagnostics::Kind;

// Bytes of the UTF-8 sequence at the front of `text`, 0 if it is none
// (RFC 3629: no overlong forms, no surrogates, nothing above U+10FFFF).
std::size_t SequenceBytes(std::string_view text) {
  auto byte = [&](std::size_t i) {
    return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u;
  };
  auto follows = [&](std::size_t i) { return (byte(i) & 0xC0) == 0x80; };
  unsigned lead = byte(0), second = byte(1);
  if (lead < 0x80) return 1;
  if (lead >= 0xC2 && lead <= 0xDF) return follows(1) ? 2 : 0;
  if (lead >= 0xE0 && lead <= 0xEF) {
    if (!follows(1) || !follows(2)) return 0;
    if (lead == 0xE0 && second < 0xA0) return 0;
    if (lead == 0xED && second > 0x9F) return 0;
    return 3;
  }
  if (lead >= 0xF0 && lead <= 0xF4) {
    if (!follows(1) || !follows(2) || !follows(3)) return 0;
    if (lead == 0xF0 && second < 0x90) return 0;
    if (lead == 0xF4 && second > 0x8F) return 0;
    return 4;
  }
  return 0;
}

// Offset of the first byte that is NUL or not part of UTF-8; size() if none.
std::size_t FirstBadByte(std::string_view text) {
  std::size_t at = 0;
  while (at < text.size()) {
    auto c = static_cast<unsigned char>(text[at]);
    if (c == 0) return at;
    if (c < 0x80) {
      ++at;
      continue;
    }
    std::size_t bytes = SequenceBytes(text.substr(at));
    if (bytes == 0) return at;
    at += bytes;
  }
  return at;
}

std::string Hex(unsigned char byte) {
  constexpr char kDigits[] = "0123456789abcdef";
  return std::string("0x") + kDigits[byte >> 4] + kDigits[byte & 15];
}

}  // namespace

std::optional<FileId> AddSource(std::string path, std::string bytes,
                                SourceSet& sources,
                                diagnostics::Sink& diagnostics) {
  constexpr std::string_view kMark = "\xEF\xBB\xBF";
  // What is wrong is shown behind the text that is right.
  auto refuse = [&](Kind kind, std::size_t at, std::string message,
                    std::string help) {
    bytes.resize(at);
    auto end = static_cast<std::uint32_t>(at);
    FileId file = sources.Add(std::move(path), std::move(bytes));
    diagnostics.Report(kind, {file, end, end}, std::move(message),
                       std::move(help));
    return std::nullopt;
  };
  if (bytes.size() > kMaxFileBytes)
    return refuse(Kind::file_too_large, 0,
                  "this file has " + std::to_string(bytes.size()) +
                      " bytes; at most " + std::to_string(kMaxFileBytes) +
                      " are read",
                  "split it into several files");
  if (bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF"))
    return refuse(Kind::bad_encoding, 0,
                  "this file is UTF-16 (it starts with the bytes " +
                      Hex(static_cast<unsigned char>(bytes[0])) + " " +
                      Hex(static_cast<unsigned char>(bytes[1])) + ")",
                  "save it as UTF-8");
  std::size_t mark = bytes.starts_with(kMark) ? kMark.size() : 0;
  bytes.erase(0, mark);
  std::size_t bad = FirstBadByte(bytes);
  if (bad < bytes.size()) {
    auto byte = static_cast<unsigned char>(bytes[bad]);
    return refuse(Kind::bad_encoding, bad,
                  (byte == 0 ? std::string("a NUL byte")
                             : "byte " + Hex(byte) + ", which is not UTF-8,") +
                      " at offset " + std::to_string(bad + mark),
                  "save the file as UTF-8");
  }
  return sources.Add(std::move(path), std::move(bytes));
}

}  // namespace assent::syntax
