// assent show: a table's rows in the author's words.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "compiler/driver/command.h"
#include "compiler/driver/opened_table.h"
#include "compiler/rows/rows_to_json.h"
#include "compiler/rows/rows_to_text.h"

namespace assent::driver {
int Show(const std::string& path, Format format) {
  const Result<OpenedTable> opened = ReadTable(path);
  if (!opened) return Fail(opened.error());
  const Result<table::Decoded> decoded = table::BytesToRows(opened->bytes());
  if (!decoded) return Fail(decoded.error());
  const std::string digest = table::Hex(decoded->decision_digest);
  if (format == Format::human)
    return Write(
        fmt::format("decision digest {}\n\n{}", digest,
                    rows::RowsToText(decoded->vocabulary, decoded->rows)),
        kClean);
  nlohmann::ordered_json json;
  json["decision_digest"] = digest;
  json["schema_digest"] = table::Hex(decoded->schema_digest);
  json["source_digest"] = table::Hex(decoded->source_digest);
  json.update(rows::RowsToJson(decoded->vocabulary, decoded->rows));
  return Write(json.dump() + '\n', kClean);
}

}  // namespace assent::driver
