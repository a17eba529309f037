// The only file that sees ANTLR. Three parts: the words of one declaration as
// the generated parser wants them; what happens when they do not fit; and the
// reading of what it recognised into the Ast.
#include "compiler/syntax/text_to_ast.h"

#include <algorithm>
#include <memory>
#include <unordered_map>
#include <utility>

#include "PolicyParser.h"
#include "antlr4-runtime.h"
#include "compiler/base/result.h"
#include "compiler/syntax/complaint.h"
#include "compiler/syntax/cut.h"
#include "compiler/syntax/literals.h"
#include "compiler/syntax/scan.h"

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
    return found == types_.end() ? std::size_t(Grammar::WORD)
                                 : found->second;
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
    case Lexeme::word: return keywords.TypeOf(text);
    case Lexeme::path: return Grammar::PATH;
    case Lexeme::integer: return Grammar::INTEGER;
    case Lexeme::date: return Grammar::DATE;
    case Lexeme::string: return Grammar::STRING;
    case Lexeme::left_brace: return Grammar::LEFT_BRACE;
    case Lexeme::right_brace: return Grammar::RIGHT_BRACE;
    case Lexeme::left_paren: return Grammar::LEFT_PAREN;
    case Lexeme::right_paren: return Grammar::RIGHT_PAREN;
    case Lexeme::semicolon: return Grammar::SEMICOLON;
    case Lexeme::colon: return Grammar::COLON;
    case Lexeme::comma: return Grammar::COMMA;
    case Lexeme::dots: return Grammar::DOTS;
    case Lexeme::less: return Grammar::LESS;
    case Lexeme::less_equal: return Grammar::LESS_EQUAL;
    case Lexeme::greater: return Grammar::GREATER;
    case Lexeme::greater_equal: return Grammar::GREATER_EQUAL;
    case Lexeme::end: break;
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

