// No false finding: of policies that are built so that each rule has requests
// of its own, the checks of rules say nothing.
#include <doctest/doctest.h>

#include <cstdio>
#include <string>

#include "compiler/check/check_rules.h"
#include "tests/generate/random.h"
#include "tests/support/opened_policy.h"

namespace assent::checks {
namespace {

using generate::Random;

std::string Numbered(const char* word, int number) {
  return word + std::to_string(number);
}

// Each clause, line, prohibition and rule set has a kind of data to itself;
// exceptions ask for facts that nothing else asks for, each its own. Agreements
// lie within their programs, clauses within their agreements.
class Clean {
 public:
  explicit Clean(Random& random) : random_(random) {}

  std::string Write() {
    const int partners = int(random_.Between(1, 4));
    std::string rules;
    for (int p = 0; p < partners; ++p) Agreement(p, rules);
    for (int n = int(random_.Between(0, 3)); n > 0; --n)
      rules += "forbid any action on " + Data() + When(50) + ";\n";
    if (random_.Percent(60))
      rules += "assume not " + Fact() + " or " + Fact() + ";\n";
    RuleSet(partners, rules);
    std::string words = "vocabulary {\n  data ";
    for (int d = 0; d < data_; ++d)
      words += (d == 0 ? "" : ", ") + Numbered("data_", d);
    words +=
        ";\n  action read, write;\n  purpose service, study;\n"
        "  relation self, friend;\n  obligation log_access;\n";
    for (int f = 0; f < facts_; ++f)
      words += "  attribute item." + Numbered("fact_", f) + ": bool;\n";
    words += "  attribute subject.age: 0..120;\n}\n";
    for (int p = 0; p <= partners; ++p)
      words += "partner " + Numbered("partner_", p) + ";\n";
    return words + rules;
  }

 private:
  std::string Data() { return Numbered("data_", data_++); }
  std::string Fact() { return "item." + Numbered("fact_", facts_++); }
  std::string When(std::uint32_t percent) {
    if (!random_.Percent(percent)) return "";
    if (random_.Percent(50)) return " when " + Fact();
    return " when subject.age < " + std::to_string(random_.Between(1, 120));
  }

  std::string Exceptions(int depth, const char* word, const char* other) {
    std::string text = " except {";
    for (int n = int(random_.Between(1, 2)); n > 0; --n) {
      text += std::string(" ") + word + " when " + Fact();
      if (depth > 1 && random_.Percent(50))
        text += Exceptions(depth - 1, other, word);
      text += ";";
    }
    return text + " }";
  }

  void Agreement(int partner, std::string& rules) {
    rules += "agreement " + Numbered("agreement_", partner) + " with " +
             Numbered("partner_", partner) +
             " {\n  from 2010-01-01 until 2015-01-01;\n";
    std::string permissions;
    for (int n = int(random_.Between(1, 4)); n > 0; --n) {
      const std::string data = Data();
      rules += std::string("  allow ") +
               (random_.Percent(50) ? "read" : "read, write") + " on " + data +
               " of " + (random_.Percent(50) ? "friend" : "self, friend") +
               " for service";
      if (random_.Percent(30)) rules += " from 2011-01-01 until 2012-01-01";
      rules += When(60);
      if (random_.Percent(40)) rules += Exceptions(3, "deny", "allow");
      if (random_.Percent(30)) rules += " oblige log_access";
      rules += ";\n";
      if (random_.Percent(30))
        permissions += "permission " + Numbered("permission_", data_) +
                       " of subject {\n  choices off, on; consent opt_in;\n"
                       "  governs any action on " +
                       data + ";\n  open when on;\n}\n";
    }
    rules += "}\n" + permissions;
  }

  // The last partner's alone. Each rule asks for a fact of its own.
  void RuleSet(int partner, std::string& rules) {
    static const char* const kWays[] = {
        "deny_overrides",      "permit_overrides",   "first_applicable",
        "only_one_applicable", "deny_unless_permit", "permit_unless_deny"};
    const std::uint32_t way = random_.Below(6);
    rules += std::string("rules set combine ") + kWays[way] + " read on " +
             Data() + " of friend for service with " +
             Numbered("partner_", partner) +
             " {\n  from 2010-01-01 until 2015-01-01;\n";
    for (int n = int(random_.Between(1, 4)); n > 0; --n) {
      // Where a set falls back to one effect, only the other says anything.
      const bool permit = way == 4 || (way != 5 && random_.Percent(50));
      rules += std::string(permit ? "  permit" : "  deny") + " when " + Fact() +
               ";\n";
    }
    rules += "}\n";
  }

  Random& random_;
  int data_ = 0, facts_ = 0;
};

TEST_CASE("of policies that are built to be clean nothing is found") {
  std::size_t policies = 0, rules = 0;
  for (std::uint64_t seed = 0; seed < 400; ++seed) {
    CAPTURE(seed);
    Random random(23'000'000 + seed);
    const std::string text = Clean(random).Write();
    INFO(text);
    const support::OpenedPolicy policy(text);
    REQUIRE_MESSAGE(policy.error.empty(), policy.error);
    diagnostics::Sink sink;
    check::CheckRules(policy.compiled.model, policy.compiled.rules,
                      policy.table, sink);
    const std::string found = diagnostics::RenderHuman(
        sink.Sorted(policy.compiled.sources), policy.compiled.sources, false);
    CHECK(found == "");
    ++policies;
    rules += policy.compiled.rules.rules.size();
  }
  std::printf("clean: %zu policies, %zu rules, nothing found\n", policies,
              rules);
}

}  // namespace
}  // namespace assent::checks
