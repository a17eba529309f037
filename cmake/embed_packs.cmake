# Writes OUTPUT, a C++ source with the text of each file of FILES (separated by
# `|`, sorted by the caller), as compiler/packs/packs.h declares it.
string(REPLACE "|" ";" FILES "${FILES}")
set(entries "")
foreach(file IN LISTS FILES)
  get_filename_component(name ${file} NAME_WE)
  file(READ ${file} text)
  string(APPEND entries
    "    {\"${name}\", \"packs/${name}.policy\", R\"policy(${text})policy\"},\n")
endforeach()
file(WRITE ${OUTPUT}.new
"#include <span>

#include \"compiler/packs/packs.h\"

namespace assent::packs {

namespace {
constexpr Source kAll[] = {
${entries}};
}  // namespace

extern const std::span<const Source> kSources;
const std::span<const Source> kSources = kAll;

}  // namespace assent::packs
")
file(COPY_FILE ${OUTPUT}.new ${OUTPUT} ONLY_IF_DIFFERENT)
