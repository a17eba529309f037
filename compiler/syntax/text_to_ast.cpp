// The only file that sees ANTLR: the words of one declaration as the generated
// parser wants them, what happens when they do not fit, and the door.
#include "compiler/syntax/text_to_ast.h"

#include <algorithm>
#include <memory>
#include <mutex>
#include <unordered_map>
#include <utility>

#include "PolicyParser.h"
#include "antlr4-runtime.h"
#include "compiler/syntax/complaint.h"
#include "compiler/syntax/cut.h"
#include "compiler/syntax/rule_words.h"
#include "compiler/syntax/scan.h"
#include "compiler/syntax/tree_to_ast.h"

namespace assent::syntax {
namespace {

using antlr4::ParserRuleContext;
using diagnostics::Kind;
using Grammar = grammar::PolicyParser;

// ------------------------------------------------------------------ words

// The words of the grammar by their spelling, from the grammar itself.
class Keywords {
 public:
  explicit Keywords(const antlr4::dfa::Vocabulary& vocabulary) {
    for (std::size_t type = 1; type <= Grammar::GREATER_EQUAL; ++type) {
      std::string name = vocabulary.getLiteralName(type);
      if (name.size() < 3 || name[1] < 'a' || name[1] > 'z') continue;
      spellings_.push_back(name.substr(1, name.size() - 2));
      longest_ = std::max(longest_, spellings_.back().size());
    }
    std::size_t next = 0;
    for (std::size_t type = 1; type <= Grammar::GREATER_EQUAL; ++type) {
      std::string name = vocabulary.getLiteralName(type);
      if (name.size() < 3 || name[1] < 'a' || name[1] > 'z') continue;
      types_.emplace(spellings_[next++], type);
    }
    for (const std::string& spelling : spellings_) views_.push_back(spelling);
  }

  std::size_t TypeOf(std::string_view word) const {
    if (word.size() > longest_) return Grammar::WORD;
    auto found = types_.find(word);
    return found == types_.end() ? std::size_t(Grammar::WORD) : found->second;
  }

  const std::vector<std::string_view>& all() const { return views_; }

 private:
  std::vector<std::string> spellings_;
  std::vector<std::string_view> views_;
  std::unordered_map<std::string_view, std::size_t> types_;
  std::size_t longest_ = 0;
};

std::size_t TypeOf(const Word& word, std::string_view text,
                   const Keywords& keywords) {
  switch (word.lexeme) {
    case Lexeme::word:
      return keywords.TypeOf(text);
    case Lexeme::path:
      return Grammar::PATH;
    case Lexeme::integer:
      return Grammar::INTEGER;
    case Lexeme::date:
      return Grammar::DATE;
    case Lexeme::string:
      return Grammar::STRING;
    case Lexeme::left_brace:
      return Grammar::LEFT_BRACE;
    case Lexeme::right_brace:
      return Grammar::RIGHT_BRACE;
    case Lexeme::left_paren:
      return Grammar::LEFT_PAREN;
    case Lexeme::right_paren:
      return Grammar::RIGHT_PAREN;
    case Lexeme::semicolon:
      return Grammar::SEMICOLON;
    case Lexeme::colon:
      return Grammar::COLON;
    case Lexeme::comma:
      return Grammar::COMMA;
    case Lexeme::dots:
      return Grammar::DOTS;
    case Lexeme::less:
      return Grammar::LESS;
    case Lexeme::less_equal:
      return Grammar::LESS_EQUAL;
    case Lexeme::greater:
      return Grammar::GREATER;
    case Lexeme::greater_equal:
      return Grammar::GREATER_EQUAL;
    case Lexeme::end:
      break;
  }
  return antlr4::Token::EOF;
}

// A word in the parser's dress.
class Token final : public antlr4::Token {
 public:
  Token(const Word& written, std::size_t type, std::size_t index)
      : word(written), type_(type), index_(index) {}

  Word word;

