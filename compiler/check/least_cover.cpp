#include "compiler/check/least_cover.h"

#include <algorithm>

namespace assent::check {
namespace {

using logic::NodeId;

class Search {
 public:
  Search(logic::Store& store, Points& points, NodeId base,
         const std::vector<Requirement>& requirements, std::size_t& tries)
      : store_(store),
        points_(points),
        base_(base),
        requirements_(requirements),
        tries_(tries) {}

  std::optional<Cover> Run() {
    for (std::size_t count = 0;; ++count) {
      if (Extend(Regions(), count)) return Cover{chosen_, true};
      if (hopeless_ || store_.exhausted()) return std::nullopt;
      if (tries_ == 0) return Irredundant();
    }
  }

 private:
  struct Gap {
    std::size_t requirement;
    Point point;
  };

  std::vector<NodeId> Regions() const {
    std::vector<NodeId> regions;
    for (const Requirement& each : requirements_)
      regions.push_back(each.region);
    return regions;
  }

  std::optional<Gap> Uncovered(const std::vector<NodeId>& rest) {
    for (std::size_t i = 0; i < rest.size(); ++i)
      if (auto point = points_.Find(rest[i], base_))
        return Gap{i, *std::move(point)};
    return std::nullopt;
  }

  std::vector<NodeId> Without(std::vector<NodeId> rest, std::uint32_t key) {
    for (std::size_t i = 0; i < rest.size(); ++i)
      for (const Candidate& each : requirements_[i].candidates)
        if (each.key == key) rest[i] = store_.Minus(rest[i], each.region);
    return rest;
  }

  // Whether `more` further candidates cover the rest; those are in chosen_.
  bool Extend(const std::vector<NodeId>& rest, std::size_t more) {
    if (tries_ == 0) return false;
    --tries_;
    const auto gap = Uncovered(rest);
    if (!gap) return true;
    bool mended = false;
    for (const Candidate& each : requirements_[gap->requirement].candidates) {
      if (!points_.Contains(each.region, gap->point)) continue;
      mended = true;
      if (more == 0) return false;
      chosen_.push_back(each.key);
      if (Extend(Without(rest, each.key), more - 1)) return true;
      chosen_.pop_back();
      if (hopeless_ || tries_ == 0 || store_.exhausted()) return false;
    }
    hopeless_ = hopeless_ || !mended;
    return false;
  }

  // Whatever mends the next gap; then what can be left out is.
  std::optional<Cover> Irredundant() {
    std::vector<std::uint32_t> keys;
    std::vector<NodeId> rest = Regions();
    while (const auto gap = Uncovered(rest)) {
      const auto& candidates = requirements_[gap->requirement].candidates;
      const auto it = std::ranges::find_if(candidates, [&](const auto& each) {
        return points_.Contains(each.region, gap->point);
      });
      if (it == candidates.end()) return std::nullopt;
      keys.push_back(it->key);
      rest = Without(std::move(rest), it->key);
    }
    for (std::size_t i = 0; i < keys.size();) {
      std::vector<NodeId> left = Regions();
      for (std::size_t j = 0; j < keys.size(); ++j)
        if (j != i) left = Without(std::move(left), keys[j]);
      if (Uncovered(left))
        ++i;
      else
        keys.erase(keys.begin() + std::ptrdiff_t(i));
    }
    if (store_.exhausted()) return std::nullopt;
    return Cover{keys, false};
  }

  logic::Store& store_;
  Points& points_;
  const NodeId base_;
  const std::vector<Requirement>& requirements_;
  std::size_t& tries_;
  bool hopeless_ = false;  // nothing mends some gap
  std::vector<std::uint32_t> chosen_;
};

}  // namespace

std::optional<Cover> LeastCover(logic::Store& store, Points& points,
                                NodeId base,
                                const std::vector<Requirement>& requirements,
                                std::size_t& tries_left) {
  const std::size_t before = tries_left;
  std::size_t tries = std::min(before, kCoversTried);
  auto cover = Search(store, points, base, requirements, tries).Run();
  tries_left -= std::min(before, kCoversTried) - tries;
  return cover;
}

}  // namespace assent::check
