// One line on a terminal that says how far long work is: drawn after a second,
// redrawn, erased at the end.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdio>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>

#include "compiler/driver/watch.h"

namespace assent::driver {

// "logic: 4,096 of 10,000 (40 %), 3 s". Shorter than a terminal is wide.
std::string ProgressText(std::string_view stage, std::size_t done,
                         std::size_t total, int seconds);

// Draws on standard error if that is a terminal (which is not `dumb`) and
// `wanted`. The clock that it reads decides when it draws, and nothing else. A
// thread of its own redraws ten times a second, so that a stage that says
// nothing is seen to go on.
class Progress {
 public:
  explicit Progress(bool wanted);
  ~Progress();  // as Erase
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  // Empty where nothing is drawn. Must not outlive this.
  Watch watch();
  // Erases the line, and draws no more: to be called before anything is
  // printed.
  void Erase();

 private:
  void Draw(std::stop_token stop);

  std::mutex mutex_;  // of what follows
  std::condition_variable_any changed_;
  std::string stage_;
  std::size_t done_ = 0, total_ = 0;
  std::optional<std::jthread> thread_;  // none: nothing is drawn
};

}  // namespace assent::driver