  std::string getText() const override { return {}; }
  std::size_t getType() const override { return type_; }
  std::size_t getLine() const override { return 0; }
  std::size_t getCharPositionInLine() const override { return 0; }
  std::size_t getChannel() const override { return DEFAULT_CHANNEL; }
  std::size_t getTokenIndex() const override { return index_; }
  std::size_t getStartIndex() const override { return word.begin; }
  std::size_t getStopIndex() const override { return word.end; }
  antlr4::TokenSource* getTokenSource() const override { return nullptr; }
  antlr4::CharStream* getInputStream() const override { return nullptr; }
  std::string toString() const override { return {}; }

 private:
  std::size_t type_;
  std::size_t index_;
};

const Word& WordOf(const antlr4::Token* token) {
  return static_cast<const Token*>(token)->word;
}

struct Tokens {
  static const Word& WordOf(const antlr4::Token* token) {
    return syntax::WordOf(token);
  }
};

// The words of one declaration. The last is the end, which is never passed.
class Stream final : public antlr4::TokenStream {
 public:
  void Fill(const std::vector<Word>& words, std::string_view text,
            const Keywords& keywords) {
    tokens_.clear();
    tokens_.reserve(words.size());
    for (const Word& word : words) {
      std::string_view spelling =
          text.substr(word.begin, word.end - word.begin);
      tokens_.emplace_back(word, syntax::TypeOf(word, spelling, keywords),
                           tokens_.size());
    }
    at_ = 0;
  }

  Token& Ahead(std::size_t k) {
    return tokens_[std::min(at_ + k, tokens_.size() - 1)];
  }
  bool at_end() const { return at_ + 1 >= tokens_.size(); }

  void consume() override {
    if (!at_end()) ++at_;
  }
  std::size_t LA(ssize_t k) override { return LT(k)->getType(); }
  antlr4::Token* LT(ssize_t k) override {
    if (k > 0) return &Ahead(static_cast<std::size_t>(k - 1));
    std::size_t back = static_cast<std::size_t>(-k);
    return back > at_ ? nullptr : &tokens_[at_ - back];
  }
  antlr4::Token* get(std::size_t i) const override {
    return const_cast<Token*>(&tokens_[i]);
  }
  ssize_t mark() override { return 0; }
  void release(ssize_t) override {}
  std::size_t index() override { return at_; }
  void seek(std::size_t i) override { at_ = std::min(i, tokens_.size() - 1); }
  std::size_t size() override { return tokens_.size(); }
  std::string getSourceName() const override { return {}; }
  antlr4::TokenSource* getTokenSource() const override { return nullptr; }
  std::string getText(const antlr4::misc::Interval&) override { return {}; }
  std::string getText() override { return {}; }
  std::string getText(antlr4::RuleContext*) override { return {}; }
  std::string getText(antlr4::Token*, antlr4::Token*) override { return {}; }

 private:
  std::vector<Token> tokens_;
  std::size_t at_ = 0;
};

// ---------------------------------------------------------------- mistakes

// First try: nothing is reported, a mistake ends it. Second try: every
// mistake is reported once, and costs the statement in which it stands.
class Strategy final : public antlr4::ANTLRErrorStrategy {
 public:
  struct GiveUp {};  // ends the first try

  Strategy(Grammar& parser, FileId file, std::string_view text,
           const Keywords& keywords, const Scanner& scanner,
           diagnostics::Sink& diagnostics)
      : file_(file),
        text_(text),
        keywords_(keywords),
        scanner_(scanner),
        diagnostics_(diagnostics) {
    for (const std::string& rule : parser.getRuleNames())
      rules_.push_back(WordsForRule(rule));
  }

  void set_tolerant(bool tolerant) { tolerant_ = tolerant; }

  // Where nothing is said of the declaration at hand.
  void set_doubts(const std::vector<Cutter::Doubt>& doubts) {
    doubts_ = &doubts;
  }

