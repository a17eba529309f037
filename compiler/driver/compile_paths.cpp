#include "compiler/driver/compile_paths.h"

#include <chrono>

#include "compiler/driver/load_sources.h"

namespace assent::driver {

Result<Compiled> CompilePaths(const std::vector<std::string>& paths,
                              const Watch& watch) {
  const auto start = std::chrono::steady_clock::now();
  diagnostics::Sink sink;
  Result<Loaded> loaded = LoadSources(paths, sink, watch);
  if (!loaded) return loaded.error();
  const std::chrono::duration<double> took =
      std::chrono::steady_clock::now() - start;
  return Compile(std::move(*loaded), std::move(sink), took.count(), watch);
}

}  // namespace assent::driver
