// Random attributes and permissions, and conditions over them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "compiler/ast/ast.h"
#include "tests/generate/random.h"

namespace assent::generate {

class RandomFacts {
 public:
  RandomFacts(Random& random, int attributes, int values, int permissions);

  // Declarations; what a permission governs is left to the caller.
  const std::vector<ast::Attribute>& attributes() const { return attributes_; }
  const std::vector<ast::Permission>& permissions() const {
    return permissions_;
  }

  // Of attributes, and of consent if it may be mentioned.
  ast::Condition AnyCondition(Random& random, int depth, bool consent) const;
  bool has_facts() const { return !facts_.empty(); }
  // The same each time: with it in each of them, no assumptions contradict.
  ast::Condition Anchor() const;

  // A condition of this name may stand in others from now on.
  void AddNamed(std::string name) { named_.push_back(std::move(name)); }

  // Values for a request: some are left out.
  std::vector<ast::Assignment> Assignments(Random& random) const;

 private:
  struct Fact {  // what a condition may test
    std::string name;
    ast::Attribute::Type type;
    std::vector<std::string> values;  // not integer
    std::int64_t low = 0, high = 0;   // integer
  };

  void AddAttribute(Random& random, std::size_t index, int values);
  void AddPermission(Random& random, std::size_t index);
  void AddFact(const ast::Attribute& attribute);
  std::string ValueOf(Random& random, const Fact& fact) const;
  ast::Condition Test(Random& random, const Fact& fact) const;
  std::optional<ast::Condition> Compare(Random& random, const Fact& fact) const;
  ast::Condition Consent(Random& random) const;

  std::vector<ast::Attribute> attributes_;
  std::vector<ast::Permission> permissions_;
  std::vector<Fact> facts_;
  std::vector<std::string> named_;
};

}  // namespace assent::generate
