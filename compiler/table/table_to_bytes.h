// Table -> the bytes of a .table file.
#pragma once

#include "compiler/table/table.h"

namespace assent::table {

// `source_digest`: SHA-256 over the sources, which the table only carries.
Bytes TableToBytes(const Table& table, const Digest& source_digest);

}  // namespace assent::table
