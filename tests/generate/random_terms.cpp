#include "tests/generate/random_terms.h"

#include <algorithm>
#include <array>
#include <set>

namespace assent::generate {
namespace {

// Among them words that the grammar uses itself.
constexpr std::array kWords = {"profile", "names",    "list",  "photos",
                               "body",    "messages", "date",  "open",
                               "stream",  "request",  "notes", "data"};
// Only inside a path: there any word is a name.
constexpr std::array kReserved = {"from", "of", "by", "any"};

bool IsReserved(const std::string& word) {
  return std::ranges::find(kReserved, word) != kReserved.end();
}

}  // namespace

RandomTerms::RandomTerms(Random& random, ast::TermKind kind, int count)
    : kind_(kind) {
  while (int(nodes_.size()) < count) {
    int parent = -1;
    if (!nodes_.empty() && random.Percent(60))
      parent = int(random.Below(nodes_.size()));
    AddNode(random, parent);
  }
  AddIncludes(random);
}

int RandomTerms::AddNode(Random& random, int parent) {
  std::set<std::string> taken;
  for (const Node& node : nodes_)
    if (node.parent == parent) taken.insert(node.word);

  Node node;
  node.parent = parent;
  std::size_t words = std::max(kWords.size(), nodes_.size());
  do {
    std::uint32_t i = random.Below(words);
    node.word = kWords[i % kWords.size()];
    if (i >= kWords.size()) node.word += std::to_string(i / kWords.size());
    if (parent >= 0 && random.Percent(5))
      node.word = kReserved[random.Below(kReserved.size())];
  } while (taken.contains(node.word));
  node.path = parent < 0 ? node.word
                         : nodes_[std::size_t(parent)].path + "." + node.word;

  int id = int(nodes_.size());
  nodes_.push_back(std::move(node));
  if (parent >= 0) nodes_[std::size_t(parent)].children.push_back(id);
  return id;
}

void RandomTerms::AddIncludes(Random& random) {
  std::size_t tries = 1 + nodes_.size() / 3;
  if (nodes_.size() < 2 || random.Percent(40)) return;
  for (std::size_t i = 0; i < tries; ++i) {
    int a = int(random.Below(nodes_.size()));
    int b = int(random.Below(nodes_.size()));
    if (Reaches(a, b) || Reaches(b, a)) continue;
    nodes_[std::size_t(a)].includes.push_back(b);
  }
  // Spelled once all paths are known, so that a declaration is one text.
  for (std::size_t i = 0; i < nodes_.size(); ++i)
    include_spellings_.push_back(Spelling(random, int(i)));
}

bool RandomTerms::Reaches(int from, int to) const {
  if (from == to) return true;
  const Node& node = nodes_[std::size_t(from)];
  auto reaches = [&](int child) { return Reaches(child, to); };
  return std::ranges::any_of(node.children, reaches) ||
         std::ranges::any_of(node.includes, reaches);
}

std::string RandomTerms::Spelling(Random& random, int id) const {
  const std::string& path = nodes_[std::size_t(id)].path;
  std::vector<std::string> spellings = {path};
  for (std::size_t dot = path.find('.'); dot != std::string::npos;
       dot = path.find('.', dot + 1)) {
    std::string tail = path.substr(dot + 1);
    auto means = [&](const Node& node) {
      return node.path == tail || node.path.ends_with("." + tail);
    };
    if (std::ranges::count_if(nodes_, means) == 1 &&
        !IsReserved(tail.substr(0, tail.find('.'))))
      spellings.push_back(tail);
  }
  return random.Pick(spellings);
}

std::string RandomTerms::AnyName(Random& random) const {
  return Spelling(random, int(random.Below(nodes_.size())));
}

std::vector<std::string> RandomTerms::Names(Random& random,
                                            std::size_t count) const {
  std::vector<int> ids;
  for (std::size_t i = 0; i < nodes_.size(); ++i) ids.push_back(int(i));
  std::vector<std::string> names;
  for (int id : random.Sample(ids, count))
    names.push_back(Spelling(random, id));
  return names;
}

ast::Term RandomTerms::TermOf(int id) const {
  const Node& node = nodes_[std::size_t(id)];
  ast::Term term;
  term.name.text = node.word;
  if (id % 3 == 0) term.title = ast::Text{"the " + node.word, {}};
  for (int child : node.children) term.children.push_back(TermOf(child));
  for (int included : node.includes)
    term.includes.push_back({include_spellings_[std::size_t(included)], {}});
  return term;
}

ast::TermDeclaration RandomTerms::Declaration() const {
  ast::TermDeclaration declaration;
  declaration.kind = kind_;
  for (std::size_t i = 0; i < nodes_.size(); ++i)
    if (nodes_[i].parent < 0) declaration.terms.push_back(TermOf(int(i)));
  return declaration;
}

}  // namespace assent::generate
