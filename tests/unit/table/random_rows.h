// Random vocabularies and row sets of many shapes, requests aimed at them,
// and the naive meaning of rows: what tables are compared with.
#pragma once

#include <random>
#include <vector>

#include "assent/table.h"
#include "compiler/model/vocabulary.h"
#include "compiler/rows/rows.h"

namespace assent::table {

struct Shape {
  std::uint32_t partners = 5;
  std::uint32_t data = 20, actions = 4, purposes = 6, relations = 3;
  std::uint32_t attributes = 6, most_values = 4;  // values of one
  std::uint32_t permissions = 4, obligations = 5;
  std::uint32_t rows = 8, global_rows = 10;       // at most, of a list
  std::uint32_t literals = 3;                     // at most, of a row
  std::uint32_t day_span = 400;
  double overrides = 0.2;                         // share of rows with some
  double data_density = 0.0;      // 0: few subtrees; else share of all terms
  double forbidden = 0.0;         // share of partners with rows that forbid
};

struct World {
  model::Vocabulary vocabulary;
  rows::RowSet rows;                // lists as BytesToRows gives them back
};

World RandomWorld(const Shape& shape, std::mt19937_64& random);

// A request with every attribute's value written out.
struct FullRequest {
  std::uint32_t partner, data, action, purpose, relation;
  Day day;
  std::vector<std::uint32_t> values;
};

// Aimed: half of the parts are taken from a row of the partner, days from the
// edges of its window.
FullRequest RandomRequest(const World& world, std::mt19937_64& random);

// What rows say, read off one by one.
struct NaiveAnswer {
  Verdict verdict;
  Reason standing = Reason::no_agreement;
  bool prohibited = false;
  std::uint32_t closed_count = 0;
  std::vector<std::vector<model::PermissionId>> override_sets;  // maximal
};

NaiveAnswer Scan(const World& world, const FullRequest& request);

}  // namespace assent::table