// The words of one declaration. The last is the end, which is never passed.
class Stream final : public antlr4::TokenStream {
 public:
  void Fill(const std::vector<Word>& words, std::string_view text,
            const Keywords& keywords) {
    tokens_.clear();
    tokens_.reserve(words.size());
    for (const Word& word : words) {
      std::string_view spelling = text.substr(word.begin,
                                              word.end - word.begin);
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

// What the rules are called in a message, and which of them are statements:
// after a mistake in one, reading goes on behind it.
struct RuleWords {
  bool is_statement = false;
  std::string_view name;
  std::string_view members;      // of a block: what can stand in it
};

RuleWords WordsFor(std::size_t rule) {
  switch (rule) {
    case Grammar::RuleDeclaration: return {true, "declaration", {}};
    case Grammar::RuleImportFile: return {false, "import", {}};
    case Grammar::RuleVocabulary:
      return {false, "vocabulary",
              "`data`, `action`, `purpose`, `relation`, `role`, `attribute` "
              "or `obligation`"};
    case Grammar::RuleVocabularyItem: return {true, "declaration", {}};
    case Grammar::RuleTermDeclaration: return {false, "terms", {}};
    case Grammar::RuleTermBlock: return {false, "term", "a term or `}`"};
    case Grammar::RuleTermItem: return {true, "term", {}};
    case Grammar::RuleNamesDeclaration: return {false, "names", {}};
    case Grammar::RuleAttribute: return {false, "attribute", {}};
    case Grammar::RuleObligationDeclaration:
      return {false, "obligation", {}};
    case Grammar::RulePermission:
      return {false, "permission",
              "`choices`, `default`, `consent`, `governs`, `open` or `}`"};
    case Grammar::RulePermissionItem: return {true, "statement", {}};
    case Grammar::RulePartner: return {false, "partner", {}};
    case Grammar::RuleProgram:
      return {false, "program", "`from`, `until`, `oblige` or `}`"};
    case Grammar::RuleProgramItem: return {true, "statement", {}};
    case Grammar::RuleAgreement:
      return {false, "agreement",
              "`allow`, a label, `from`, `until`, `oblige` or `}`"};
    case Grammar::RuleAgreementItem: return {true, "statement", {}};
    case Grammar::RuleAllow: return {false, "clause", {}};
    case Grammar::RuleExceptBlock:
      return {false, "exceptions", "`deny`, `allow` or `}`"};
    case Grammar::RuleExceptItem: return {true, "exception", {}};
    case Grammar::RuleForbid: return {false, "prohibition", {}};
    case Grammar::RuleAssume: return {false, "assumption", {}};
    case Grammar::RuleClaim: return {false, "claim", {}};
    case Grammar::RuleTest:
      return {false, "test", "`request`, `expect` or `}`"};
    case Grammar::RuleTestItem: return {true, "statement", {}};
    case Grammar::RuleRequestBlock:
      return {false, "request",
              "`partner`, `action`, `data`, `purpose`, `relation`, `date`, "
              "an attribute or `}`"};
    case Grammar::RuleRequestField: return {true, "statement", {}};
    default: return {};
  }
}

// First try: nothing is reported, a mistake ends it. Second try: every
// mistake is reported once, and costs the statement in which it stands.
class Strategy final : public antlr4::ANTLRErrorStrategy {
 public:
  struct GiveUp {};              // ends the first try

  Strategy(FileId file, std::string_view text, const Keywords& keywords,
           const Scanner& scanner, diagnostics::Sink& diagnostics)
      : file_(file),
        text_(text),
        keywords_(keywords),
        scanner_(scanner),
        diagnostics_(diagnostics) {}

  void set_tolerant(bool tolerant) { tolerant_ = tolerant; }

  void reset(antlr4::Parser*) override { reported_ = false; }
  void reportMatch(antlr4::Parser*) override {}
  bool inErrorRecoveryMode(antlr4::Parser*) override { return reported_; }

  // Called at every choice. Inside a block, whatever cannot start one of its
  // statements is reported and passed over.
  void sync(antlr4::Parser* parser) override {
    if (!tolerant_) return;
    RuleWords words = WordsFor(parser->getContext()->getRuleIndex());
    if (words.members.empty()) return;
    const antlr4::atn::ATN& atn = parser->getATN();
    const auto& expected = atn.nextTokens(atn.states[parser->getState()]);
    if (!expected.contains(std::size_t(Grammar::RIGHT_BRACE))) return;
    Stream& stream = StreamOf(parser);
    while (!expected.contains(stream.LA(1)) && !stream.at_end()) {
      Report(parser, stream.Ahead(0), expected, words.members);
      Word first = stream.Ahead(0).word;
      stream.consume();
      if (first.lexeme != Lexeme::semicolon)
        PassStatement(stream, first.depth);
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
          StartsStatement(stream)) {
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
      Report(parser, *found, expected,
             rule == Grammar::RuleForbid
                 ? "a declaration"
                 : WordsFor(Grammar::RuleAgreement).members);
      return;
    }
    Report(parser, *found, expected, {});
  }

  // Goes up to the statement at hand and passes over what is left of it.
  void recover(antlr4::Parser* parser, std::exception_ptr error) override {
    ParserRuleContext* context = parser->getContext();
    if (!WordsFor(context->getRuleIndex()).is_statement)
      std::rethrow_exception(error);
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
      case Grammar::FORBID: return true;
      case Grammar::IMPORT:
      case Grammar::VOCABULARY:
      case Grammar::PERMISSION:
      case Grammar::PARTNER:
      case Grammar::PROGRAM:
      case Grammar::AGREEMENT:
      case Grammar::ASSUME:
      case Grammar::CLAIM:
      case Grammar::TEST: return token.word.depth == 0;
      default: return false;
    }
  }

  // Whether a `;` was forgotten before the next word, rather than that the
  // next word is wrong.
  bool StartsStatement(Stream& stream) const {
    const Token& next = stream.Ahead(0);
    if (stream.at_end() || next.word.lexeme == Lexeme::right_brace)
      return true;
    if (!next.word.first_on_line) return false;
    if (stream.Ahead(1).word.lexeme == Lexeme::colon) return true;
    return next.word.lexeme == Lexeme::path ||
           (next.word.lexeme == Lexeme::word &&
            next.getType() != Grammar::WORD);
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
    std::string found = stream.at_end()
                            ? "the end of the file"
                            : "`" + std::string(Text(place)) + "`";
    if (stream.index() > 0)
      place.begin = place.end = WordOf(stream.LT(-1)).end;
    Say(parser, place, Kind::missing_semicolon,
        "expected `;` after the " + std::string(StatementName(parser)) +
            ", found " + found,
        {});
  }

  void Report(antlr4::Parser* parser, const Token& found,
              const antlr4::misc::IntervalSet& expected,
              std::string_view phrase) {
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
    surprise.found_is_reserved = IsReserved(found.getType());
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
    surprise.statement = StatementName(parser);
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
  static std::string_view StatementName(antlr4::Parser* parser) {
    antlr4::RuleContext* context = parser->getContext();
    for (; context != nullptr;
         context = static_cast<antlr4::RuleContext*>(context->parent)) {
      RuleWords words = WordsFor(context->getRuleIndex());
      if (!words.name.empty()) return words.name;
    }
    return "declaration";
  }

  static bool IsReserved(std::size_t type) {
    static const auto kReserved = [] {
      std::vector<std::size_t> types = {
          Grammar::ALLOW,  Grammar::DENY,    Grammar::FORBID,
          Grammar::ON,     Grammar::OF,      Grammar::FOR,
          Grammar::FROM,   Grammar::UNTIL,   Grammar::WHEN,
          Grammar::WHERE,  Grammar::EXCEPT,  Grammar::DESPITE,
          Grammar::BECAUSE, Grammar::APPROVED, Grammar::BY,
          Grammar::OBLIGE, Grammar::WITH,    Grammar::UNDER,
          Grammar::ANY,    Grammar::AND,     Grammar::OR,
          Grammar::IS,     Grammar::IN,      Grammar::OPEN_ENDED,
          Grammar::NOT};
      std::sort(types.begin(), types.end());
      return types;
    }();
    return std::binary_search(kReserved.begin(), kReserved.end(), type);
  }

  // Silent where something was already reported in the same statement, by the
  // scanner or for the brace that had to be supplied: it is the same mistake.
  void Say(antlr4::Parser* parser, const Word& place, Kind kind,
           std::string message, std::string help) {
    if (place.supplied) return;
    std::uint32_t begin = place.begin;
    antlr4::RuleContext* context = parser->getContext();
    while (context->parent != nullptr &&
           !WordsFor(context->getRuleIndex()).is_statement)
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
  bool tolerant_ = false;
  bool reported_ = false;
};


// ---------------------------------------------------------------- reading

// What the parser recognised, read into the Ast. Statements with a mistake in
// them were reported and are left out; the others are whole.
class Reader {
 public:
  Reader(FileId file, std::string_view text, diagnostics::Sink& diagnostics,
         ast::File& out)
      : file_(file), text_(text), diagnostics_(diagnostics), out_(out) {}

  void Read(Grammar::DeclarationContext* c) {
    if (c->exception) return;
    if (c->importing) Read(c->importing);
    if (c->words) Read(c->words);
    if (c->permitting) out_.permissions.push_back(Read(c->permitting));
    if (c->party) out_.partners.push_back(Read(c->party));
    if (c->standard) out_.programs.push_back(Read(c->standard));
    if (c->contract) out_.agreements.push_back(Read(c->contract));
    if (c->prohibition) out_.forbids.push_back(Read(c->prohibition));
    if (c->assumption) out_.assumptions.push_back(Read(c->assumption));
    if (c->statement) out_.claims.push_back(Read(c->statement));
    if (c->example) out_.tests.push_back(Read(c->example));
  }

 private:
  template <class T>
  static bool Whole(const T* context) {
    return context != nullptr && !context->exception;
  }

  // ------------------------------------------------------------ vocabulary

  void Read(Grammar::ImportFileContext* c) {
    out_.imports.push_back({ReadText(c->path), SpanOf(c)});
  }

  void Read(Grammar::VocabularyContext* c) {
    for (auto* item : c->items) {
      if (!Whole(item)) continue;
      if (item->terms) Read(item->terms);
      if (item->names) Read(item->names);
      if (item->fact) Read(item->fact);
      if (item->obligations) Read(item->obligations);
    }
  }

  void Read(Grammar::TermDeclarationContext* c) {
    ast::TermDeclaration declaration;
    switch (c->kind->getType()) {
      case Grammar::DATA: declaration.kind = ast::TermKind::data; break;
      case Grammar::ACTION: declaration.kind = ast::TermKind::action; break;
      default: declaration.kind = ast::TermKind::purpose; break;
    }
    for (auto* term : c->terms) declaration.terms.push_back(ReadTerm(term));
    out_.terms.push_back(std::move(declaration));
  }

  template <class Context>
  ast::Term ReadTerm(Context* c) {
    ast::Term term;
    term.name = ReadOwnName(c->id);
    term.title = ReadTitle(c->title);
    term.span = SpanOf(c);
    if (!c->block) return term;
    for (auto* item : c->block->items) {
      if (!Whole(item)) continue;
      for (auto* name : item->included)
        term.includes.push_back(ReadName(name));
      for (auto* child : item->children)
        term.children.push_back(ReadTerm(child));
    }
    return term;
  }

  void Read(Grammar::NamesDeclarationContext* c) {
    using Declaration = ast::NamesDeclaration;
    Declaration declaration;
    declaration.kind = c->kind->getType() == Grammar::ROLE
                           ? Declaration::Kind::role
                           : Declaration::Kind::relation;
    for (auto* entry : c->entries)
      declaration.entries.push_back(
          {ReadOwnName(entry->id), ReadTitle(entry->title)});
    out_.names.push_back(std::move(declaration));
  }

  void Read(Grammar::AttributeContext* c) {
    using Type = ast::Attribute::Type;
    ast::Attribute attribute;
    attribute.name = ReadName(c->id);
    auto* type = c->type;
    if (type->boolean) {
      attribute.type = Type::boolean;
    } else if (type->low) {
      attribute.type = Type::integer;
      attribute.low = ReadInteger(type->low);
      attribute.high = ReadInteger(type->high);
    } else {
      attribute.type = type->ordered ? Type::ordered : Type::enumerated;
      attribute.values = ReadValues(type->values);
    }
    if (c->initial) attribute.default_value = ReadValue(c->initial);
    attribute.span = SpanOf(c);
    out_.attributes.push_back(std::move(attribute));
  }

  void Read(Grammar::ObligationDeclarationContext* c) {
    for (auto* item : c->items) {
      ast::ObligationDeclaration obligation;
      obligation.name = ReadOwnName(item->id);
      for (auto* parameter : item->parameters)
        obligation.parameters.push_back({ReadOwnName(parameter->id),
                                         ReadInteger(parameter->low),
                                         ReadInteger(parameter->high)});
      obligation.span = SpanOf(item);
      out_.obligations.push_back(std::move(obligation));
    }
  }

  // --------------------------------------- permissions, partners, programs

  ast::Permission Read(Grammar::PermissionContext* c) {
    ast::Permission permission;
    permission.name = ReadOwnName(c->id);
    permission.title = ReadTitle(c->title);
    permission.owners = ReadNames(c->owners);
    permission.span = SpanOf(c);
    for (auto* item : c->items) {
      if (!Whole(item)) continue;
      if (!item->choices.empty()) {
        if (Once(permission.choices.empty(), item, "choices"))
          permission.choices = ReadValues(item->choices);
      } else if (item->initial) {
        if (Once(!permission.default_value, item, "default"))
          permission.default_value = ReadValue(item->initial);
      } else if (item->consent) {
        if (Once(!permission.consent, item, "consent"))
          permission.consent = ReadValue(item->consent);
      } else if (item->governs) {
        permission.governs.push_back(Read(item->governs));
      } else if (Once(permission.open_when.empty(), item, "open when")) {
        permission.open_when = ReadValues(item->openWhen);
      }
    }
    return permission;
  }

  ast::Partner Read(Grammar::PartnerContext* c) {
    ast::Partner partner;
    partner.name = ReadOwnName(c->id);
    partner.title = ReadTitle(c->title);
    if (c->role) partner.role = ReadName(c->role);
    partner.span = SpanOf(c);
    return partner;
  }

  ast::Program Read(Grammar::ProgramContext* c) {
    ast::Program program;
    program.name = ReadOwnName(c->id);
    program.title = ReadTitle(c->title);
    program.span = SpanOf(c);
    for (auto* item : c->items) {
      if (!Whole(item)) continue;
      if (item->life) Merge(item->life, program.window);
      ReadUses(item->uses, program.obligations);
    }
    return program;
  }

  // ------------------------------------------------------------ agreements

  ast::Agreement Read(Grammar::AgreementContext* c) {
    ast::Agreement agreement;
    agreement.name = ReadOwnName(c->id);
    agreement.title = ReadTitle(c->title);
    Read(c->partners, agreement.partners, agreement.every_role);
    if (c->program_) agreement.program = ReadName(c->program_);
    agreement.span = SpanOf(c);
    for (auto* item : c->items) {
      if (!Whole(item)) continue;
      if (item->life) Merge(item->life, agreement.window);
      ReadUses(item->uses, agreement.obligations);
      if (item->clause) agreement.clauses.push_back(Read(item->clause));
    }
    return agreement;
  }

  void Read(Grammar::CounterpartiesContext* c, std::vector<ast::Name>& names,
            std::optional<ast::Name>& every_role) {
    if (c->role) every_role = ReadName(c->role);
    for (auto* name : c->names) names.push_back(ReadName(name));
  }

  ast::Allow Read(Grammar::AllowContext* c) {
    ast::Allow allow;
    if (c->label) allow.name = ReadOwnName(c->label);
    allow.scope = Read(c->about);
    allow.span = SpanOf(c);
    bool after_block = false;
    for (auto* tail : c->tails) {
      if (after_block && !tail->uses.empty()) CheckLayout(c, tail);
      after_block = tail->exceptions != nullptr;
      if (tail->exceptions) Read(tail->exceptions, allow.exceptions);
      if (tail->overrides) allow.overrides.push_back(Read(tail->overrides));
      ReadUses(tail->uses, allow.obligations);
    }
    return allow;
  }

  // An `oblige` behind `}` that stands like a line of the agreement.
  void CheckLayout(Grammar::AllowContext* c,
                   Grammar::ClauseTailContext* tail) {
    const Word& oblige = WordOf(tail->start);
    if (!oblige.first_on_line || Column(oblige) > Column(WordOf(c->start)))
      return;
    diagnostics_.Report(
        Kind::misleading_oblige, SpanOf(tail->start),
        "this `oblige` belongs to the clause before it, but stands like a "
        "line of the agreement",
        "write `;` after the `}` to end the clause, or indent the `oblige`");
  }

  std::size_t Column(const Word& word) const {
    std::size_t line = text_.rfind('\n', word.begin);
    return word.begin - (line == text_.npos ? 0 : line + 1);
  }

  void Read(Grammar::ExceptBlockContext* c,
            std::vector<ast::Exception>& out) {
    for (auto* item : c->items) {
      if (!Whole(item)) continue;
      ast::Exception exception;
      exception.deny = item->effect->getType() == Grammar::DENY;
      exception.scope = Read(item->about);
      for (auto* block : item->nested) Read(block, exception.exceptions);
      exception.span = SpanOf(item);
      out.push_back(std::move(exception));
    }
  }

  ast::Override Read(Grammar::OverridingContext* c) {
    ast::Override override;
    override.permissions = ReadNames(c->permissions);
    override.span = SpanOf(c);
    for (auto* part : c->parts) {
      if (part->reason) {
        if (Once(!override.because, part, "because"))
          override.because = ReadText(part->reason);
      } else if (part->approver) {
        if (Once(!override.approved_by, part, "approved by"))
          override.approved_by = ReadText(part->approver);
      } else {
        Set(override.until, part->last, "until");
      }
    }
    return override;
  }

  template <class Context>
  void ReadUses(const std::vector<Context*>& uses,
                std::vector<ast::ObligationUse>& out) {
    for (auto* c : uses) {
      ast::ObligationUse use;
      use.name = ReadName(c->id);
      for (auto* argument : c->arguments)
        use.arguments.push_back(
            {ReadName(argument->id), ReadValue(argument->given)});
      use.span = SpanOf(c);
      out.push_back(std::move(use));
    }
  }

  // -------------------------------------------------------- what about, when

  ast::Scope Read(Grammar::ScopeContext* c) {
    ast::Scope scope;
    scope.span = SpanOf(c);
    if (c->actions) scope.actions = ReadList(c->actions);
    for (auto* part : c->parts) ReadPart(part, scope);
    return scope;
  }

  template <class Part>
  void ReadPart(Part* part, ast::Scope& scope) {
    if (part->data) {
      if (Once(scope.data.absent(), part, "on"))
        scope.data = ReadList(part->data);
    } else if (part->relations) {
      if (Once(scope.relations.absent(), part, "of"))
        scope.relations = ReadList(part->relations);
    } else if (part->purposes) {
      if (Once(scope.purposes.absent(), part, "for"))
        scope.purposes = ReadList(part->purposes);
    } else if (part->window) {
      auto* window = part->window;
      Set(scope.window.from, window->first, "from");
      Set(scope.window.until, window->last, "until");
      Extend(scope.window.span, SpanOf(window));
    }
    ReadWhen(part, scope);
  }

  void ReadWhen(Grammar::ScopePartContext* part, ast::Scope& scope) {
    if (part->when && Once(!scope.when, part, "when"))
      scope.when = Read(part->when);
  }
  void ReadWhen(Grammar::ClaimPartContext* part, ast::Scope& scope) {
    if (part->where && Once(!scope.when, part, "where"))
      scope.when = Read(part->where);
  }

  template <class Context>
  ast::NameList ReadList(Context* c) {
    ast::NameList list;
    list.any = c->any != nullptr;
    list.names = ReadNames(c->names);
    list.span = SpanOf(c);
    return list;
  }

  void Merge(Grammar::LifetimeContext* c, ast::Window& window) {
    Set(window.from, c->first, "from");
    Set(window.until, c->last, "until");
    if (c->reason && Once(!window.open_ended_because, c, "open_ended"))
      window.open_ended_because = ReadText(c->reason);
    Extend(window.span, SpanOf(c));
  }

  ast::Condition Read(Grammar::ConditionContext* c) {
    return Join(c, ast::Condition::Kind::any_of);
  }
  ast::Condition Read(Grammar::ConjunctionContext* c) {
    return Join(c, ast::Condition::Kind::all_of);
  }

  template <class Context>
  ast::Condition Join(Context* c, ast::Condition::Kind kind) {
    if (c->operands.size() == 1) return Read(c->operands.front());
    ast::Condition condition;
    condition.kind = kind;
    for (auto* operand : c->operands)
      condition.operands.push_back(Read(operand));
    condition.span = SpanOf(c);
    return condition;
  }

  ast::Condition Read(Grammar::FactorContext* c) {
    ast::Condition condition = Read(c->operand);
    return c->negations.size() % 2 == 0 ? condition
                                        : Not(std::move(condition), SpanOf(c));
  }

  static ast::Condition Not(ast::Condition condition, Span span) {
    ast::Condition negation;
    negation.kind = ast::Condition::Kind::negation;
    negation.operands.push_back(std::move(condition));
    negation.span = span;
    return negation;
  }

  ast::Condition Read(Grammar::PrimaryContext* c) {
    if (c->inside) return Read(c->inside);
    ast::Condition condition;
    condition.span = SpanOf(c);
    auto* test = c->attributeTest;
    if (c->person) {
      condition.kind = ast::Condition::Kind::consent;
      condition.name = ReadName(c->person);
      test = c->consentTest;
    } else {
      condition.kind = test ? ast::Condition::Kind::comparison
                            : ast::Condition::Kind::truth;
      condition.name = ReadName(c->attributeName);
    }
    if (!test) return condition;
    bool negated = Compare(test, condition);
    Span span = condition.span;
    return negated ? Not(std::move(condition), span) : condition;
  }

  // True: the opposite is meant (`is not one of`).
  bool Compare(Grammar::ComparisonContext* c, ast::Condition& out) {
    using ast::Comparison;
    out.values = ReadValues(c->values);
    if (c->single) out.values.push_back(ReadValue(c->single));
    if (c->op) {
      switch (c->op->getType()) {
        case Grammar::LESS: out.comparison = Comparison::less; break;
        case Grammar::LESS_EQUAL:
          out.comparison = Comparison::less_equal;
          break;
        case Grammar::GREATER: out.comparison = Comparison::greater; break;
        default: out.comparison = Comparison::greater_equal; break;
      }
    } else if (c->low) {
      out.comparison = Comparison::in_range;
      out.values = {ReadValue(c->low), ReadValue(c->high)};
    } else if (c->set) {
      out.comparison = Comparison::one_of;
      return c->negation != nullptr;
    } else {
      out.comparison = c->negation ? Comparison::is_not : Comparison::is;
    }
    return false;
  }

  // -------------------------------------------------------------- whole set

  ast::Forbid Read(Grammar::ForbidContext* c) {
    ast::Forbid forbid;
    if (c->label) forbid.name = ReadOwnName(c->label);
    forbid.scope = Read(c->about);
    forbid.because = ReadTitle(c->reason);
    forbid.span = SpanOf(c);
    return forbid;
  }

  ast::Assume Read(Grammar::AssumeContext* c) {
    return {Read(c->always), ReadTitle(c->reason), SpanOf(c)};
  }

  ast::Claim Read(Grammar::ClaimContext* c) {
    ast::Claim claim;
    claim.name = ReadText(c->title);
    claim.cite = ReadTitle(c->citation);
    claim.scope.span = SpanOf(c);
    if (c->actions) claim.scope.actions = ReadList(c->actions);
    for (auto* part : c->parts) {
      if (!part->partners) {
        ReadPart(part, claim.scope);
      } else if (Once(claim.partners.empty() && !claim.every_role, part,
                      "with")) {
        Read(part->partners, claim.partners, claim.every_role);
      }
    }
    claim.span = SpanOf(c);
    return claim;
  }

  // ------------------------------------------------------------------ tests

  ast::Test Read(Grammar::TestContext* c) {
    ast::Test test;
    test.name = ReadText(c->title);
    test.span = SpanOf(c);
    bool asked = false, expected = false, broken = false;
    for (auto* item : c->items) {
      broken |= !Whole(item);
      if (!Whole(item)) continue;
      if (item->asked) {
        if (Once(!asked, item, "request")) test.request = Read(item->asked);
        asked = true;
      } else {
        if (Once(!expected, item, "expect")) Read(item, test);
        expected = true;
      }
    }
    if (broken || (asked && expected)) return test;
    diagnostics_.Report(
        Kind::missing_part, test.name.span,
        asked ? "this test does not say what it expects"
              : "this test has no request",
        asked ? "add `expect permit;` or `expect deny;`"
              : "add `request { partner ...; action ...; ... }`");
    return test;
  }

  ast::Request Read(Grammar::RequestBlockContext* c) {
    ast::Request request;
    request.span = SpanOf(c);
    for (auto* field : c->fields) {
      if (!Whole(field)) continue;
      if (field->attributeName) {
        request.attributes.push_back({ReadName(field->attributeName),
                                      ReadValue(field->given),
                                      SpanOf(field)});
        continue;
      }
      switch (field->key->getType()) {
        case Grammar::PARTNER: Set(request.partner, field); break;
        case Grammar::ACTION: Set(request.action, field); break;
        case Grammar::DATA: Set(request.data, field); break;
        case Grammar::PURPOSE: Set(request.purpose, field); break;
        case Grammar::RELATION: Set(request.relation, field); break;
        default:
          Set(request.date, field->date, "date");
      }
    }
    return request;
  }

  void Set(std::optional<ast::Name>& name, Grammar::RequestFieldContext* c) {
    if (Once(!name, c, TextOf(c->key))) name = ReadName(c->id);
  }

  void Read(Grammar::TestItemContext* c, ast::Test& test) {
    auto* verdict = c->expected;
    test.expect_permit = verdict->permit != nullptr;
    if (verdict->duties) {
      test.states_obligations = true;
      ReadUses(verdict->duties->uses, test.obligations);
    }
    if (verdict->reason) test.reason = ReadName(verdict->reason);
    if (verdict->permission_)
      test.reason_permission = ReadName(verdict->permission_);
    if (c->rule_) test.rule = ReadName(c->rule_);
  }

  // ------------------------------------------------------------------ words

  Span SpanOf(const Word& word) const {
    return {file_, word.begin, word.end};
  }
  Span SpanOf(const antlr4::Token* token) const {
    return SpanOf(WordOf(token));
  }
  Span SpanOf(const ParserRuleContext* c) const {
    Span span = SpanOf(c->start);
    if (c->stop != nullptr)
      span.end = std::max(span.end, WordOf(c->stop).end);
    return span;
  }
  static void Extend(Span& span, Span by) {
    if (!span.file.valid()) span = by;
    span.begin = std::min(span.begin, by.begin);
    span.end = std::max(span.end, by.end);
  }

  std::string_view TextOf(const antlr4::Token* token) const {
    const Word& word = WordOf(token);
    return text_.substr(word.begin, word.end - word.begin);
  }

  ast::Name ReadName(const antlr4::Token* token) const {
    return {std::string(TextOf(token)), SpanOf(token)};
  }
  ast::Name ReadName(const ParserRuleContext* c) const {
    return ReadName(c->start);
  }

  // The name of what is declared here: one word.
  ast::Name ReadOwnName(const ParserRuleContext* c) {
    ast::Name name = ReadName(c);
    if (WordOf(c->start).lexeme == Lexeme::path)
      diagnostics_.Report(
          Kind::dotted_name, name.span,
          "`" + name.text + "` is a path; what is declared has a plain name",
          "a term inside another is declared between its braces");
    return name;
  }

  template <class Context>
  std::vector<ast::Name> ReadNames(const std::vector<Context*>& list) const {
    std::vector<ast::Name> names;
    names.reserve(list.size());
    for (const auto* c : list) names.push_back(ReadName(c));
    return names;
  }

  ast::Value ReadValue(const ParserRuleContext* c) {
    if (WordOf(c->start).lexeme == Lexeme::integer)
      return NumberValue(c->start);
    return {std::string(TextOf(c->start)), SpanOf(c->start)};
  }

  // Numbers have one spelling: 007 is 7.
  ast::Value NumberValue(const antlr4::Token* token) {
    return {std::to_string(ReadInteger(token)), SpanOf(token)};
  }

  std::vector<ast::Value> ReadValues(
      const std::vector<Grammar::ValueContext*>& list) {
    std::vector<ast::Value> values;
    values.reserve(list.size());
    for (auto* c : list) values.push_back(ReadValue(c));
    return values;
  }

  void Report(Kind kind, const antlr4::Token* token,
              const std::optional<Flaw>& flaw) {
    if (!flaw) return;
    Span span = SpanOf(token);
    span.end = span.begin + static_cast<std::uint32_t>(flaw->end);
    span.begin += static_cast<std::uint32_t>(flaw->begin);
    diagnostics_.Report(kind, span, flaw->message, flaw->help);
  }

  ast::Text ReadText(const antlr4::Token* token) {
    std::optional<Flaw> flaw;
    ast::Text text{Unquote(TextOf(token), flaw), SpanOf(token)};
    Report(Kind::bad_string, token, flaw);
    return text;
  }
  std::optional<ast::Text> ReadTitle(const antlr4::Token* token) {
    if (token == nullptr) return std::nullopt;
    return ReadText(token);
  }

  ast::Date ReadDate(const antlr4::Token* token) {
    std::optional<Flaw> flaw;
    ast::Date date{syntax::ReadDate(TextOf(token), flaw), SpanOf(token)};
    Report(Kind::bad_date, token, flaw);
    return date;
  }

  void Set(std::optional<ast::Date>& date, const antlr4::Token* token,
           std::string_view part) {
    if (token == nullptr) return;
    ast::Date read = ReadDate(token);
    if (Once(!date, SpanOf(token), part)) date = read;
  }

  std::int64_t ReadInteger(const antlr4::Token* token) {
    std::optional<Flaw> flaw;
    std::int64_t value = syntax::ReadInteger(TextOf(token), flaw);
    Report(Kind::bad_number, token, flaw);
    return value;
  }

  // Whether a part is written for the first time.
  bool Once(bool first, const ParserRuleContext* c, std::string_view part) {
    return Once(first, SpanOf(c), part);
  }
  bool Once(bool first, Span span, std::string_view part) {
    if (!first)
      diagnostics_.Report(Kind::repeated_part, span,
                          "`" + std::string(part) + "` is written a second time",
                          "keep one of the two");
    return first;
  }

  FileId file_;
  std::string_view text_;
  diagnostics::Sink& diagnostics_;
  ast::File& out_;
};

}  // namespace

// --------------------------------------------------------------- the doors

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
  auto strategy = std::make_shared<Strategy>(file, text, keywords, scanner,
                                             diagnostics);
  parser.setErrorHandler(strategy);
  parser.removeErrorListeners();
  parser.setBuildParseTree(false);
  auto* simulator =
      parser.getInterpreter<antlr4::atn::ParserATNSimulator>();
  Reader reader(file, text, diagnostics, out);
  std::vector<Word> words;
  const std::size_t errors_before = diagnostics.error_count();

  auto parse = [&](bool tolerant) {
    strategy->set_tolerant(tolerant);
    simulator->setPredictionMode(tolerant ? antlr4::atn::PredictionMode::LL
                                          : antlr4::atn::PredictionMode::SLL);
    stream.seek(0);
    parser.reset();
    std::vector<Grammar::DeclarationContext*> declarations;
    while (!stream.at_end()) {
      std::size_t before = stream.index();
      declarations.push_back(parser.declaration());
      if (stream.index() == before) stream.consume();
    }
    for (auto* declaration : declarations) reader.Read(declaration);
  };

  std::uint32_t reached = 0;
  auto too_many = [&] {
    return scanner.gave_up() ||
           diagnostics.error_count() - errors_before >= kMaxErrorsPerFile;
  };
  while (!too_many() && cutter.Next(words)) {
    reached = words.back().end;
    if (words.size() == 1) continue;   // nested too deep: reported
    stream.Fill(words, text, keywords);
    try {
      parse(false);
      continue;
    } catch (const Strategy::GiveUp&) {
    }
    try {
      parse(true);
    } catch (const std::exception&) {
      // The strategy lets nothing out; if the runtime does, it ends here.
      diagnostics.Report(Kind::syntax_error,
                         {file, words.front().begin, words.back().end},
                         "this declaration cannot be read");
    }
  }
  if (too_many())
    diagnostics.Report(Kind::too_many_errors, {file, reached, reached},
                       "this file has " + std::to_string(kMaxErrorsPerFile) +
                           " mistakes or more; what follows is not read");
  return out;
}

}  // namespace assent::syntax
