// World -> .policy text, as authors would write it.
#pragma once

#include <functional>
#include <string>

#include "bench/world.h"

namespace assent::bench {

// Calls write(file name, text) for vocabulary.policy and for each thousand
// partners' agreements. About 160 bytes a rule.
void WorldToPolicy(const World& world,
                   const std::function<void(const std::string& name,
                                            const std::string& text)>& write);

}  // namespace assent::bench
