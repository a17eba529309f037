#include "compiler/table/vocabulary_sections.h"

#include <algorithm>
#include <numeric>
#include <string>

#include "runtime/format/vocabulary.h"

namespace assent::table {
namespace {

using namespace format;
using model::Attribute;
using model::DomainKind;
using model::Taxonomy;
using model::Term;
using model::Vocabulary;

template <class IdType>
std::uint32_t Optional(IdType id) {
  return id.valid() ? id.value : kNone;
}

// --- writing -----------------------------------------------------------------

class VocabularyWriter {
 public:
  explicit VocabularyWriter(const Vocabulary& vocabulary)
      : vocabulary_(vocabulary) {}

  std::vector<Section> Write() {
    WriteDomains();
    WriteNames();
    SectionWriter section(SectionKind::vocabulary);
    section.Put(VocabularyHead{
        std::uint32_t(vocabulary_.roles.size()),
        std::uint32_t(value_names_.size()), std::uint32_t(parents_.size()),
        std::uint32_t(runs_.size() / 2), {}});
    section.PutAll(attributes_);
    section.PutAll(permissions_);
    section.PutAll(terms_);
    section.PutAll(names_);
    section.PutAll(value_names_);
    for (const auto& partner : vocabulary_.partners)
      section.Put(Optional(partner.role));
    section.PutAll(parents_);
    section.PutAll(runs_);
    std::vector<Section> sections;
    sections.push_back(section.Take());
    WriteHash(sections);
    sections.push_back(strings_.Take());
    sections.push_back(Titles());
    return sections;
  }

 private:
  // Returns the number of the first run.
  std::uint32_t PutRuns(const RunSet& set) {
    const auto first = std::uint32_t(runs_.size() / 2);
    for (const Run& run : set.runs()) {
      runs_.push_back(run.begin);
      runs_.push_back(run.end);
    }
    return first;
  }

  void WriteDomains() {
    for (const Attribute& a : vocabulary_.attributes) {
      AttributeEntry entry{};
      entry.owner = std::uint32_t(a.owner);
      entry.kind = std::uint32_t(a.kind);
      entry.first_value_name = std::uint32_t(value_names_.size());
      entry.supplied_count = a.supplied_count();
      entry.default_value = a.default_value.value_or(kNone);
      entry.permission = Optional(a.permission);
      entry.pair = Optional(a.pair);
      entry.low = a.low;
      entry.high = a.high;
      if (a.kind != DomainKind::integer)
        for (std::uint32_t v = 0; v < a.supplied_count(); ++v)
          value_names_.push_back(strings_.Add(a.ValueName(v)));
      attributes_.push_back(entry);
    }
    for (const auto& p : vocabulary_.permissions)
      permissions_.push_back({{Optional(p.state[0]), Optional(p.state[1])},
                              std::uint32_t(p.consent),
                              PutRuns(p.open_values),
                              std::uint32_t(p.open_values.runs().size())});
    for (const Taxonomy* taxonomy :
         {&vocabulary_.data, &vocabulary_.actions, &vocabulary_.purposes})
      for (const Term& term : taxonomy->terms) {
        terms_.push_back({std::uint32_t(parents_.size()),
                          std::uint32_t(term.parents.size()),
                          PutRuns(term.leaves),
                          std::uint32_t(term.leaves.runs().size())});
        for (model::TermId parent : term.parents)
          parents_.push_back(parent.value);
      }
  }

  template <class Things>
  void PutNames(const Things& things) {
    for (const auto& thing : things) names_.push_back(strings_.Add(thing.name));
  }

  void WriteNames() {
    PutNames(vocabulary_.partners);
    PutNames(vocabulary_.data.terms);
    PutNames(vocabulary_.actions.terms);
    PutNames(vocabulary_.purposes.terms);
    PutNames(vocabulary_.relations);
    PutNames(vocabulary_.attributes);
    PutNames(vocabulary_.permissions);
    PutNames(vocabulary_.obligations);
    PutNames(vocabulary_.roles);
  }

