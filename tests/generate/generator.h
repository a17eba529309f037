// The state of one run of the generator; its files alone include this.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "tests/generate/generate_policy.h"
#include "tests/generate/random_facts.h"
#include "tests/generate/random_terms.h"

namespace assent::generate {

class Generator {
 public:
  Generator(Random& random, const Size& size)
      : random_(random),
        size_(size),
        data_(random, ast::TermKind::data, size.data),
        actions_(random, ast::TermKind::action, size.actions),
        purposes_(random, ast::TermKind::purpose, size.purposes),
        facts_(random, size.attributes, size.values, size.permissions),
        unknowns_left_(size.unknowns) {}

  ast::File Generate();

 private:
  using Name = ast::Name;
  using NameList = ast::NameList;
  // Which parts of a scope are left out: all must be written in an allow.
  enum class Parts { all, some };
  // What a list of names is of; in the order of ast::Group::Kind.
  enum Of : std::size_t { kData, kAction, kPurpose, kRelation, kOfCount };

  static ast::Text Words(std::string text) { return {std::move(text), {}}; }
  static Name Named(std::string text) { return {std::move(text), {}}; }
  static std::vector<Name> Named(const std::vector<std::string>& texts);

  // generate_policy.cpp
  void PickDays();
  void Vocabulary();
  void Mark(ast::TermKind kind, std::vector<ast::Term>& terms);
  void Permissions();
  void Partners();
  void Programs();
  void Agreements();
  void Fields(ast::Agreement& agreement);
  NameList SomePurposes();
  void Globals();
  void Claims();
  void Tests();
  ast::Override Override();
  ast::Allow Allow();
  std::vector<ast::ObligationUse> Obligations(std::uint32_t chance);
  ast::Request Request();
  ast::Expectation Expectation();

  // random_scopes.cpp: parts of clauses.
  // `when`: the chance of a condition. Those that take something away need
  // one, or they take it all.
  ast::Scope Scope(Parts parts, bool consent, std::uint32_t when);
  NameList AnyOf(Of of, Parts parts);
  std::vector<std::string> NamesOf(Of of, std::size_t count);
  ast::Window Period(bool whole);
  ast::Date MaybeUnknown(std::size_t day, std::size_t low, std::size_t high);
  std::vector<ast::Exception> Exceptions(int depth, bool deny);
  ast::Counterparties SomePartners();

  // random_declarations.cpp: what else a file can have.
  void Groups();
  void Conditions();
  void RuleSets();
  ast::RuleGroup RuleSet(int depth, Parts written);
  void Registry();
  void Requirements();
  std::string Label();

  Random& random_;
  const Size& size_;
  RandomTerms data_, actions_, purposes_;
  RandomFacts facts_;
  ast::File file_;
  std::vector<Day> days_;  // sorted
  std::vector<std::string> relations_, roles_, partners_, programs_, tags_;
  std::vector<std::string> permissions_;
  std::vector<std::string> labels_;
  std::vector<std::string> groups_[kOfCount], partner_groups_;
  std::set<std::string> uncertain_;  // groups that are not all known
  std::vector<ast::ObligationUse> imposed_;  // by some rule
  bool inbound_ = false;   // some action is
  bool certain_ = false;   // nothing may be unknown here
  int unknowns_left_ = 0;
};

}  // namespace assent::generate