  // Whether something was wrong with the declaration at hand.
  bool broken() const { return broken_ || !doubts_->empty(); }

  // Whether a `{` was missing, so that a declaration ended before it should.
  bool lacks_block() const { return lacks_block_; }

  void reset(antlr4::Parser*) override {
    reported_ = broken_ = lacks_block_ = false;
    silent_from_ = UINT32_MAX;
  }
  void reportMatch(antlr4::Parser*) override {}
  bool inErrorRecoveryMode(antlr4::Parser*) override { return reported_; }

  // Called at every choice. Inside a block, whatever cannot start one of its
  // statements is reported and passed over.
  void sync(antlr4::Parser* parser) override {
    if (!tolerant_) return;
    const RuleWords& words = WordsFor(parser->getContext());
    if (words.members.empty()) return;
    const antlr4::atn::ATN& atn = parser->getATN();
    const auto& expected = atn.nextTokens(atn.states[parser->getState()]);
    if (!expected.contains(std::size_t(Grammar::RIGHT_BRACE))) return;
    Stream& stream = StreamOf(parser);
    while (!expected.contains(stream.LA(1)) && !stream.at_end()) {
      Report(parser, stream.Ahead(0), expected, words.members);
      Word first = stream.Ahead(0).word;
      stream.consume();
      if (first.lexeme != Lexeme::semicolon) PassStatement(stream, first.depth);
    }
  }

  // A single word is wrong: can reading go on as if it were not?
  antlr4::Token* recoverInline(antlr4::Parser* parser) override {
    if (tolerant_) {
      Stream& stream = StreamOf(parser);
      Token& found = stream.Ahead(0);
      auto expected = parser->getExpectedTokens();
      bool only = expected.size() == 1;
      if (only && expected.contains(std::size_t(Grammar::SEMICOLON)) &&
          StartsStatement(parser, stream)) {
        ReportMissingSemicolon(parser, stream);
        return &found;
      }
      if (only && found.word.lexeme == Lexeme::word) {
        std::string literal = Literal(*parser, expected);
        if (!literal.empty() &&
            diagnostics::ClosestName(Text(found.word), {literal}) == literal) {
          Report(parser, found, expected, {});
          stream.consume();
          return &found;
        }
      }
    }
    throw antlr4::InputMismatchException(parser);
  }

  void reportError(antlr4::Parser* parser,
                   const antlr4::RecognitionException& error) override {
    if (!tolerant_) throw GiveUp();
    if (reported_) return;
    reported_ = true;
    auto* found = static_cast<Token*>(error.getOffendingToken());
    auto expected = error.getExpectedTokens();
    // A word that is no keyword was taken for a label: it is what is wrong.
    std::size_t rule = parser->getContext()->getRuleIndex();
    Stream& stream = StreamOf(parser);
    if (expected.size() == 1 &&
        expected.contains(std::size_t(Grammar::COLON)) && stream.index() > 0 &&
        (rule == Grammar::RuleAllow || rule == Grammar::RuleForbid)) {
      found = static_cast<Token*>(stream.get(stream.index() - 1));
      if (rule == Grammar::RuleForbid)
        Report(parser, *found, expected, "a declaration", "declaration");
      else
        Report(parser, *found, expected,
               rules_[Grammar::RuleAgreement].members, "agreement");
      return;
    }
    Report(parser, *found, expected, {});
    // Behind a missing `{` everything seems to stand elsewhere than it does.
    const Word& word = WordOf(found);
    if (expected.size() != 1 ||
        !expected.contains(std::size_t(Grammar::LEFT_BRACE)) ||
        (word.depth == 0 && !word.first_on_line &&
         word.lexeme != Lexeme::semicolon))
      return;
    lacks_block_ = true;
    if (word.depth > 0) silent_from_ = word.begin;
  }

