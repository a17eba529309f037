# Builds files into a library: embed_texts(OUT HEADER NAMESPACE TYPE LIST PREFIX
# FILES...) sets OUT to a C++ source with
#
#   extern const std::span<const TYPE> LIST;   // sorted by file
#
# whose elements are {name, PREFIX + file, text}, as HEADER declares TYPE in
# NAMESPACE. Run as a script, it writes that source.
if(NOT CMAKE_SCRIPT_MODE_FILE)
  function(embed_texts out header namespace type list prefix)
    set(files ${ARGN})
    list(SORT files)
    list(JOIN files "|" joined)
    set(source ${CMAKE_CURRENT_BINARY_DIR}/embedded_texts.cpp)
    set(script ${PROJECT_SOURCE_DIR}/cmake/embed_texts.cmake)
    add_custom_command(
      OUTPUT ${source}
      COMMAND ${CMAKE_COMMAND} -DOUTPUT=${source} -DHEADER=${header}
              -DNAMESPACE=${namespace} -DTYPE=${type} -DLIST=${list}
              -DPREFIX=${prefix} "-DFILES=${joined}" -P ${script}
      DEPENDS ${files} ${script}
      VERBATIM)
    set(${out} ${source} PARENT_SCOPE)
  endfunction()
  return()
endif()

string(REPLACE "|" ";" FILES "${FILES}")
set(entries "")
foreach(file IN LISTS FILES)
  get_filename_component(name ${file} NAME_WE)
  get_filename_component(base ${file} NAME)
  file(READ ${file} text)
  string(APPEND entries
    "    {\"${name}\", \"${PREFIX}${base}\", R\"text(${text})text\"},\n")
endforeach()
file(WRITE ${OUTPUT}.new
"#include <span>

#include \"${HEADER}\"

namespace ${NAMESPACE} {

namespace {
constexpr ${TYPE} kAll[] = {
${entries}};
}  // namespace

extern const std::span<const ${TYPE}> ${LIST};
const std::span<const ${TYPE}> ${LIST} = kAll;

}  // namespace ${NAMESPACE}
")
file(COPY_FILE ${OUTPUT}.new ${OUTPUT} ONLY_IF_DIFFERENT)
