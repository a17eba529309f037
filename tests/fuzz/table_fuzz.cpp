// Bytes, sealed with the right checksums, through opening, deciding,
// explaining and decoding: nothing may be read outside them.
#include <cstdlib>
#include <cstring>
#include <vector>

#include "assent/table.h"
#include "compiler/table/bytes_to_rows.h"
#include "runtime/format/checksum.h"
#include "runtime/format/format.h"

namespace {

using namespace assent;

void Seal(std::uint8_t* bytes, std::size_t size) {
  using namespace assent::format;
  if (size < sizeof(Header)) return;
  Header header;
  std::memcpy(&header, bytes, sizeof header);
  std::memcpy(header.magic, kMagic, sizeof kMagic);
  header.version = kVersion;
  header.byte_order = kByteOrder;
  header.file_bytes = size;
  header.reserved = 0;
  if (header.section_count > (size - sizeof header) / sizeof(SectionEntry))
    return;
  auto* entries = reinterpret_cast<SectionEntry*>(bytes + sizeof header);
  for (std::uint32_t i = 0; i < header.section_count; ++i)
    if (entries[i].offset <= size &&
        entries[i].bytes <= size - entries[i].offset)
      entries[i].checksum =
          Checksum(bytes + entries[i].offset, entries[i].bytes);
  header.checksum = 0;
  const std::uint64_t sums[2] = {
      Checksum(&header, sizeof header),
      Checksum(entries, header.section_count * sizeof *entries)};
  header.checksum = Checksum(sums, sizeof sums);
  std::memcpy(bytes, &header, sizeof header);
}

void Use(const Table& table) {
  const TableInfo info = table.info();
  std::vector<std::uint64_t> memory(table.facts_bytes() / 8 + 2);
  for (int one = 0; one < 2; ++one) {
    const BindResult bound = table.BindFacts(
        {}, one != 0, std::as_writable_bytes(std::span(memory)));
    if (bound.facts == nullptr) return;
    for (std::uint32_t i = 0; i < 64; ++i) {
      const auto pick = [i](std::uint32_t count, std::uint32_t step) {
        return count == 0 ? 0 : i * step % count;
      };
      const Request request{pick(info.partner_count, 1),
                            pick(info.data_count, 3),
                            pick(info.action_count, 1),
                            pick(info.purpose_count, 5),
                            pick(info.relation_count, 1),
                            Day(i * 1300),
                            bound.facts};
      Verdict batched;
      table.DecideBatch({&request, 1}, {&batched, 1});
      if (table.Decide(request) != batched) std::abort();
      table.Explain(request, [](const Finding&) {});
    }
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  auto* bytes = static_cast<std::uint8_t*>(
      std::aligned_alloc(64, (size + 64) / 64 * 64));
  if (size != 0) std::memcpy(bytes, data, size);
  Seal(bytes, size);
  if (OpenResult opened =
          Table::FromBytes(std::as_bytes(std::span(bytes, size)))) {
    Use(opened.table);
    if (!table::BytesToRows({bytes, size})) std::abort();
  }
  std::free(bytes);
  return 0;
}
