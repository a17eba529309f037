#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include "compiler/driver/interrupt.h"

#include <doctest/doctest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <functional>

namespace assent::driver {
namespace {

namespace fs = std::filesystem;

struct Folder {
  Folder() {
    std::string name = (fs::temp_directory_path() / "assent_XXXXXX").string();
    REQUIRE(mkdtemp(name.data()) != nullptr);
    path = name;
  }
  ~Folder() { fs::remove_all(path); }
  std::size_t FileCount() const {
    return std::size_t(std::distance(fs::directory_iterator(path), {}));
  }
  fs::path path;
};

// What becomes of a process that does this: its status, as waitpid has it.
int StatusOf(const std::function<void()>& run) {
  const pid_t child = fork();
  if (child == 0) {
    for (int signal : {SIGINT, SIGTERM, SIGHUP}) ::signal(signal, SIG_DFL);
    run();
    _exit(0);
  }
  int status = 0;
  waitpid(child, &status, 0);
  return status;
}

TEST_CASE("an interrupt removes the file that is not finished") {
  for (int signal : {SIGINT, SIGTERM, SIGHUP}) {
    const Folder folder;
    const int status = StatusOf([&] {
      CatchInterrupts();
      Unfinished file((folder.path / "t.table").string());
      if (folder.FileCount() != 1) _exit(1);
      raise(signal);
    });
    CHECK(WIFSIGNALED(status));
    CHECK(WTERMSIG(status) == signal);
    CHECK(folder.FileCount() == 0);
  }
}

TEST_CASE("a file that was renamed stays") {
  const Folder folder;
  const std::string path = (folder.path / "t.table").string();
  const int status = StatusOf([&] {
    CatchInterrupts();
    Unfinished file(path);
    if (file.RenameTo(path) != 0) _exit(1);
    raise(SIGINT);
  });
  CHECK(WIFSIGNALED(status));
  CHECK(fs::exists(path));
  CHECK(folder.FileCount() == 1);
}

TEST_CASE("without an interrupt an unfinished file goes, too") {
  const Folder folder;
  {
    Unfinished file((folder.path / "t.table").string());
  }
  CHECK(folder.FileCount() == 0);
}

TEST_CASE("a signal that was ignored stays ignored") {
  const int status = StatusOf([] {
    signal(SIGINT, SIG_IGN);
    CatchInterrupts();
    raise(SIGINT);
    _exit(7);
  });
  CHECK(WIFEXITED(status));
  CHECK(WEXITSTATUS(status) == 7);
}

}  // namespace
}  // namespace assent::driver