  template <class Things>
  void PutKeys(NameKind kind, const Things& things) {
    for (std::uint32_t i = 0; i < things.size(); ++i)
      keys_.push_back({strings_.Add(things[i].name), std::uint32_t(kind), i});
    for (std::size_t i = keys_.size() - things.size(); i < keys_.size(); ++i)
      hashes_.push_back(HashName(kind, things[keys_[i].id].name));
  }
  void PutKeys(NameKind kind, const Taxonomy& taxonomy) {
    for (const auto& [spelling, id] : taxonomy.spellings) {
      keys_.push_back({strings_.Add(spelling), std::uint32_t(kind), id.value});
      hashes_.push_back(HashName(kind, spelling));
    }
  }

  // Buckets, the fullest first, each with the least seed that sends its keys
  // to free slots.
  void WriteHash(std::vector<Section>& sections) {
    PutKeys(NameKind::partner, vocabulary_.partners);
    PutKeys(NameKind::data, vocabulary_.data);
    PutKeys(NameKind::action, vocabulary_.actions);
    PutKeys(NameKind::purpose, vocabulary_.purposes);
    PutKeys(NameKind::relation, vocabulary_.relations);
    PutKeys(NameKind::attribute, vocabulary_.attributes);

    const auto bucket_count = std::uint32_t(keys_.size() / 4 + 1);
    std::vector<std::vector<std::uint32_t>> buckets(bucket_count);
    for (std::uint32_t k = 0; k < keys_.size(); ++k)
      buckets[BucketOf(hashes_[k], bucket_count)].push_back(k);
    std::vector<std::uint32_t> order(bucket_count);
    std::iota(order.begin(), order.end(), 0u);
    std::stable_sort(order.begin(), order.end(),
                     [&](std::uint32_t a, std::uint32_t b) {
                       return buckets[a].size() > buckets[b].size();
                     });

    std::vector<NameSlot> slots;
    std::vector<std::uint32_t> seeds;
    for (auto slot_count = std::uint32_t(keys_.size() * 5 / 4 + 1);
         !Displace(buckets, order, slot_count, slots, seeds);
         slot_count += slot_count / 8 + 1) {
    }
    SectionWriter slot_section(SectionKind::name_slots);
    slot_section.PutAll(slots);
    SectionWriter seed_section(SectionKind::name_seeds);
    seed_section.PutAll(seeds);
    sections.push_back(slot_section.Take());
    sections.push_back(seed_section.Take());
  }

  bool Displace(const std::vector<std::vector<std::uint32_t>>& buckets,
                const std::vector<std::uint32_t>& order,
                std::uint32_t slot_count, std::vector<NameSlot>& slots,
                std::vector<std::uint32_t>& seeds) const {
    constexpr std::uint32_t kMostSeeds = 1u << 20;
    slots.assign(slot_count, {{0, 0}, kNone, 0});
    seeds.assign(buckets.size(), 0);
    for (std::uint32_t bucket : order) {
      const auto& keys = buckets[bucket];
      std::uint32_t seed = 0;
      std::vector<std::uint32_t> taken;
      for (; seed < kMostSeeds; ++seed) {
        taken.clear();
        for (std::uint32_t key : keys) {
          const std::uint32_t slot = SlotOf(hashes_[key], seed, slot_count);
          if (slots[slot].kind != kNone ||
              std::find(taken.begin(), taken.end(), slot) != taken.end())
            break;
          taken.push_back(slot);
        }
        if (taken.size() == keys.size()) break;
      }
      if (seed == kMostSeeds) return false;
      seeds[bucket] = seed;
      for (std::size_t i = 0; i < keys.size(); ++i)
        slots[taken[i]] = keys_[keys[i]];
    }
    return true;
  }