  // Goes up to the statement at hand and passes over what is left of it.
  void recover(antlr4::Parser* parser, std::exception_ptr error) override {
    ParserRuleContext* context = parser->getContext();
    if (!WordsFor(context).is_statement) std::rethrow_exception(error);
    Stream& stream = StreamOf(parser);
    // At least one word is passed, or the same one would be tried again.
    const Word& first = WordOf(context->start);
    if (context->start->getTokenIndex() == stream.index() &&
        first.lexeme != Lexeme::semicolon)
      stream.consume();
    PassStatement(stream, first.depth);
    reported_ = false;
  }

 private:
  static Stream& StreamOf(antlr4::Parser* parser) {
    return *static_cast<Stream*>(parser->getTokenStream());
  }

  const RuleWords& WordsFor(const antlr4::RuleContext* context) const {
    return rules_[context->getRuleIndex()];
  }

  std::string_view Text(const Word& word) const {
    return text_.substr(word.begin, word.end - word.begin);
  }

  // Up to and with the next `;` between the same braces, or up to the `}`
  // that closes them.
  static void PassStatement(Stream& stream, std::uint16_t depth) {
    for (; !stream.at_end(); stream.consume()) {
      const Token& next = stream.Ahead(0);
      const Word& word = next.word;
      if (word.lexeme == Lexeme::semicolon && word.depth <= depth)
        return stream.consume();
      if (word.lexeme == Lexeme::right_brace && word.depth < depth) return;
      if (word.depth == depth && StartsAnew(next)) return;
    }
  }

  // A line that is a statement whatever stood before it: that lacked a `;`.
  static bool StartsAnew(const Token& token) {
    if (!token.word.first_on_line) return false;
    switch (token.getType()) {
      case Grammar::ALLOW:
      case Grammar::FORBID:
        return true;
      case Grammar::IMPORT:
      case Grammar::VOCABULARY:
      case Grammar::PERMISSION:
      case Grammar::PARTNER:
      case Grammar::PROGRAM:
      case Grammar::AGREEMENT:
      case Grammar::ASSUME:
      case Grammar::CLAIM:
      case Grammar::TEST:
      case Grammar::FEATURE:
      case Grammar::SCOPE:
      case Grammar::RULES:
      case Grammar::REQUIRE:
      case Grammar::GROUP:
      case Grammar::CONDITION:
      case Grammar::USE:
      case Grammar::PACK:
        return token.word.depth == 0;
      default:
        return false;
    }
  }

  // Whether a `;` was forgotten before the next word, rather than that the
  // next word is wrong.
  bool StartsStatement(antlr4::Parser* parser, Stream& stream) const {
    const Token& next = stream.Ahead(0);
    if (stream.at_end() || next.word.lexeme == Lexeme::right_brace) return true;
    if (!next.word.first_on_line) return false;
    if (stream.Ahead(1).word.lexeme == Lexeme::colon) return true;
    if (next.word.lexeme == Lexeme::path)
      return parser->getContext()->getRuleIndex() == Grammar::RuleRequestField;
    return next.word.lexeme == Lexeme::word && CanStart(next.getType());
  }

  // Keywords with which no statement starts: they go on with one.
  static bool CanStart(std::size_t type) {
    switch (type) {
      case Grammar::WORD:
      case Grammar::AND:
      case Grammar::BECAUSE:
      case Grammar::BY:
      case Grammar::EVERY:
      case Grammar::EXCEPT:
      case Grammar::FOR:
      case Grammar::HAS:
      case Grammar::IN:
      case Grammar::IS:
      case Grammar::NO:
      case Grammar::NOT:
      case Grammar::OF:
      case Grammar::ON:
      case Grammar::OR:
      case Grammar::TAGGED:
      case Grammar::THAT:
      case Grammar::UNDER:
      case Grammar::VIA:
      case Grammar::WHEN:
      case Grammar::WHERE:
      case Grammar::WHETHER:
      case Grammar::WITH:
        return false;
      default:
        return true;
    }
  }

