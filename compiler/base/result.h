// Trouble with the environment: a file that cannot be read, a full disk.
// The author's mistakes are diagnostics; our own bugs abort (ASSENT_CHECK).
#pragma once

#include <cstdio>
#include <cstdlib>
#include <string>
#include <utility>
#include <variant>

namespace assent {

struct [[nodiscard]] Error {
  std::string message;  // lower case, no full stop: what was observed
};

template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : value_(std::move(value)) {}
  Result(Error error) : value_(std::move(error)) {}

  explicit operator bool() const { return value_.index() == 0; }
  T& operator*() { return std::get<0>(value_); }
  const T& operator*() const { return std::get<0>(value_); }
  T* operator->() { return &std::get<0>(value_); }
  const T* operator->() const { return &std::get<0>(value_); }
  const Error& error() const { return std::get<1>(value_); }

 private:
  std::variant<T, Error> value_;
};

}  // namespace assent

// A law of this program: when it does not hold, the bug is ours.
#define ASSENT_CHECK(condition, message)                                    \
  do {                                                                      \
    if (!(condition)) {                                                     \
      std::fprintf(stderr, "assent: internal error: %s (%s:%d)\n", message, \
                   __FILE__, __LINE__);                                     \
      std::abort();                                                         \
    }                                                                       \
  } while (false)