  Section Titles() const {
    SectionWriter section(SectionKind::titles);
    const auto put = [&section](const auto& things) {
      for (const auto& thing : things) {
        section.PutNumber(thing.title.size());
        section.bytes().insert(section.bytes().end(), thing.title.begin(),
                               thing.title.end());
      }
    };
    put(vocabulary_.partners);
    put(vocabulary_.data.terms);
    put(vocabulary_.actions.terms);
    put(vocabulary_.purposes.terms);
    put(vocabulary_.relations);
    put(vocabulary_.permissions);
    put(vocabulary_.obligations);
    put(vocabulary_.roles);
    return section.Take();
  }

  const Vocabulary& vocabulary_;
  StringWriter strings_{SectionKind::strings};
  std::vector<AttributeEntry> attributes_;
  std::vector<PermissionEntry> permissions_;
  std::vector<TermEntry> terms_;
  std::vector<NameRef> names_, value_names_;
  std::vector<std::uint32_t> parents_, runs_;
  std::vector<NameSlot> keys_;
  std::vector<std::uint64_t> hashes_;
};

// --- reading -----------------------------------------------------------------

class VocabularyReader {
 public:
  explicit VocabularyReader(const SectionReader& sections)
      : sections_(sections),
        geometry_(sections.all<Geometry>(SectionKind::geometry)[0]),
        next_(sections.bytes(SectionKind::vocabulary).data()),
        strings_(sections.bytes(SectionKind::strings)),
        titles_(sections.bytes(SectionKind::titles)) {}

  Vocabulary Read() {
    const auto head = Take<VocabularyHead>(1)[0];
    const auto attributes = Take<AttributeEntry>(geometry_.attribute_count);
    const auto permissions = Take<PermissionEntry>(geometry_.permission_count);
    const std::uint32_t term_counts[3] = {geometry_.data_count,
                                          geometry_.action_count,
                                          geometry_.purpose_count};
    std::span<const TermEntry> terms[3];
    for (int t = 0; t < 3; ++t) terms[t] = Take<TermEntry>(term_counts[t]);

    Vocabulary v;
    Taxonomy* taxonomies[3] = {&v.data, &v.actions, &v.purposes};
    ReadNames(v.partners, geometry_.partner_count);
    for (int t = 0; t < 3; ++t)
      ReadNames(taxonomies[t]->terms, term_counts[t]);
    ReadNames(v.relations, geometry_.relation_count);
    ReadNames(v.attributes, geometry_.attribute_count);
    ReadNames(v.permissions, geometry_.permission_count);
    ReadNames(v.obligations, geometry_.obligation_count);
    ReadNames(v.roles, head.role_count);
    const auto value_names = Take<NameRef>(head.value_name_count);
    for (auto& partner : v.partners)
      if (const auto role = Take<std::uint32_t>(1)[0]; role != kNone)
        partner.role = model::RoleId(role);
    parents_ = Take<std::uint32_t>(head.parent_count);
    runs_ = Take<std::uint32_t>(2 * std::size_t{head.run_count});

    for (std::uint32_t a = 0; a < attributes.size(); ++a)
      Fill(v.attributes[a], attributes[a], value_names);
    for (std::uint32_t p = 0; p < permissions.size(); ++p) {
      const PermissionEntry& entry = permissions[p];
      auto& permission = v.permissions[p];
      for (int person = 0; person < 2; ++person)
        if (entry.state[person] != kNone)
          permission.state[person] = model::AttributeId(entry.state[person]);
      permission.consent = model::Consent(entry.consent);
      permission.open_values = Runs(entry.first_run, entry.run_count);
    }
    for (int t = 0; t < 3; ++t) Fill(*taxonomies[t], terms[t]);
    ReadSpellings(taxonomies);
    if (geometry_.self_relation != kNone)
      v.self = model::RelationId(geometry_.self_relation);
    ReadTitles(v.partners);
    for (Taxonomy* taxonomy : taxonomies) ReadTitles(taxonomy->terms);
    ReadTitles(v.relations);
    ReadTitles(v.permissions);
    ReadTitles(v.obligations);
    ReadTitles(v.roles);
    return v;
  }

