// Data, actions and purposes: trees as declared, made graphs by `includes`.
#include <fmt/format.h>

#include <map>

#include "compiler/model/lowering.h"

namespace assent::model {
namespace {

// A declared term before it has its id.
struct Node {
  Term term;
  std::size_t depth = 1;
  std::size_t parent = kRoot;                        // in the naming tree
  std::map<std::string_view, std::size_t> children;  // by last name
  std::vector<ast::Name> includes;

  static constexpr std::size_t kRoot = SIZE_MAX;
};

class TaxonomyBuilder {
 public:
  TaxonomyBuilder(Lowering& lowering, ast::TermKind kind, Taxonomy& taxonomy)
      : lowering_(lowering),
        kind_(kind),
        taxonomy_(taxonomy),
        names_(lowering.terms[std::size_t(kind)]) {}

  void Build(const Files& files) {
    for (const ast::File& file : files)
      for (const ast::TermDeclaration& declaration : file.terms)
        if (declaration.kind == kind_)
          for (const ast::Term& term : declaration.terms)
            Declare(term, Node::kRoot);
    for (const auto& [name, root] : roots_) Number(root, TermId());
    Spell();
    Include();
    state_.resize(taxonomy_.terms.size(), kUnseen);
    for (std::size_t i = 0; i < taxonomy_.terms.size(); ++i)
      if (state_[i] == kUnseen) Walk(TermId(i));
    CollectLeaves();
    HandDown();
  }

 private:
  enum State : std::uint8_t { kUnseen, kOpen, kDone };

  void Declare(const ast::Term& ast, std::size_t parent);
  void Number(std::size_t index, TermId parent);
  void Spell();
  void Include();
  void Walk(TermId root);
  void ReportCycle(const std::vector<TermId>& path, TermId first);
  void CollectLeaves();
  void ReadMarks(const ast::Term& ast, Term& term);
  void HandDown();

  Term& term(TermId id) { return taxonomy_.terms[id.value]; }
  std::string Many() const { return fmt::format("{}s", names_.what()); }

