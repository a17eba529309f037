# What the compiler links; docs/dependencies.md says why. Each is a Debian 12
# package, found where the package puts it.
find_package(Threads REQUIRED)
find_package(fmt 9 REQUIRED)
find_package(nlohmann_json 3.11 REQUIRED)
find_package(CLI11 2 REQUIRED)
find_package(tomlplusplus 3.3 REQUIRED)

# Its headers alone: the shared library would be needed where the command runs.
add_library(assent_toml INTERFACE)
get_target_property(toml_includes tomlplusplus::tomlplusplus
                    INTERFACE_INCLUDE_DIRECTORIES)
target_include_directories(assent_toml SYSTEM INTERFACE ${toml_includes})

# LLVM 19: Support and Demangle, static. LLVM's own CMake package would bring
# z3, libxml2 and libffi into the link, which these two never call.
find_program(LLVM_CONFIG NAMES llvm-config-19 REQUIRED)
mark_as_advanced(LLVM_CONFIG)
execute_process(COMMAND ${LLVM_CONFIG} --includedir
                OUTPUT_VARIABLE llvm_includes
                OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND ${LLVM_CONFIG} --libdir
                OUTPUT_VARIABLE llvm_libraries
                OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
find_library(ZLIB_STATIC libz.a REQUIRED)
find_library(ZSTD_STATIC libzstd.a REQUIRED)
mark_as_advanced(ZLIB_STATIC ZSTD_STATIC)

add_library(assent_llvm INTERFACE)
add_library(assent::llvm ALIAS assent_llvm)
target_include_directories(assent_llvm SYSTEM INTERFACE ${llvm_includes})
target_link_libraries(assent_llvm INTERFACE
  ${llvm_libraries}/libLLVMSupport.a ${llvm_libraries}/libLLVMDemangle.a
  ${ZLIB_STATIC} ${ZSTD_STATIC} Threads::Threads ${CMAKE_DL_LIBS})
