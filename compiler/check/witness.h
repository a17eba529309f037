// One concrete request that shows what a function of requests says: the least
// one, with only the facts that matter, by names, as `decide` reads it.
#pragma once

#include <llvm/ADT/APInt.h>

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "compiler/logic/count.h"
#include "compiler/logic/space.h"
#include "compiler/model/vocabulary.h"

namespace assent::check {

struct Witness {
  struct Fact {
    std::string attribute;  // session.signed_in
    std::string value;      // true, 13, off
    model::DomainKind kind = model::DomainKind::boolean;
  };
  std::string partner, data, action, purpose, relation, date;
  std::vector<Fact> facts;  // in the order of the vocabulary
};

// {"partner":"bing","action":"read",...,"attributes":{...}} on one line.
std::string ToJson(const Witness& witness);

// "bing: read friends.names of friend for service on 2014-06-01, with
// subject.data_sharing off".
std::string ToText(const Witness& witness);

// What questions about requests are asked over: all borrowed. `countable` of
// the space holds the values that a request may have.
struct Requests {
  const logic::Store& store;
  const logic::Space& space;
  const model::Vocabulary& vocabulary;
};

// The exact number of requests in f, of one partner. At relation self a pair
// of attributes has one value, and is counted once: f must not depend on the
// requester's copy there.
llvm::APInt CountRequests(const Requests& requests, logic::NodeId f);
llvm::APInt Sum(const llvm::APInt& a, const llvm::APInt& b);  // widens

// The least request in f by (data, date, action, relation, purpose,
// attributes), less the facts that do not matter: a fact is left out when
// every value of it, and of all others left out, stays in f or in `excused`,
// and `confirms` agrees, who asks the compiled table about the request as it
// stands. Not confirmed with all facts: a bug of ours, and the program ends.
// nullopt: f has no request.
using Confirms = std::function<bool(const Witness&)>;
std::optional<Witness> LeastWitness(const Requests& requests, logic::NodeId f,
                                    logic::NodeId excused,
                                    const std::string& partner,
                                    const Confirms& confirms);

}  // namespace assent::check
