// A set of small integers, kept as sorted half-open runs.
//
// Terms are numbered so that a category and all below it stand together, and
// days and ordered values are intervals by nature: most sets here are one or
// two runs. The representation is canonical: equal sets have equal runs.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <utility>
#include <vector>

namespace assent {

struct Run {
  std::uint32_t begin = 0;  // first member
  std::uint32_t end = 0;    // one past the last member

  auto operator<=>(const Run&) const = default;
};

class RunSet {
 public:
  RunSet() = default;
  RunSet(std::initializer_list<std::uint32_t> members);

  static RunSet Single(std::uint32_t member) {
    return Range(member, member + 1);
  }
  static RunSet Range(std::uint32_t begin, std::uint32_t end);  // [begin, end)

  void Add(std::uint32_t begin, std::uint32_t end);  // [begin, end); any order
  void Add(const RunSet& other);

  bool empty() const { return runs_.empty(); }
  std::uint64_t size() const;                 // members
  bool Contains(std::uint32_t member) const;  // O(log runs)
  bool ContainsAll(const RunSet& other) const;
  bool Intersects(const RunSet& other) const;
  std::uint32_t front() const { return runs_.front().begin; }  // not empty
  const std::vector<Run>& runs() const& { return runs_; }
  std::vector<Run> runs() && {
    return std::move(runs_);
  }  // of a temporary:
     // a loop owns it

  // Calls f(member) for each member, ascending.
  template <class F>
  void ForEach(F f) const {
    for (const Run& run : runs_)
      for (std::uint32_t m = run.begin; m < run.end; ++m) f(m);
  }

  auto operator<=>(const RunSet&) const = default;

 private:
  std::vector<Run> runs_;
};

RunSet Union(const RunSet& a, const RunSet& b);
RunSet Intersection(const RunSet& a, const RunSet& b);
RunSet Difference(const RunSet& a, const RunSet& b);
RunSet Complement(const RunSet& a, std::uint32_t domain_size);

}  // namespace assent
