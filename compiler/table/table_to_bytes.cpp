#include "compiler/table/table_to_bytes.h"

#include <algorithm>
#include <cstring>

#include "runtime/format/checksum.h"
#include "runtime/format/format.h"

namespace assent::table {

using namespace format;

Bytes TableToBytes(const Table& table, const Digest& source_digest) {
  Header header{};
  std::copy(std::begin(kMagic), std::end(kMagic), header.magic);
  header.version = kVersion;
  header.byte_order = kByteOrder;
  std::copy(table.decision_digest.begin(), table.decision_digest.end(),
            header.decision_digest);
  std::copy(table.schema_digest.begin(), table.schema_digest.end(),
            header.schema_digest);
  std::copy(source_digest.begin(), source_digest.end(), header.source_digest);

  std::vector<SectionEntry> entries;
  std::vector<const Section*> written;
  for (const Section& section : table.sections)
    if (!section.bytes.empty()) written.push_back(&section);
  std::uint64_t end =
      sizeof(Header) + written.size() * sizeof(SectionEntry);
  for (const Section* section : written) {
    const std::uint64_t offset = (end + kAlignment - 1) / kAlignment *
                                 kAlignment;
    entries.push_back({section->kind, 0, offset, section->bytes.size(),
                       Checksum(section->bytes.data(),
                                section->bytes.size())});
    end = offset + section->bytes.size();
  }
  header.file_bytes = end;
  header.section_count = std::uint32_t(entries.size());
  const std::uint64_t sums[2] = {
      Checksum(&header, sizeof header),
      Checksum(entries.data(), entries.size() * sizeof(SectionEntry))};
  header.checksum = Checksum(sums, sizeof sums);

  Bytes bytes(std::size_t(end), 0);
  std::memcpy(bytes.data(), &header, sizeof header);
  std::memcpy(bytes.data() + sizeof header, entries.data(),
              entries.size() * sizeof(SectionEntry));
  for (std::size_t s = 0; s < written.size(); ++s)
    std::copy(written[s]->bytes.begin(), written[s]->bytes.end(),
              bytes.begin() + std::ptrdiff_t(entries[s].offset));
  return bytes;
}

}  // namespace assent::table
