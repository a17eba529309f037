#include "compiler/driver/progress.h"

#include <fmt/format.h>
#include <signal.h>

#include <chrono>
#include <cstdlib>

#include "compiler/driver/command.h"
#include "compiler/driver/interrupt.h"

namespace assent::driver {
namespace {

using Clock = std::chrono::steady_clock;
constexpr std::chrono::milliseconds kBetween{100};
constexpr std::chrono::seconds kPatience{1};

// A terminal that understands how to erase a line.
bool CanRedraw() {
  const char* terminal = std::getenv("TERM");
  return IsTerminal(stderr) && terminal != nullptr &&
         std::string_view(terminal) != "dumb";
}

}  // namespace

std::string ProgressText(std::string_view stage, std::size_t done,
                         std::size_t total, int seconds) {
  std::string text(stage);
  if (total > 1)
    text += fmt::format(": {} of {} ({} %)", Grouped(std::to_string(done)),
                        Grouped(std::to_string(total)), done * 100 / total);
  return text + fmt::format(", {} s", seconds);
}

Progress::Progress(bool wanted) {
  if (!wanted || !CanRedraw()) return;
  // Signals are for the thread that writes files (interrupt.h).
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  thread_.emplace([this](std::stop_token stop) { Draw(stop); });
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

Progress::~Progress() { Erase(); }

Watch Progress::watch() {
  if (!thread_) return {};
  return [this](std::string_view stage, std::size_t done, std::size_t total) {
    const std::lock_guard lock(mutex_);
    stage_ = stage;
    done_ = done;
    total_ = total;
  };
}

void Progress::Erase() { thread_.reset(); }

void Progress::Draw(std::stop_token stop) {
  const Clock::time_point start = Clock::now();
  bool drawn = false;
  std::unique_lock lock(mutex_);
  while (!stop.stop_requested()) {
    changed_.wait_for(lock, stop, kBetween, [] { return false; });
    const auto passed = Clock::now() - start;
    if (stop.stop_requested() || passed < kPatience || stage_.empty()) continue;
    const int seconds =
        int(std::chrono::duration_cast<std::chrono::seconds>(passed).count());
    SetLineDrawn(drawn = true);
    fmt::print(stderr, "\r\x1b[K{}",
               ProgressText(stage_, done_, total_, seconds));
    std::fflush(stderr);
  }
  if (!drawn) return;
  std::fputs("\r\x1b[K", stderr);
  std::fflush(stderr);
  SetLineDrawn(false);
}

}  // namespace assent::driver
