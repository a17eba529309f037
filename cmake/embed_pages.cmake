# Writes OUTPUT, a C++ source with the text of each page of FILES (separated by
# `|`, sorted by the caller), as compiler/diagnostics/pages.h declares it.
string(REPLACE "|" ";" FILES "${FILES}")
set(entries "")
foreach(file IN LISTS FILES)
  get_filename_component(name ${file} NAME_WE)
  file(READ ${file} text)
  string(APPEND entries
    "    {\"${name}\", \"docs/diagnostics/${name}.md\", R\"page(${text})page\"},\n")
endforeach()
file(WRITE ${OUTPUT}.new
"#include <span>

#include \"compiler/diagnostics/pages.h\"

namespace assent::diagnostics {

namespace {
constexpr Page kAll[] = {
${entries}};
}  // namespace

extern const std::span<const Page> kPages;
const std::span<const Page> kPages = kAll;

}  // namespace assent::diagnostics
")
file(COPY_FILE ${OUTPUT}.new ${OUTPUT} ONLY_IF_DIFFERENT)
