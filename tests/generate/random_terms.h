// A random graph of data, actions or purposes, and ways to name its terms.
#pragma once

#include <string>
#include <vector>

#include "compiler/ast/ast.h"
#include "tests/generate/random.h"

namespace assent::generate {

class RandomTerms {
 public:
  // About `count` terms: a forest by declaration, made a graph by includes.
  RandomTerms(Random& random, ast::TermKind kind, int count);

  ast::TermDeclaration Declaration() const;

  // A name of one term: its path, or a shorter tail that means it alone.
  std::string AnyName(Random& random) const;

  // Names of `count` different terms, or of all when there are fewer.
  std::vector<std::string> Names(Random& random, std::size_t count) const;

 private:
  struct Node {
    std::string path, word;
    int parent = -1;
    std::vector<int> children;  // declared inside
    std::vector<int> includes;  // declared elsewhere
  };

  int AddNode(Random& random, int parent);
  void AddIncludes(Random& random);
  bool Reaches(int from, int to) const;
  std::string Spelling(Random& random, int node) const;
  ast::Term TermOf(int node) const;

  ast::TermKind kind_;
  std::vector<Node> nodes_;
  std::vector<std::string> include_spellings_;  // by node, once chosen
};

}  // namespace assent::generate
