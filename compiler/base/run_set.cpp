#include "compiler/base/run_set.h"

#include <algorithm>

namespace assent {

RunSet::RunSet(std::initializer_list<std::uint32_t> members) {
  for (std::uint32_t m : members) Add(m, m + 1);
}

RunSet RunSet::Range(std::uint32_t begin, std::uint32_t end) {
  RunSet set;
  set.Add(begin, end);
  return set;
}

void RunSet::Add(std::uint32_t begin, std::uint32_t end) {
  if (begin >= end) return;
  // Most callers add in ascending order: the common case is the back.
  if (runs_.empty() || runs_.back().end < begin) {
    runs_.push_back({begin, end});
    return;
  }
  auto first = std::lower_bound(
      runs_.begin(), runs_.end(), begin,
      [](const Run& run, std::uint32_t value) { return run.end < value; });
  auto last = first;
  while (last != runs_.end() && last->begin <= end) {
    begin = std::min(begin, last->begin);
    end = std::max(end, last->end);
    ++last;
  }
  if (first == last) {
    runs_.insert(first, {begin, end});
  } else {
    *first = {begin, end};
    runs_.erase(first + 1, last);
  }
}

void RunSet::Add(const RunSet& other) {
  for (const Run& run : other.runs_) Add(run.begin, run.end);
}

std::uint64_t RunSet::size() const {
  std::uint64_t count = 0;
  for (const Run& run : runs_) count += run.end - run.begin;
  return count;
}

bool RunSet::Contains(std::uint32_t member) const {
  auto it = std::upper_bound(
      runs_.begin(), runs_.end(), member,
      [](std::uint32_t value, const Run& run) { return value < run.end; });
  return it != runs_.end() && it->begin <= member;
}

bool RunSet::ContainsAll(const RunSet& other) const {
  for (const Run& run : other.runs_) {
    auto it = std::upper_bound(
        runs_.begin(), runs_.end(), run.begin,
        [](std::uint32_t value, const Run& r) { return value < r.end; });
    if (it == runs_.end() || it->begin > run.begin || it->end < run.end)
      return false;
  }
  return true;
}

bool RunSet::Intersects(const RunSet& other) const {
  auto a = runs_.begin(), b = other.runs_.begin();
  while (a != runs_.end() && b != other.runs_.end()) {
    if (a->end <= b->begin)
      ++a;
    else if (b->end <= a->begin)
      ++b;
    else
      return true;
  }
  return false;
}

RunSet Union(const RunSet& a, const RunSet& b) {
  RunSet result = a;
  result.Add(b);
  return result;
}

RunSet Intersection(const RunSet& a, const RunSet& b) {
  RunSet result;
  auto x = a.runs().begin(), y = b.runs().begin();
  while (x != a.runs().end() && y != b.runs().end()) {
    result.Add(std::max(x->begin, y->begin), std::min(x->end, y->end));
    if (x->end < y->end)
      ++x;
    else
      ++y;
  }
  return result;
}

RunSet Difference(const RunSet& a, const RunSet& b) {
  RunSet result;
  auto y = b.runs().begin();
  for (Run run : a.runs()) {
    while (y != b.runs().end() && y->end <= run.begin) ++y;
    for (auto z = y; z != b.runs().end() && z->begin < run.end; ++z) {
      result.Add(run.begin, z->begin);
      run.begin = std::max(run.begin, z->end);
    }
    result.Add(run.begin, run.end);
  }
  return result;
}

RunSet Complement(const RunSet& a, std::uint32_t domain_size) {
  return Difference(RunSet::Range(0, domain_size), a);
}

}  // namespace assent
