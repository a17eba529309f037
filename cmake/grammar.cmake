# The lexer and parser that ANTLR generates from grammar/Policy.g4 into the
# build directory. Only compiler/syntax/text_to_ast.cpp links them.
find_program(ANTLR4 antlr4 REQUIRED)
find_library(ANTLR4_RUNTIME libantlr4-runtime.a REQUIRED)
find_path(ANTLR4_INCLUDES antlr4-runtime.h PATH_SUFFIXES antlr4-runtime
          REQUIRED)
mark_as_advanced(ANTLR4 ANTLR4_RUNTIME ANTLR4_INCLUDES)

set(grammar_source ${PROJECT_SOURCE_DIR}/grammar/Policy.g4)
set(grammar_output ${PROJECT_BINARY_DIR}/grammar)
set(grammar_files)
foreach(part Lexer Parser)
  list(APPEND grammar_files ${grammar_output}/Policy${part}.cpp
                            ${grammar_output}/Policy${part}.h)
endforeach()

add_custom_command(
  OUTPUT ${grammar_files}
  COMMAND ${ANTLR4} -Dlanguage=Cpp -Werror -no-listener -no-visitor
          -package assent::grammar -o ${grammar_output} -Xexact-output-dir
          ${grammar_source}
  DEPENDS ${grammar_source}
  COMMENT "Generating the parser from grammar/Policy.g4"
  VERBATIM)

add_library(assent_grammar STATIC ${grammar_files})
add_library(assent::grammar ALIAS assent_grammar)
target_include_directories(assent_grammar SYSTEM PUBLIC
                           ${grammar_output} ${ANTLR4_INCLUDES})
target_link_libraries(assent_grammar PUBLIC ${ANTLR4_RUNTIME}
                      Threads::Threads)
# The generator's u8 literals are char, as in C++17; its warnings are not ours.
set_target_properties(assent_grammar PROPERTIES CXX_STANDARD 17)
target_compile_options(assent_grammar PRIVATE -w)