  static std::string Literal(const antlr4::Parser& parser,
                             const antlr4::misc::IntervalSet& one) {
    std::string name = parser.getVocabulary().getLiteralName(
        static_cast<std::size_t>(one.getMinElement()));
    if (name.size() < 3 || name[1] < 'a' || name[1] > 'z') return {};
    return name.substr(1, name.size() - 2);
  }

  void ReportMissingSemicolon(antlr4::Parser* parser, Stream& stream) {
    Word place = stream.Ahead(0).word;
    std::string found = stream.at_end() ? "the end of the file"
                                        : "`" + std::string(Text(place)) + "`";
    if (stream.index() > 0) place.begin = place.end = WordOf(stream.LT(-1)).end;
    Say(parser, place, Kind::missing_semicolon,
        "expected `;` after the " + std::string(StatementName(parser)) +
            ", found " + found,
        {});
  }

  void Report(antlr4::Parser* parser, const Token& found,
              const antlr4::misc::IntervalSet& expected,
              std::string_view phrase, std::string_view statement = {}) {
    const Word& word = found.word;
    if (word.supplied) return Say(parser, word, {}, {}, {});
    Surprise surprise;
    for (ssize_t type : expected.toList()) {
      if (type <= 0) continue;
      surprise.expected.push_back(parser->getVocabulary().getDisplayName(
          static_cast<std::size_t>(type)));
    }
    Stream& stream = StreamOf(parser);
    std::size_t index = found.getTokenIndex();
    bool at_end = word.lexeme == Lexeme::end;
    if (!at_end) surprise.found = Text(word);
    surprise.found_is_word = found.getType() == Grammar::WORD;
    surprise.found_is_reserved = IsReserved(parser, found.getType());
    if (index + 1 < stream.size()) {
      Lexeme after = WordOf(stream.get(index + 1)).lexeme;
      surprise.found_is_named =
          after == Lexeme::comma || after == Lexeme::semicolon ||
          after == Lexeme::left_brace || after == Lexeme::string;
    }
    if (index > 0) {
      const Word& previous = WordOf(stream.get(index - 1));
      surprise.previous = Text(previous);
      surprise.previous_is_name = previous.lexeme <= Lexeme::integer;
    }
    if (index > 1)
      surprise.before_previous = Text(WordOf(stream.get(index - 2)));
    surprise.statement = statement.empty() ? StatementName(parser) : statement;
    surprise.phrase = phrase;
    std::size_t rule = parser->getContext()->getRuleIndex();
    if (rule == Grammar::RuleDeclaration) surprise.phrase = "a declaration";
    if (rule == Grammar::RuleAttributeType &&
        parser->getContext()->start == &found)
      surprise.phrase = "`bool`, a range of numbers or values";
    Complaint complaint = Explain(surprise, keywords_.all());
    Say(parser, word, complaint.kind, std::move(complaint.message),
        std::move(complaint.help));
  }

  // The innermost named thing that is being read.
  std::string_view StatementName(antlr4::Parser* parser) const {
    antlr4::RuleContext* context = parser->getContext();
    for (; context != nullptr;
         context = static_cast<antlr4::RuleContext*>(context->parent)) {
      const RuleWords& words = WordsFor(context);
      if (!words.name.empty()) return words.name;
    }
    return "declaration";
  }

  // Asked of the grammar's own list of them.
  static bool IsReserved(antlr4::Parser* parser, std::size_t type) {
    const antlr4::atn::ATN& atn = parser->getATN();
    return type == Grammar::NOT ||
           atn.nextTokens(atn.ruleToStartState[Grammar::RuleReservedWord])
               .contains(type);
  }

