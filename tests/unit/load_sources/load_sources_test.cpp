#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include "compiler/driver/load_sources.h"

#include <doctest/doctest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace assent::driver {
namespace {

namespace fs = std::filesystem;

// A folder of its own, which is the working folder until it goes.
class Folder {
 public:
  Folder() : before_(fs::current_path()) {
    std::string name = (fs::temp_directory_path() / "assent_XXXXXX").string();
    REQUIRE(mkdtemp(name.data()) != nullptr);
    path_ = name;
    fs::current_path(path_);
  }
  ~Folder() {
    fs::current_path(before_);
    fs::remove_all(path_);
  }
  void Write(const std::string& path, const std::string& text) const {
    if (fs::path(path).has_parent_path())
      fs::create_directories(fs::path(path).parent_path());
    std::ofstream(path, std::ios::binary) << text;
  }

 private:
  fs::path before_, path_;
};

struct Outcome {
  std::string error, said, files;
};

Outcome Load(const std::vector<std::string>& paths) {
  diagnostics::Sink sink;
  auto loaded = LoadSources(paths, sink);
  Outcome outcome;
  if (!loaded) {
    outcome.error = loaded.error().message;
    return outcome;
  }
  for (const ast::File& file : loaded->files)
    outcome.files += loaded->sources.file(file.file).path + " ";
  for (const auto& each : sink.Sorted(loaded->sources)) {
    Place place = loaded->sources.Locate(each.span);
    outcome.said += std::string(diagnostics::IdOf(each.kind)) + " " +
                    std::string(place.path) + ":" + std::to_string(place.line) +
                    ":" + std::to_string(place.column) + " " + each.message +
                    "\n";
  }
  return outcome;
}

TEST_CASE("a folder is every policy below it, by path") {
  Folder folder;
  folder.Write("p/b.policy", "partner b;");
  folder.Write("p/a/z.policy", "partner z;");
  folder.Write("p/a.policy", "partner a;");
  folder.Write("p/readme.txt", "not a policy");
  CHECK(Load({"p"}).files == "p/a.policy p/a/z.policy p/b.policy ");
  CHECK(Load({"./p/"}).files == "p/a.policy p/a/z.policy p/b.policy ");
  CHECK(Load({"."}).files == "p/a.policy p/a/z.policy p/b.policy ");
}

TEST_CASE("each file is read once, under the first name it is met by") {
  Folder folder;
  folder.Write("p/a.policy", "partner a;");
  fs::create_symlink("a.policy", "p/link.policy");
  CHECK(Load({"p/a.policy", "p", "./p/../p/a.policy"}).files == "p/a.policy ");
}

TEST_CASE("imports are relative to the importing file; loops are harmless") {
  Folder folder;
  folder.Write("p/a.policy", "import \"../words/w.policy\"; partner a;");
  folder.Write("words/w.policy",
               "import \"more.policy\"; import \"../p/a.policy\"; partner w;");
  folder.Write("words/more.policy", "import \"more.policy\"; partner m;");
  Outcome outcome = Load({"p/a.policy"});
  CHECK(outcome.error == "");
  CHECK(outcome.said == "");
  CHECK(outcome.files == "p/a.policy words/w.policy words/more.policy ");
}

TEST_CASE("an import that cannot be read is said where it is written") {
  Folder folder;
  folder.Write("p/a.policy",
               "partner a;\nimport \"nowhere.policy\";\nimport \"..\";");
  CHECK(Load({"p"}).said ==
        "import_not_found p/a.policy:2:8 `p/nowhere.policy` cannot be read: No "
        "such file or directory\n"
        "import_not_found p/a.policy:3:8 `.` cannot be read: it is a folder\n");
}

TEST_CASE("paths that give nothing are errors") {
  Folder folder;
  fs::create_directory("empty");
  folder.Write("blank.policy", "");
  folder.Write("words/note.txt", "x");
  folder.Write("comment.policy", "// nothing yet\n");
  CHECK(Load({}).error == "no file or folder was named");
  CHECK(Load({"nowhere"}).error ==
        "`nowhere` cannot be read: No such file or directory");
  CHECK(Load({"empty"}).error == "`empty` holds no .policy file");
  CHECK(Load({"words"}).error == "`words` holds no .policy file");
  CHECK(Load({"blank.policy"}).error == "`blank.policy` declares nothing");
  CHECK(Load({"comment.policy"}).error == "`comment.policy` declares nothing");
}

TEST_CASE("a file that may not be read is an error" *
          doctest::skip(geteuid() == 0)) {
  Folder folder;
  folder.Write("a.policy", "partner a;");
  REQUIRE(chmod("a.policy", 0) == 0);
  CHECK(Load({"a.policy"}).error ==
        "`a.policy` cannot be read: Permission denied");
}

TEST_CASE("bytes that are no text are said, and the other files are read") {
  Folder folder;
  folder.Write("a.policy", "partner \xff;");
  folder.Write("b.policy", "partner b;");
  Outcome outcome = Load({"."});
  CHECK(outcome.files == "b.policy ");
  CHECK(outcome.said.starts_with("bad_encoding a.policy:"));
}

TEST_CASE("files without an end are read to the limit only") {
  if (!fs::exists("/dev/zero")) return;
  Outcome outcome = Load({"/dev/zero"});
  CHECK(outcome.said.starts_with("file_too_large /dev/zero:"));
}

}  // namespace
}  // namespace assent::driver
