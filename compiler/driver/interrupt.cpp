#include "compiler/driver/interrupt.h"

#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstring>

namespace assent::driver {
namespace {

constexpr int kSignals[] = {SIGINT, SIGTERM, SIGHUP};

// All that the handler reads. It may run between any two instructions, so
// nothing else is touched: no allocation, no lock, no stdio.
char unfinished_path[PATH_MAX];
std::atomic<bool> unfinished = false;
std::atomic<bool> line_drawn = false;
static_assert(std::atomic<bool>::is_always_lock_free);

extern "C" void OnInterrupt(int signal) {
  if (unfinished.load()) unlink(unfinished_path);
  if (line_drawn.load()) {
    constexpr char kErase[] = "\r\x1b[K";
    // Nothing can be done about an error.
    [[maybe_unused]] const ssize_t ignored =
        write(STDERR_FILENO, kErase, sizeof kErase - 1);
  }
  // SA_RESETHAND: its own way to end the process.
  raise(signal);
}

// No interrupt comes while this lives: its signals wait.
class Uninterrupted {
 public:
  Uninterrupted() {
    sigset_t signals;
    sigemptyset(&signals);
    for (int signal : kSignals) sigaddset(&signals, signal);
    pthread_sigmask(SIG_BLOCK, &signals, &before_);
  }
  ~Uninterrupted() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }

 private:
  sigset_t before_;
};

}  // namespace

void CatchInterrupts() {
  for (int signal : kSignals) {
    struct sigaction before;
    if (sigaction(signal, nullptr, &before) != 0 ||
        before.sa_handler == SIG_IGN)
      continue;
    struct sigaction action = {};
    action.sa_handler = OnInterrupt;
    action.sa_flags = int(SA_RESETHAND | SA_RESTART);
    sigfillset(&action.sa_mask);
    sigaction(signal, &action, nullptr);
  }
}

Unfinished::Unfinished(const std::string& path) : path_(path + ".XXXXXX") {
  const Uninterrupted now;
  descriptor_ = mkostemp(path_.data(), O_CLOEXEC);
  if (descriptor_ < 0 || path_.size() >= sizeof unfinished_path) return;
  std::memcpy(unfinished_path, path_.c_str(), path_.size() + 1);
  unfinished = true;
}

Unfinished::~Unfinished() {
  if (descriptor_ < 0) return;
  const Uninterrupted now;
  if (!renamed_) unlink(path_.c_str());
  unfinished = false;
}

int Unfinished::RenameTo(const std::string& path) {
  const Uninterrupted now;
  if (rename(path_.c_str(), path.c_str()) != 0) return errno;
  renamed_ = true;
  unfinished = false;
  return 0;
}

void SetLineDrawn(bool drawn) { line_drawn = drawn; }

}  // namespace assent::driver
