#include "compiler/driver/answer_stream.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "compiler/driver/json_to_request.h"

namespace assent::driver {
namespace {

// Lines of a file descriptor. A line beyond kMaxRequestBytes is cut just
// above it; the rest is read and forgotten.
class Lines {
 public:
  explicit Lines(int file) : file_(file) {}

  // Whether Next() can give a line without waiting.
  bool at_hand() const {
    return buffer_.find('\n', begin_) != std::string::npos;
  }
  bool failed() const { return failed_; }

  bool Next(std::string& line) {
    line.clear();
    while (true) {
      const std::size_t end = buffer_.find('\n', begin_);
      const bool ends = end != std::string::npos;
      Take(ends ? end : buffer_.size(), line);
      if (ends) {
        ++begin_;
        return true;
      }
      buffer_.clear();
      begin_ = 0;
      if (!Fill()) return std::exchange(partial_, false);
    }
  }

 private:
  void Take(std::size_t end, std::string& line) {
    if (line.size() <= kMaxRequestBytes)
      line.append(buffer_, begin_,
                  std::min(end - begin_, kMaxRequestBytes + 1 - line.size()));
    begin_ = end;
  }

  bool Fill() {
    constexpr std::size_t kChunk = 1 << 16;
    buffer_.resize(kChunk);
    ssize_t got;
    do got = read(file_, buffer_.data(), kChunk);
    while (got < 0 && errno == EINTR);
    failed_ = got < 0;
    buffer_.resize(got > 0 ? std::size_t(got) : 0);
    if (got > 0) partial_ = buffer_.back() != '\n';
    return got > 0;
  }

  int file_;
  std::string buffer_;
  std::size_t begin_ = 0;
  bool partial_ = false;  // the last line has no newline
  bool failed_ = false;
};

}  // namespace

Format FormatOf(const Question& question) {
  if (question.format) return *question.format;
  return question.request && IsTerminal(stdout) ? Format::human : Format::json;
}

int AnswerAll(const Question& question, const Answerer& answer) {
  RequestReader reader;
  std::string out;
  bool clean = true;
  const auto handle = [&](std::string_view text) {
    Line line;
    if (reader.Read(text))
      line.request = &reader.request();
    else
      line.error = reader.error();
    clean = answer(line, out) && clean;
  };
  if (question.request) {
    handle(*question.request);
    return Write(out, clean ? kClean : kFindings);
  }
  Lines lines(STDIN_FILENO);
  constexpr std::size_t kFlush = 1 << 18;
  for (std::string line; lines.Next(line);) {
    if (line.find_first_not_of(" \t\r") != line.npos) handle(line);
    if (lines.at_hand() && out.size() < kFlush) continue;
    if (Write(out, kClean) != kClean) return kTrouble;
    out.clear();
  }
  if (lines.failed())
    return Fail(Error{fmt::format("standard input cannot be read: {}",
                                  std::strerror(errno))});
  return clean ? kClean : kFindings;
}

std::string RequestText(const NamedRequest& request) {
  std::string text = fmt::format(
      "{}: {} {} of {} for {} on {}", request.partner, request.action,
      request.data, request.relation, request.purpose, request.date);
  for (std::size_t i = 0; i < request.attributes.size(); ++i)
    text += fmt::format("{}{} {}", i == 0 ? ", with " : ", ",
                        request.attributes[i].attribute,
                        request.attributes[i].value);
  return text;
}

}  // namespace assent::driver
