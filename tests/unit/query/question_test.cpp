#include <doctest/doctest.h>

#include "compiler/query/text_to_question.h"
#include "tests/support/opened_policy.h"

namespace assent::query {
namespace {

const model::Vocabulary& Words() {
  static const support::OpenedPolicy opened(R"(
    vocabulary {
      data friends { names; posts; }; data messages { body; };
      action read, write; purpose service { sharing; }; purpose ads;
      relation self, friend; role app, device;
      attribute subject.age: 0..120; attribute requester.age: 0..120;
      attribute session.signed_in: bool default false;
      attribute item.visibility: public < friends < only_me;
    }
    permission sharing of subject {
      choices off, on; default off; consent opt_in;
      governs any action on friends; open when on;
    }
    partner bing role app; partner spotify role app; partner nokia role device;
  )");
  REQUIRE(opened.error == "");
  return opened.compiled.model.vocabulary;
}

std::string Understood(Asked asked) {
  const Result<Question> question = ToQuestion(asked, Words());
  return question ? ToText(*question, Words()) : question.error().message;
}
std::string Understood(const std::string& words) {
  Asked asked;
  asked.words = words;
  return Understood(std::move(asked));
}

TEST_CASE("a question in words is read as a policy would be") {
  const std::pair<const char*, const char*> kCases[] = {
      {"who may read messages of friend on 2017-06-01",
       "read on messages of friend on 2017-06-01"},
      {"who may read, write on names of self, friend for sharing?",
       "any action on friends.names for service"},
      {"who may any action on any data", "any action on any data"},
      {"who may read", "read on any data"},
      {"who may read with every app", "read on any data with bing, spotify"},
      {"who may read friends with nokia from 2014-01-01 until 2015-01-01",
       "read on friends from 2014-01-01 until 2015-01-01 with nokia"},
      {"who may write names when subject.age in 13..17 and not "
       "(session.signed_in or subject.sharing is on) of friend",
       "write on friends.names of friend when subject.age in 13..17 and not "
       "(session.signed_in or subject.sharing is on)"},
      {"who may read when consent of subject >= opt_in for ads",
       "read on any data for ads when consent of subject >= opt_in"},
      {"who may read when subject.age > requester.age",
       "read on any data when subject.age > requester.age"},
      {"who may read when item.visibility is one of { public, only_me }",
       "read on any data when item.visibility is one of { public, only_me }"},
  };
  for (const auto& [words, understood] : kCases)
    CHECK(Understood(words) == understood);
}

TEST_CASE("a wrong question says what is wrong and what may be meant") {
  const std::pair<const char*, const char*> kCases[] = {
      {"who may", "it ends where an action is due (in the question)"},
      {"who can read", "`can` stands where `who may` is due (in the question)"},
      {"who may reed", "unknown action `reed`; did you mean `read`?"},
      {"who may read mesages",
       "unknown data `mesages`; did you mean `messages`?"},
      {"who may read of friends",
       "unknown relation `friends`; did you mean `friend`?"},
      {"who may read for shring",
       "unknown purpose `shring`; did you mean `sharing`?"},
      {"who may read with bingo",
       "unknown partner `bingo`; did you mean `bing`?"},
      {"who may read with every ap",
       "unknown role `ap`; there are app, device"},
      {"who may read on 2017-06-31",
       "`2017-06-31` is no date; one is written 2017-06-01, from 1970 to 2199"},
      {"who may read of friend of self",
       "`of` is asked twice (in the question)"},
      {"who may read where session.signed_in",
       "`where` stands where a kind of data is due (in the question)"},
      {"who may read when signed_in",
       "unknown fact `signed_in`; did you mean `session.signed_in`? (in the "
       "question)"},
      {"who may read when subject.age is old",
       "`old` is no value of `subject.age`, which is a number from 0 to 120 "
       "(in the question)"},
      {"who may read when subject.sharing > off",
       "the values of `subject.sharing` have no order: off, on (in the "
       "question)"},
      {"who may read when subject.sharing is onn",
       "unknown value of `subject.sharing`: `onn`; did you mean `on`? (in the "
       "question)"},
      {"who may read when subject.age",
       "it ends where `is`, what `subject.age` is to be compared with, is due "
       "(in the question)"},
      {"who may read when (session.signed_in",
       "it ends where `)` is due (in the question)"},
      {"who may read from 2015-01-01 until 2015-01-01",
       "no day is from the first day until the second, which is not meant "
       "itself"},
  };
  for (const auto& [words, message] : kCases) {
    CAPTURE(words);
    const std::string said = Understood(words);
    CHECK_MESSAGE(said.starts_with(message), said);
  }
}

TEST_CASE("options ask the same, and not twice") {
  Asked asked;
  asked.actions = {"read"};
  asked.data = {"messages,names"};
  asked.relations = {"friend"};
  asked.roles = {"device"};
  asked.date = "2017-06-01";
  asked.conditions = {"subject.age < 13 or subject.age > 64"};
  asked.facts = {"subject.sharing=off"};
  CHECK(Understood(asked) ==
        "read on friends.names, messages of friend on 2017-06-01 with nokia "
        "when (subject.age < 13 or subject.age > 64) and subject.sharing is "
        "off");
  asked.words = "who may read";
  CHECK(Understood(asked) == "`action` is asked twice (in the question)");
  asked.words.clear();
  asked.from = "2017-06-01";
  CHECK(Understood(asked) ==
        "a question is of one day, or from a day until another");
  Asked fact;
  fact.facts = {"subject.sharing"};
  CHECK(Understood(fact) ==
        "`subject.sharing` is no fact; one is written subject.sharing=off");
}

}  // namespace
}  // namespace assent::query