 private:
  template <class T>
  std::span<const T> Take(std::size_t count) {
    std::span<const T> taken(reinterpret_cast<const T*>(next_), count);
    next_ += count * sizeof(T);
    return taken;
  }
  std::string Text(const NameRef& name) const {
    return {reinterpret_cast<const char*>(strings_.data()) + name.offset,
            name.length};
  }
  RunSet Runs(std::uint32_t first, std::uint32_t count) const {
    RunSet set;
    for (std::uint32_t r = first; r < first + count; ++r)
      set.Add(runs_[2 * r], runs_[2 * r + 1]);
    return set;
  }

  template <class Thing>
  void ReadNames(std::vector<Thing>& things, std::uint32_t count) {
    things.resize(count);
    for (auto& thing : things) thing.name = Text(Take<NameRef>(1)[0]);
  }

  void Fill(Attribute& attribute, const AttributeEntry& entry,
            std::span<const NameRef> value_names) const {
    attribute.owner = model::Owner(entry.owner);
    attribute.kind = DomainKind(entry.kind);
    attribute.low = entry.low;
    attribute.high = entry.high;
    if (entry.kind != kInteger)
      for (std::uint32_t n = 0; n < entry.supplied_count; ++n)
        attribute.values.push_back(
            Text(value_names[entry.first_value_name + n]));
    if (entry.default_value != kNone)
      attribute.default_value = entry.default_value;
    if (entry.permission != kNone)
      attribute.permission = model::PermissionId(entry.permission);
    if (entry.pair != kNone) attribute.pair = model::AttributeId(entry.pair);
  }

  void Fill(Taxonomy& taxonomy, std::span<const TermEntry> entries) const {
    for (std::uint32_t t = 0; t < entries.size(); ++t) {
      Term& term = taxonomy.terms[t];
      term.leaves = Runs(entries[t].first_run, entries[t].run_count);
      for (std::uint32_t p = 0; p < entries[t].parent_count; ++p) {
        const std::uint32_t parent = parents_[entries[t].first_parent + p];
        term.parents.push_back(model::TermId(parent));
        taxonomy.terms[parent].children.push_back(model::TermId(t));
      }
    }
    for (std::uint32_t t = 0; t < entries.size(); ++t)
      if (taxonomy.terms[t].is_leaf()) taxonomy.leaves.Add(t, t + 1);
  }

  void ReadSpellings(Taxonomy* const (&taxonomies)[3]) const {
    for (const NameSlot& slot :
         sections_.all<NameSlot>(SectionKind::name_slots)) {
      const auto kind = slot.kind - std::uint32_t(NameKind::data);
      if (slot.kind != kNone && kind < 3)
        taxonomies[kind]->spellings.emplace(Text(slot.text),
                                            model::TermId(slot.id));
    }
  }

  template <class Thing>
  void ReadTitles(std::vector<Thing>& things) {
    for (auto& thing : things) {
      std::uint64_t length = 0;
      for (int shift = 0; !titles_.empty() && shift < 63; shift += 7) {
        const std::uint8_t byte = titles_.front();
        titles_ = titles_.subspan(1);
        length |= std::uint64_t(byte & 0x7f) << shift;
        if (byte < 0x80) break;
      }
      length = std::min<std::uint64_t>(length, titles_.size());
      thing.title.assign(reinterpret_cast<const char*>(titles_.data()),
                         std::size_t(length));
      titles_ = titles_.subspan(std::size_t(length));
    }
  }

  const SectionReader& sections_;
  const Geometry& geometry_;
  const std::uint8_t* next_;
  std::span<const std::uint8_t> strings_, titles_;
  std::span<const std::uint32_t> parents_, runs_;
};

}  // namespace

std::vector<Section> VocabularySections(const Vocabulary& vocabulary) {
  return VocabularyWriter(vocabulary).Write();
}

Vocabulary VocabularyOf(const SectionReader& sections) {
  return VocabularyReader(sections).Read();
}

}  // namespace assent::table