  // Silent where something was already reported in the same statement, by the
  // scanner or for the brace that had to be supplied: it is the same mistake.
  void Say(antlr4::Parser* parser, const Word& place, Kind kind,
           std::string message, std::string help) {
    broken_ = true;
    if (place.supplied || place.begin >= silent_from_) return;
    for (const Cutter::Doubt& doubt : *doubts_)
      if (doubt.begin <= place.begin && place.begin < doubt.end) return;
    std::uint32_t begin = place.begin;
    antlr4::RuleContext* context = parser->getContext();
    while (context->parent != nullptr && !WordsFor(context).is_statement)
      context = static_cast<antlr4::RuleContext*>(context->parent);
    const auto* start = static_cast<ParserRuleContext*>(context)->start;
    if (start != nullptr) begin = std::min(begin, WordOf(start).begin);
    for (std::uint32_t error : scanner_.error_places())
      if (begin <= error && error <= place.end) return;
    diagnostics_.Report(kind, {file_, place.begin, place.end},
                        std::move(message), std::move(help));
  }

  FileId file_;
  std::string_view text_;
  const Keywords& keywords_;
  const Scanner& scanner_;
  diagnostics::Sink& diagnostics_;
  std::vector<RuleWords> rules_;
  bool tolerant_ = false;
  bool reported_ = false;
  bool broken_ = false;
  bool lacks_block_ = false;
  std::uint32_t silent_from_ = UINT32_MAX;
  const std::vector<Cutter::Doubt>* doubts_ = nullptr;
};

}  // namespace

// ---------------------------------------------------------------- the door

ast::File TextToAst(FileId file, const SourceSet& sources,
                    diagnostics::Sink& diagnostics) {
  ast::File out;
  out.file = file;
  std::string_view text = sources.file(file).text;
  Scanner scanner(file, sources, diagnostics);
  Cutter cutter(scanner);
  Stream stream;
  Grammar parser(&stream);
  Keywords keywords(parser.getVocabulary());
  auto strategy = std::make_shared<Strategy>(parser, file, text, keywords,
                                             scanner, diagnostics);
  parser.setErrorHandler(strategy);
  parser.removeErrorListeners();
  parser.setBuildParseTree(false);
  TreeReader<Grammar, Tokens> reader(WordReader(file, text, diagnostics), out);
  std::vector<Word> words;
  const std::size_t errors_before = diagnostics.error_count();

  auto parse = [&](bool tolerant) {
    strategy->set_tolerant(tolerant);
    stream.seek(0);
    parser.reset();
    std::vector<Grammar::DeclarationContext*> declarations;
    while (!stream.at_end()) {
      std::size_t before = stream.index();
      declarations.push_back(parser.declaration());
      if (stream.index() == before) stream.consume();
    }
    reader.set_whole(!strategy->broken());
    for (auto* declaration : declarations) reader.Read(declaration);
  };

  std::uint32_t reached = 0;
  auto too_many = [&] {
    return scanner.gave_up() ||
           diagnostics.error_count() - errors_before >= kMaxErrorsPerFile;
  };
  while (!too_many() && cutter.Next(words)) {
    reached = words.back().end;
    if (words.size() == 1) continue;  // nested too deep: reported
    stream.Fill(words, text, keywords);
    strategy->set_doubts(cutter.doubts());
    try {
      parse(false);
      continue;
    } catch (const Strategy::GiveUp&) {
    }
    // Where a statement goes wrong the runtime works out what was expected,
    // with state that all parsers share. Nothing else does: the grammar needs
    // no prediction.
    static std::mutex expected_words;
    std::lock_guard lock(expected_words);
    try {
      parse(true);
      if (strategy->lacks_block() && cutter.doubts().empty())
        cutter.PassBlock();
    } catch (const std::exception&) {
      // The strategy lets nothing out; if the runtime does, it ends here.
      diagnostics.Report(Kind::syntax_error,
                         {file, words.front().begin, words.back().end},
                         "this declaration cannot be read");
    }
  }
  for (Span comment : scanner.comments()) out.comments.push_back({comment});
  if (too_many())
    diagnostics.Report(Kind::too_many_errors, {file, reached, reached},
                       "this file has " + std::to_string(kMaxErrorsPerFile) +
                           " mistakes or more; what follows is not read");
  return out;
}

}  // namespace assent::syntax