  Lowering& lowering_;
  ast::TermKind kind_;
  Taxonomy& taxonomy_;
  Names<TermId>& names_;
  std::vector<Node> nodes_;
  std::map<std::string_view, std::size_t> roots_;
  std::vector<std::size_t> node_of_;  // by TermId
  std::vector<State> state_;          // by TermId
  std::vector<TermId> bottom_up_;     // children before parents
  bool too_deep_ = false;
};

// A second declaration of a name is reported; what it declares counts all the
// same, so that the uses of it stay silent.
void TaxonomyBuilder::Declare(const ast::Term& ast, std::size_t parent) {
  auto& siblings = parent == Node::kRoot ? roots_ : nodes_[parent].children;
  std::size_t index = nodes_.size();
  if (auto found = siblings.find(ast.name.text); found != siblings.end()) {
    index = found->second;
    const Term& first = nodes_[index].term;
    ReportDuplicate(lowering_, names_.what(), first.name, ast.name.span,
                    first.span);
  } else {
    siblings.emplace(ast.name.text, index);
    Node node;
    node.parent = parent;
    node.term.name = ast.name.text;
    if (parent != Node::kRoot) {
      node.depth = nodes_[parent].depth + 1;
      node.term.name = nodes_[parent].term.name + "." + ast.name.text;
    }
    node.term.span = ast.name.span;
    if (ast.title) node.term.title = ast.title->text;
    ReadMarks(ast, node.term);
    nodes_.push_back(std::move(node));
  }
  auto& includes = nodes_[index].includes;
  includes.insert(includes.end(), ast.includes.begin(), ast.includes.end());
  if (nodes_[index].depth == lowering_.limits.term_depth &&
      !ast.children.empty()) {
    too_deep_ = true;
    lowering_.Within(nodes_[index].depth + 1, lowering_.limits.term_depth,
                     ast.children.front().name.span,
                     fmt::format("levels of {}", Many()));
    return;
  }
  for (const ast::Term& child : ast.children) Declare(child, index);
}

// needs, inbound, tagged: as written.
void TaxonomyBuilder::ReadMarks(const ast::Term& ast, Term& term) {
  if (ast.needs) {
    if (kind_ != ast::TermKind::data)
      lowering_.Report(Kind::needs_without_data, ast.needs->span,
                       fmt::format("`needs` stands at {} `{}`",
                                   kind_ == ast::TermKind::action ? "the action"
                                                                  : "the purpose",
                                   ast.name.text),
                       "only data needs consent: write it after a data term");
    else if (auto consent = LowerConsentKind(lowering_, *ast.needs, false))
      term.needs = *consent;
  }
  if (ast.inbound && kind_ != ast::TermKind::action)
    lowering_.Report(Kind::inbound_without_action, *ast.inbound,
                     fmt::format("`inbound` stands at the {} `{}`",
                                 names_.what(), ast.name.text),
                     "only actions have a direction: write it after an action");
  term.inbound = ast.inbound.has_value();
  for (const ast::Name& name : ast.tags)
    if (TagId id = lowering_.Lookup(lowering_.tags, name); id.valid())
      term.tags.push_back(id);
  std::sort(term.tags.begin(), term.tags.end());
  term.tags.erase(std::unique(term.tags.begin(), term.tags.end()),
                  term.tags.end());
}

// What holds of a term holds of what lies below it.
void TaxonomyBuilder::HandDown() {
  const auto dimension = kind_ == ast::TermKind::data     ? Dimension::data
                         : kind_ == ast::TermKind::action ? Dimension::action
                                                          : Dimension::purpose;
  auto& tagged = lowering_.tagged[std::size_t(dimension)];
  tagged.resize(lowering_.model.vocabulary.tags.size());
  for (auto id = bottom_up_.rbegin(); id != bottom_up_.rend(); ++id) {
    const Term& above = term(*id);
    for (TagId tag : above.tags) tagged[tag.value].Add(above.leaves);
    for (TermId child : above.children) {
      term(child).needs = std::max(term(child).needs, above.needs);
      term(child).inbound |= above.inbound;
    }
  }
}

// Ids in depth-first order, siblings by name.
void TaxonomyBuilder::Number(std::size_t index, TermId parent) {
  auto& terms = taxonomy_.terms;
  TermId id(terms.size());
  node_of_.push_back(index);
  terms.push_back(std::move(nodes_[index].term));
  if (terms.size() == lowering_.limits.terms + 1)
    lowering_.Within(terms.size(), lowering_.limits.terms, terms.back().span,
                     Many());
  if (parent.valid()) {
    terms.back().parents.push_back(parent);
    term(parent).children.push_back(id);
  }
  for (const auto& [name, child] : nodes_[index].children) Number(child, id);
}

void TaxonomyBuilder::Spell() {
  std::unordered_map<std::string_view, TermId> tails;  // invalid: several
  std::uint64_t bytes = 0;
  const auto& terms = taxonomy_.terms;
  for (std::size_t i = 0; i < terms.size(); ++i) {
    taxonomy_.spellings.emplace(terms[i].name, i);
    std::string_view tail = terms[i].name;
    for (std::size_t dot; (dot = tail.find('.')) != tail.npos;) {
      tail.remove_prefix(dot + 1);
      bytes += tail.size();
      auto [entry, fresh] = tails.emplace(tail, i);
      if (!fresh) entry->second = TermId();
    }
    if (!lowering_.Within(bytes, lowering_.limits.term_name_bytes,
                          terms[i].span,
                          fmt::format("bytes of names of {}", Many())))
      break;
  }
  for (const auto& [tail, id] : tails) {
    if (id.valid())
      taxonomy_.spellings.emplace(tail, id);  // full paths win
    else if (!taxonomy_.spellings.contains(tail))
      lowering_.ambiguous[std::size_t(kind_)].insert(tail);
  }
  for (const auto& [spelling, id] : taxonomy_.spellings)
    names_.Add(spelling, id);
}

void TaxonomyBuilder::Include() {
  for (std::size_t i = 0; i < taxonomy_.terms.size(); ++i)
    for (const ast::Name& name : nodes_[node_of_[i]].includes) {
      TermId child = lowering_.LookupTerm(kind_, name);
      if (child.valid()) term(TermId(i)).children.push_back(child);
    }
  for (Term& term : taxonomy_.terms) {
    std::sort(term.children.begin(), term.children.end());
    term.children.erase(std::unique(term.children.begin(), term.children.end()),
                        term.children.end());
  }
}

// Depth first along children without recursion: included chains may be long.
// An edge that closes a cycle is reported and taken out.
void TaxonomyBuilder::Walk(TermId root) {
  std::vector<TermId> path = {root};
  std::vector<std::size_t> next = {0};
  state_[root.value] = kOpen;
  while (!path.empty()) {
    auto& children = term(path.back()).children;
    if (next.back() == children.size()) {
      state_[path.back().value] = kDone;
      bottom_up_.push_back(path.back());
      path.pop_back();
      next.pop_back();
      continue;
    }
    TermId child = children[next.back()];
    if (state_[child.value] == kOpen) {
      ReportCycle(path, child);
      children.erase(children.begin() + std::ptrdiff_t(next.back()));
      continue;
    }
    ++next.back();
    if (state_[child.value] == kDone) continue;
    state_[child.value] = kOpen;
    path.push_back(child);
    next.push_back(0);
  }
}

void TaxonomyBuilder::ReportCycle(const std::vector<TermId>& path,
                                  TermId first) {
  constexpr std::size_t kShown = 8;
  auto begin = std::find(path.begin(), path.end(), first);
  std::size_t length = std::size_t(path.end() - begin);
  std::string text;
  for (std::size_t i = 0; i < length && i < kShown; ++i)
    text += fmt::format("`{}` includes ", term(begin[std::ptrdiff_t(i)]).name);
  if (length > kShown) text += "... includes ";
  text += fmt::format("`{}`", term(first).name);
  // The naming tree has no cycle, so one of its edges is an `includes`.
  Span span = term(first).span;
  for (std::size_t i = 0; i < length; ++i) {
    TermId from = begin[std::ptrdiff_t(i)];
    TermId to = i + 1 < length ? begin[std::ptrdiff_t(i + 1)] : first;
    for (const ast::Name& name : nodes_[node_of_[from.value]].includes)
      if (names_.Find(name.text) == to) span = name.span;
  }
  lowering_.Report(Kind::cycle, span, text, "remove one of these inclusions")
      .notes.push_back({term(first).span, fmt::format("`{}` is declared here",
                                                      term(first).name)});
}

void TaxonomyBuilder::CollectLeaves() {
  const Limits& limits = lowering_.limits;
  std::vector<std::uint32_t> depth(taxonomy_.terms.size(), 1);
  std::uint64_t run_count = 0;
  for (TermId id : bottom_up_) {
    Term& inner = term(id);
    if (inner.is_leaf()) {
      inner.leaves = RunSet::Single(id.value);
      taxonomy_.leaves.Add(id.value, id.value + 1);
    }
    for (TermId child : inner.children) {
      auto& parents = term(child).parents;
      if (parents.empty() || parents.front() != id) parents.push_back(id);
      depth[id.value] = std::max(depth[id.value], depth[child.value] + 1);
      inner.leaves.Add(term(child).leaves);
    }
    run_count += inner.leaves.runs().size();
    if (!lowering_.Within(run_count, limits.term_leaf_runs, inner.span,
                          fmt::format("runs of leaves of {}", Many())))
      return;
    if (!too_deep_ &&
        !lowering_.Within(depth[id.value], limits.term_depth, inner.span,
                          fmt::format("levels of {}", Many())))
      too_deep_ = true;
  }
  // The parent that a term is named after stands first already.
  for (Term& each : taxonomy_.terms) {
    bool named = each.name.find('.') != each.name.npos;
    std::sort(each.parents.begin() + (named ? 1 : 0), each.parents.end());
  }
}

}  // namespace

void LowerTaxonomies(Lowering& lowering, const Files& files) {
  Vocabulary& vocabulary = lowering.model.vocabulary;
  using enum ast::TermKind;
  TaxonomyBuilder(lowering, data, vocabulary.data).Build(files);
  TaxonomyBuilder(lowering, action, vocabulary.actions).Build(files);
  TaxonomyBuilder(lowering, purpose, vocabulary.purposes).Build(files);
}

}  // namespace assent::model
