// What an interrupt (SIGINT, SIGTERM, SIGHUP) leaves behind: nothing half
// written. The process then ends by the signal, as it would have: a shell says
// 130 after control-C, and stops its loop.
#pragma once

#include <string>

namespace assent::driver {

// To be called once, by main, before there are threads. A signal that was
// ignored stays ignored (nohup).
void CatchInterrupts();

// A file that must not stay if the process is interrupted, as long as this
// lives. One at a time; paths longer than the system allows are not removed.
// Files are created by one thread, while no other takes signals.
class Unfinished {
 public:
  // Creates the file beside `path`, named `path.XXXXXX`, open for writing: no
  // interrupt comes between that and knowing of it. -1 and errno if not.
  explicit Unfinished(const std::string& path);
  ~Unfinished();  // removes the file unless it was renamed; the descriptor is
                  // the caller's
  Unfinished(const Unfinished&) = delete;
  Unfinished& operator=(const Unfinished&) = delete;

  int descriptor() const { return descriptor_; }
  // 0, or the errno: then the file is still unfinished.
  int RenameTo(const std::string& path);

 private:
  std::string path_;
  int descriptor_ = -1;
  bool renamed_ = false;
};

// Whether a line stands on standard error that an interrupt must erase.
void SetLineDrawn(bool drawn);

}  // namespace assent::driver
