// What a Markdown document shows and a test can check.
//
//   ```console                      <!-- file: examples/a.policy -->
//   $ assent check examples/a       ```policy
//   a.policy: ...                   claim ...
//   ```                             ```
//
// <!-- write: radio/words.policy --> before a block: the reader writes it into
// this file, and what follows is run with it.
//
// A command goes on after a line that ends in `\` or within single quotes. In
// its output, a line of three dots stands for any number of lines.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace assent::examples {

struct ShownCommand {
  std::size_t line = 0;   // in the document, from 1
  std::string command;
  std::string output;     // what the document shows; lines end in '\n'
  std::string write_to;   // not empty: no command, `output` becomes this file
};

struct ShownFile {
  std::size_t line = 0;
  std::string path;
  std::string text;
};

struct Document {
  std::vector<ShownCommand> commands;
  std::vector<ShownFile> files;
  std::vector<std::string> links;      // relative ones, without #fragment
};

Document ParseDocument(std::string_view text);

// The text of its ```policy blocks, one after the other.
std::string PolicyBlocks(std::string_view text);

// Whether `output` is what `shown` says.
bool Shows(std::string_view shown, std::string_view output);

}  // namespace assent::examples
