// An interrupt leaves nothing half written.
#include <dirent.h>
#include <doctest/doctest.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <string>

#include "tests/cli/run.h"

namespace assent::cli {
namespace {

// Partners with clauses of their own: some megabytes of table.
std::string Large() {
  std::string text = kHello;
  for (int i = 0; i < 6'000; ++i) {
    const std::string n = std::to_string(i);
    text += "partner p" + n + ";\nagreement a" + n + " with p" + n +
            " { from 2026-01-01 until 2027-01-01; allow read on playlists of "
            "self for research when subject.age >= " +
            std::to_string(i % 121) + "; }\n";
  }
  return text;
}

// `assent compile p.policy -o out/t.table` in the folder, as a child.
pid_t Start(const std::string& folder) {
  const pid_t child = fork();
  if (child != 0) return child;
  const int null = open("/dev/null", O_RDWR);
  for (int stream : {0, 1, 2}) dup2(null, stream);
  signal(SIGINT, SIG_DFL);
  signal(SIGTERM, SIG_DFL);
  if (chdir(folder.c_str()) == 0)
    execl(ASSENT_COMMAND, ASSENT_COMMAND, "compile", "p.policy", "-o",
          "out/t.table", static_cast<char*>(nullptr));
  _exit(127);
}

bool HoldsAFile(const std::string& folder) {
  DIR* open = opendir(folder.c_str());
  REQUIRE(open != nullptr);
  bool found = false;
  while (const dirent* entry = readdir(open))
    found = found || entry->d_name[0] != '.';
  closedir(open);
  return found;
}

// The signal is sent as soon as the file that is to become the table is there:
// no clock says when. The table may be faster than the signal: then it is
// whole. What there never is: a part.
TEST_CASE("a signal while a table is written leaves the whole, or nothing") {
  Scratch scratch;
  scratch.Write("p.policy", Large());
  std::filesystem::create_directory(scratch.Path("out"));
  const std::string folder = scratch.Path("");
  std::size_t ended = 0;
  for (int signal : {SIGINT, SIGTERM, SIGINT}) {
    const pid_t child = Start(folder);
    REQUIRE(child > 0);
    int status = 0;
    pid_t done = 0;
    while (done == 0 && !HoldsAFile(scratch.Path("out")))
      done = waitpid(child, &status, WNOHANG);
    if (done == 0) {
      kill(child, signal);
      waitpid(child, &status, 0);
    }
    const bool killed = WIFSIGNALED(status);
    CHECK((killed ? WTERMSIG(status) == signal : WEXITSTATUS(status) == 0));
    ended += killed;
    if (HoldsAFile(scratch.Path("out"))) {
      CHECK(scratch.Files() ==
            std::vector<std::string>{"out/t.table", "p.policy"});
      CHECK(scratch.Run("show out/t.table > shown").code == 0);
      std::filesystem::remove(scratch.Path("shown"));
      std::filesystem::remove(scratch.Path("out/t.table"));
    }
  }
  MESSAGE(ended, " of 3 ended by the signal");
}

// It waits for its sources, a pipe that nobody writes into, when the signal
// comes. A shell calls such an end 130.
TEST_CASE("an interrupt before there is anything to write ends the command") {
  Scratch scratch;
  REQUIRE(mkfifo(scratch.Path("p.policy").c_str(), 0600) == 0);
  std::filesystem::create_directory(scratch.Path("out"));
  const pid_t child = Start(scratch.Path(""));
  REQUIRE(child > 0);
  const int pipe = open(scratch.Path("p.policy").c_str(), O_WRONLY);
  kill(child, SIGINT);
  int status = 0;
  waitpid(child, &status, 0);
  close(pipe);
  CHECK(WIFSIGNALED(status));
  CHECK(WTERMSIG(status) == SIGINT);
  CHECK_FALSE(HoldsAFile(scratch.Path("out")));
}

}  // namespace
}  // namespace assent::cli
