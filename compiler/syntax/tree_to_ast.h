// What the parser recognised, read into the Ast.
//
// The parser keeps no tree of what it matched, only the labelled parts of each
// rule (grammar/Policy.g4): they are what is read here. The grammar is a
// template parameter, so that nothing here depends on who generated it.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "compiler/ast/ast.h"
#include "compiler/syntax/words_to_ast.h"

namespace assent::syntax {

// Grammar: the generated parser. Tokens: WordOf(token) gives a token's Word.
// Statements with a mistake in them were reported and are left out; the others
// are whole.
template <class Grammar, class Tokens>
class TreeReader {
 public:
  TreeReader(WordReader words, ast::File& out) : words_(words), out_(out) {}

  // False: something was wrong with the declarations read next, so that parts
  // of them may be missing here alone.
  void set_whole(bool whole) { whole_ = whole; }

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
    if (c->product) out_.features.push_back(Read(c->product));
    if (c->interface) out_.interfaces.push_back(Read(c->interface));
    if (c->rules) out_.rule_groups.push_back(Read(c->rules));
    if (c->requirement) out_.requirements.push_back(Read(c->requirement));
    if (c->members) out_.groups.push_back(Read(c->members));
    if (c->shorthand) out_.conditions.push_back(Read(c->shorthand));
    if (c->used)
      out_.packs_used.push_back({ReadName(c->used->id), SpanOf(c->used)});
    if (c->about) out_.packs.push_back(Read(c->about));
  }

 private:
  using Kind = diagnostics::Kind;

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
      case Grammar::DATA:
        declaration.kind = ast::TermKind::data;
        break;
      case Grammar::ACTION:
        declaration.kind = ast::TermKind::action;
        break;
      default:
        declaration.kind = ast::TermKind::purpose;
        break;
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
    for (auto* mark : c->marks) {
      if (mark->consent) {
        if (Once(!term.needs, mark, "needs"))
          term.needs = ReadValue(mark->consent);
      } else if (mark->inbound) {
        if (Once(!term.inbound, mark, "inbound")) term.inbound = SpanOf(mark);
      } else if (Once(term.tags.empty(), mark, "tagged")) {
        term.tags = ReadNames(mark->tags);
      }
    }
    if (!c->block) return term;
    for (auto* item : c->block->items) {
      if (!Whole(item)) continue;
      for (auto* name : item->included) term.includes.push_back(ReadName(name));
      for (auto* child : item->children)
        term.children.push_back(ReadTerm(child));
    }
    return term;
  }

  void Read(Grammar::NamesDeclarationContext* c) {
    using Of = ast::NamesDeclaration::Kind;
    ast::NamesDeclaration declaration;
    declaration.kind = !c->relations.empty() ? Of::relation
                       : !c->roles.empty()   ? Of::role
                                             : Of::tag;
    for (auto* entry : c->relations) {
      auto& relation = AddEntry(entry, declaration);
      for (auto* mark : entry->marks) {
        if (!mark->nearer)
          ReadTags(mark, relation);
        else if (Once(!relation.via, mark, "via"))
          relation.via = ReadName(mark->nearer);
      }
    }
    for (auto* entry : c->roles) {
      auto& role = AddEntry(entry, declaration);
      for (auto* mark : entry->marks) {
        if (mark->purposes.empty()) {
          ReadTags(mark, role);
        } else if (Once(role.purposes.absent(), mark, "for")) {
          ReadItems(mark->purposes, role.purposes);
          role.purposes.span = SpanOf(mark);
        }
      }
    }
    for (auto* entry : c->tags) AddEntry(entry, declaration);
    out_.names.push_back(std::move(declaration));
  }

  template <class Context>
  ast::NamesDeclaration::Entry& AddEntry(Context* c,
                                         ast::NamesDeclaration& declaration) {
    auto& entry = declaration.entries.emplace_back();
    entry.name = ReadOwnName(c->id);
    entry.title = ReadTitle(c->title);
    return entry;
  }

  template <class Mark>
  void ReadTags(Mark* mark, ast::NamesDeclaration::Entry& entry) {
    if (Once(entry.tags.empty(), mark, "tagged"))
      entry.tags = ReadNames(mark->tags);
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
      attribute.values.insert(attribute.values.begin(), ReadValue(type->first));
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
      if (item->ceiling) program.ceilings.push_back(Read(item->ceiling));
      if (item->standard) program.standard.push_back(Read(item->standard));
      ReadUses(item->uses, program.obligations);
    }
    return program;
  }

  // ------------------------------------------------------------ agreements

  ast::Agreement Read(Grammar::AgreementContext* c) {
    ast::Agreement agreement;
    agreement.name = ReadOwnName(c->id);
    agreement.title = ReadTitle(c->title);
    agreement.partners = Read(c->partners);
    if (c->program_) agreement.program = ReadName(c->program_);
    agreement.span = SpanOf(c);
    for (auto* item : c->items) {
      if (!Whole(item)) continue;
      if (item->life) Merge(item->life, agreement.window);
      ReadUses(item->uses, agreement.obligations);
      if (item->clause) agreement.clauses.push_back(Read(item->clause));
      ReadField(item, agreement);
    }
    return agreement;
  }

  // What an agreement says of itself.
  void ReadField(Grammar::AgreementItemContext* c, ast::Agreement& agreement) {
    Set(agreement.requested, c->requested, "requested");
    if (c->requested && agreement.requested &&
        agreement.requested->kind == ast::Date::Kind::unknown)
      ReportHalfKnown(agreement.requested->span, "requested",
                      "requested unknown", "there was a request",
                      ", or say when it was: `requested unknown before DATE;`");
    if (c->somebody)
      ReportSomebody(words_.SpanOf(First(c->somebody)),
                     "write `unknown whether approved;`");
    if (c->approver && Once(!agreement.approved_by, c, "approved by"))
      agreement.approved_by = ReadWords(c->approver, "name of who approved it");
    if (!c->disclosed.empty() &&
        Once(agreement.disclosed.empty(), c, "disclosed in"))
      for (auto* place : c->disclosed) {
        if (IsUnknown(place))
          ReportHalfKnown(SpanOf(place), "disclosed", "disclosed in unknown",
                          "people were told");
        else
          agreement.disclosed.push_back(ReadPlace(place));
      }
    if (c->consideration &&
        Once(!agreement.consideration, c, "consideration")) {
      if (IsUnknown(c->consideration))
        ReportHalfKnown(SpanOf(c->consideration), "consideration",
                        "consideration unknown", "something was given for it");
      else
        agreement.consideration = ReadPlace(c->consideration);
    }
    for (auto* field : c->unsaid) {
      ast::Name name = ReadName(field);
      const bool first = std::ranges::none_of(
          agreement.unsaid,
          [&](const ast::Name& other) { return other.text == name.text; });
      if (Once(first, field, name.text))
        agreement.unsaid.push_back(std::move(name));
    }
    if (!c->amended.empty() && Once(agreement.amends.empty(), c, "amends"))
      agreement.amends = ReadNames(c->amended);
    if (c->lifecycle && Once(!agreement.lifecycle, c, "lifecycle"))
      agreement.lifecycle = ReadName(c->lifecycle);
    if (!c->flows.empty() && Once(agreement.flows.empty(), c, "flows"))
      agreement.flows = ReadNames(c->flows);
    if (!c->purposes.empty() &&
        Once(agreement.purposes.absent(), c, "purposes")) {
      ReadItems(c->purposes, agreement.purposes);
      agreement.purposes.span = SpanOf(c);
    }
  }

  // What was written for "also not whether".
  void ReportHalfKnown(Span span, std::string_view field,
                       std::string_view written, std::string_view read_as,
                       std::string_view otherwise = {}) {
    words_.Report(
        Kind::unknown_not_allowed, span,
        "`" + std::string(written) + "` reads as if " + std::string(read_as),
        "where nothing is known of it, also not whether, write "
        "`unknown whether " +
            std::string(field) + ";`" + std::string(otherwise));
  }
  void ReportSomebody(Span span, std::string help) {
    words_.Report(
        Kind::unknown_not_allowed, span,
        "`approved by unknown` reads as if somebody had approved it",
        "where nothing is known of it, also not whether, " + std::move(help));
  }

  // The word, not a string that reads so.
  bool IsUnknown(Grammar::PlaceContext* place) const {
    return place->word && words_.TextOf(First(place->word)) == "unknown";
  }

  ast::Value ReadPlace(Grammar::PlaceContext* c) {
    if (c->word) return ReadValue(c->word);
    ast::Text text = ReadText(c->text);
    return {std::move(text.text), text.span};
  }

  ast::Counterparties Read(Grammar::CounterpartiesContext* c) {
    ast::Counterparties partners;
    partners.any = c->any != nullptr;
    if (c->role) partners.every_role = ReadName(c->role);
    partners.names = ReadNames(c->names);
    partners.span = SpanOf(c);
    return partners;
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
  void CheckLayout(Grammar::AllowContext* c, Grammar::ClauseTailContext* tail) {
    const Word& oblige = Tokens::WordOf(tail->start);
    if (!oblige.first_on_line ||
        words_.ColumnOf(oblige) > words_.ColumnOf(Tokens::WordOf(c->start)))
      return;
    words_.Report(
        Kind::misleading_oblige, words_.SpanOf(oblige),
        "this `oblige` belongs to the clause before it, but stands like a "
        "line of the agreement",
        "write `;` after the `}` to end the clause, or indent the `oblige`");
  }

  void Read(Grammar::ExceptBlockContext* c, std::vector<ast::Exception>& out) {
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
          override.because = ReadWords(part->reason, "reason");
      } else if (part->approver || part->unsaid || part->somebody) {
        if (!Once(!override.approved_by && !override.unsaid, part, "approved"))
          continue;
        override.unsaid = !part->approver;
        if (part->approver)
          override.approved_by =
              ReadWords(part->approver, "name of who approved it");
        if (part->somebody)
          ReportSomebody(words_.SpanOf(First(part->somebody)),
                         "write `unknown whether approved`");
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
  void ReadWhen(Grammar::PartnerPartContext* part, ast::Scope& scope) {
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
    ReadItems(c->items, list);
    list.span = SpanOf(c);
    return list;
  }

  void ReadItems(const std::vector<typename Grammar::ListItemContext*>& items,
                 ast::NameList& list) {
    for (auto* item : items) {
      if (item->id)
        list.names.push_back(ReadName(item->id));
      else if (item->tag)
        list.tags.push_back(ReadName(item->tag));
      else
        list.unknowns.push_back({ReadNames(item->either), SpanOf(item)});
    }
  }

  // The parts of a scope that may speak of partners, too.
  template <class Part>
  void ReadParts(const std::vector<Part*>& parts, ast::Scope& scope,
                 ast::Counterparties& partners) {
    for (auto* part : parts) {
      if (!part->partners)
        ReadPart(part, scope);
      else if (Once(partners.absent(), part, "with"))
        partners = Read(part->partners);
    }
  }

  ast::Scope Read(Grammar::PartnerScopeContext* c,
                  ast::Counterparties& partners) {
    ast::Scope scope;
    scope.span = SpanOf(c);
    if (c->actions) scope.actions = ReadList(c->actions);
    ReadParts(c->parts, scope, partners);
    return scope;
  }

  void Merge(Grammar::LifetimeContext* c, ast::Window& window) {
    Set(window.from, c->first, "from");
    Set(window.until, c->last, "until");
    if (c->reason && Once(!window.open_ended_because, c, "open_ended"))
      window.open_ended_because = ReadWords(c->reason, "reason");
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
      condition.kind =
          test ? ast::Condition::Kind::comparison : ast::Condition::Kind::truth;
      condition.name = ReadName(c->attributeName);
    }
    if (!test) return condition;
    if (test->other) {
      if (c->person)
        words_.Report(Kind::syntax_error, words_.SpanOf(First(test->other)),
                      "consent is compared with a kind of consent, not with "
                      "an attribute",
                      "write `none`, `login`, `default_on`, `opt_in`, "
                      "`express` or `parental`");
      condition.kind = ast::Condition::Kind::attributes;
      condition.other = ReadName(test->other);
    }
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
        case Grammar::LESS:
          out.comparison = Comparison::less;
          break;
        case Grammar::LESS_EQUAL:
          out.comparison = Comparison::less_equal;
          break;
        case Grammar::GREATER:
          out.comparison = Comparison::greater;
          break;
        default:
          out.comparison = Comparison::greater_equal;
          break;
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
    forbid.scope = Read(c->about, forbid.partners);
    forbid.because = ReadWordsIf(c->reason, "reason");
    forbid.span = SpanOf(c);
    return forbid;
  }

  ast::Assume Read(Grammar::AssumeContext* c) {
    return {Read(c->always), ReadWordsIf(c->reason, "reason"), SpanOf(c)};
  }

  ast::Claim Read(Grammar::ClaimContext* c) {
    ast::Claim claim;
    claim.name = ReadWords(c->title, "claim");
    claim.cite = ReadWordsIf(c->citation, "citation");
    claim.scope.span = SpanOf(c);
    if (c->actions) claim.scope.actions = ReadList(c->actions);
    ReadParts(c->parts, claim.scope, claim.partners);
    claim.span = SpanOf(c);
    return claim;
  }

  ast::Require Read(Grammar::RequireContext* c) {
    ast::Require require;
    require.name = ReadWordsIf(c->title, "title of the requirement");
    require.cite = ReadWordsIf(c->citation, "citation");
    require.because = ReadWordsIf(c->reason, "reason");
    require.fields = ReadFields(c->fields);
    require.span = SpanOf(c);
    for (auto* part : c->parts) {
      if (part->partners) {
        if (Once(require.partners.absent(), part, "with"))
          require.partners = Read(part->partners);
      } else if (part->program_) {
        if (Once(!require.program, part, "under"))
          require.program = ReadName(part->program_);
      } else if (Once(require.given.empty(), part, "that has")) {
        require.given = ReadFields(part->given);
      }
    }
    return require;
  }

  std::vector<ast::Require::Field> ReadFields(
      const std::vector<typename Grammar::RequiredFieldContext*>& list) {
    std::vector<ast::Require::Field> fields;
    for (auto* c : list)
      fields.push_back({c->negation != nullptr, ReadName(c->id)});
    return fields;
  }

  // ---------------------------------------------------- policies from elsewhere

  ast::RuleGroup Read(Grammar::RuleGroupContext* c) {
    ast::RuleGroup group;
    group.name = ReadOwnName(c->id);
    group.title = ReadTitle(c->title);
    group.combine = ReadName(c->algorithm);
    group.scope.span = SpanOf(c);
    if (c->actions) group.scope.actions = ReadList(c->actions);
    ReadParts(c->parts, group.scope, group.partners);
    group.span = SpanOf(c);
    for (auto* item : c->items) {
      if (!Whole(item)) continue;
      if (item->life) {
        Merge(item->life, group.window);
        continue;
      }
      ast::RuleGroup::Item rule;
      rule.span = SpanOf(item);
      if (item->nested) {
        rule.nested.push_back(Read(item->nested));
        rule.name = rule.nested.front().name;
      } else {
        if (item->label) rule.name = ReadOwnName(item->label);
        rule.permit = item->effect->getType() == Grammar::PERMIT;
        rule.scope = Read(item->about, rule.partners);
      }
      group.items.push_back(std::move(rule));
    }
    return group;
  }

  // ------------------------------------- features, registry, names, packs

  ast::Feature Read(Grammar::FeatureContext* c) {
    ast::Feature feature;
    feature.name = ReadOwnName(c->id);
    feature.title = ReadTitle(c->title);
    feature.partners = Read(c->partners);
    feature.span = SpanOf(c);
    for (auto* item : c->items) {
      if (!Whole(item)) continue;
      if (item->needs) feature.needs.push_back(Read(item->needs));
      if (item->live) Merge(item->live, feature.live.emplace_back());
    }
    return feature;
  }

  ast::InterfaceScope Read(Grammar::InterfaceScopeContext* c) {
    ast::InterfaceScope interface;
    interface.name = ReadName(c->id);
    interface.title = ReadTitle(c->title);
    interface.span = SpanOf(c);
    for (auto* item : c->items) {
      if (!Whole(item)) continue;
      if (item->exposes) interface.exposes.push_back(Read(item->exposes));
      if (!item->partners) continue;
      ast::InterfaceScope::Holding holding;
      holding.partners = Read(item->partners);
      if (item->held) Merge(item->held, holding.window);
      holding.span = SpanOf(item);
      interface.held.push_back(std::move(holding));
    }
    return interface;
  }

  ast::Group Read(Grammar::GroupContext* c) {
    ast::Group group;
    group.name = ReadOwnName(c->id);
    group.title = ReadTitle(c->title);
    switch (c->kind->getType()) {
      case Grammar::DATA:
        group.kind = ast::Group::Kind::data;
        break;
      case Grammar::ACTION:
        group.kind = ast::Group::Kind::action;
        break;
      case Grammar::PURPOSE:
        group.kind = ast::Group::Kind::purpose;
        break;
      case Grammar::RELATION:
        group.kind = ast::Group::Kind::relation;
        break;
      default:
        group.kind = ast::Group::Kind::partner;
        break;
    }
    ReadItems(c->items, group.members);
    group.span = group.members.span = SpanOf(c);
    return group;
  }

  ast::NamedCondition Read(Grammar::NamedConditionContext* c) {
    return {ReadOwnName(c->id), Read(c->meaning), SpanOf(c)};
  }

  ast::Pack Read(Grammar::PackContext* c) {
    ast::Pack pack;
    pack.name = ReadOwnName(c->id);
    pack.title = ReadTitle(c->title);
    pack.span = SpanOf(c);
    for (auto* item : c->items) {
      if (!Whole(item)) continue;
      if (item->citation)
        pack.cites.push_back(ReadWords(item->citation, "citation"));
      if (item->omission)
        pack.omits.push_back(ReadWords(item->omission, "omission"));
    }
    return pack;
  }

  // ------------------------------------------------------------------ tests

  ast::Test Read(Grammar::TestContext* c) {
    ast::Test test;
    test.name = ReadWords(c->title, "title of the test");
    test.span = SpanOf(c);
    bool asked = false, expected = false;
    for (auto* item : c->items) {
      if (!Whole(item)) continue;
      if (item->asked) {
        if (Once(!asked, item, "request")) test.request = Read(item->asked);
        asked = true;
      } else if (item->expected) {
        if (Once(!expected, item, "expect"))
          test.expectation = Read(item->expected);
        expected = true;
      } else {
        if (Once(!expected, item, "cases")) ReadCases(item, test);
        expected = true;
      }
    }
    if (!whole_ || (asked && expected)) return test;
    words_.Report(Kind::missing_part, test.name.span,
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
                                      ReadValue(field->given), SpanOf(field)});
        continue;
      }
      switch (field->key->getType()) {
        case Grammar::PARTNER:
          SetName(request.partner, field);
          break;
        case Grammar::ACTION:
          SetName(request.action, field);
          break;
        case Grammar::DATA:
          SetName(request.data, field);
          break;
        case Grammar::PURPOSE:
          SetName(request.purpose, field);
          break;
        case Grammar::RELATION:
          SetName(request.relation, field);
          break;
        default:
          Set(request.date, field->date, "date");
      }
    }
    return request;
  }

  void SetName(std::optional<ast::Name>& name,
               Grammar::RequestFieldContext* c) {
    if (Once(!name, c, words_.TextOf(First(c->key)))) name = ReadName(c->id);
  }

  void ReadCases(Grammar::TestItemContext* c, ast::Test& test) {
    for (auto* column : c->columns) test.columns.push_back(ReadName(column));
    for (auto* row : c->cases) {
      if (!Whole(row)) continue;
      ast::Test::Case one;
      one.cells = ReadValues(row->cells);
      for (auto* cell : row->cells)
        if (cell->date) words_.ReadDate(First(cell->date));
      one.expectation = Read(row->expected);
      one.span = SpanOf(row);
      test.cases.push_back(std::move(one));
    }
  }

  ast::Expectation Read(Grammar::ExpectationContext* c) {
    ast::Expectation expectation;
    auto* verdict = c->expected;
    expectation.permit = verdict->permit != nullptr;
    if (verdict->duties) {
      expectation.states_obligations = true;
      ReadUses(verdict->duties->uses, expectation.obligations);
    }
    if (verdict->reason) expectation.reason = ReadName(verdict->reason);
    if (verdict->permission_)
      expectation.reason_permission = ReadName(verdict->permission_);
    expectation.rules = ReadNames(c->rules);
    expectation.span = SpanOf(c);
    return expectation;
  }

  // ------------------------------------------------------------------ words
  // A node is an inner one, whose first word is meant, or a word itself.

  template <class Node>
  static const Word& First(const Node* node) {
    if constexpr (requires { node->start; })
      return Tokens::WordOf(node->start);
    else
      return Tokens::WordOf(node);
  }

  template <class Context>
  Span SpanOf(const Context* c) const {
    Span span = words_.SpanOf(Tokens::WordOf(c->start));
    if (c->stop != nullptr)
      span.end = std::max(span.end, Tokens::WordOf(c->stop).end);
    return span;
  }
  static void Extend(Span& span, Span by) {
    if (!span.file.valid()) span = by;
    span.begin = std::min(span.begin, by.begin);
    span.end = std::max(span.end, by.end);
  }

  template <class Node>
  ast::Name ReadName(const Node* node) const {
    return words_.ReadName(First(node));
  }
  template <class Node>
  ast::Name ReadOwnName(const Node* node) {
    return words_.ReadOwnName(First(node));
  }
  template <class Node>
  ast::Value ReadValue(const Node* node) {
    return words_.ReadValue(First(node));
  }
  template <class Token>
  ast::Text ReadText(const Token* token) {
    return words_.ReadText(First(token));
  }
  template <class Token>
  ast::Text ReadWords(const Token* token, std::string_view what) {
    return words_.ReadWords(First(token), what);
  }
  template <class Token>
  std::optional<ast::Text> ReadWordsIf(const Token* token,
                                       std::string_view what) {
    if (token == nullptr) return std::nullopt;
    return ReadWords(token, what);
  }
  template <class Token>
  std::optional<ast::Text> ReadTitle(const Token* token) {
    if (token == nullptr) return std::nullopt;
    return ReadText(token);
  }
  template <class Token>
  std::int64_t ReadInteger(const Token* token) {
    return words_.ReadInteger(First(token));
  }

  template <class Token>
  void Set(std::optional<ast::Date>& date, const Token* token,
           std::string_view part) {
    if (token == nullptr) return;
    ast::Date read = ReadDay(token);
    if (words_.Once(!date, read.span, part)) date = std::move(read);
  }

  template <class Token>
  ast::Date ReadDay(const Token* token) {
    return words_.ReadDate(First(token));
  }
  ast::Date ReadDay(const Grammar::DayContext* c) {
    if (c->known) return words_.ReadDate(First(c->known));
    ast::Date date;
    date.span = SpanOf(c);
    date.kind = ast::Date::Kind::unknown;
    for (auto* one : c->days)
      date.days.push_back(words_.ReadDate(First(one)));
    if (!date.days.empty()) date.kind = ast::Date::Kind::one_of;
    if (c->low) {
      date.days = {words_.ReadDate(First(c->low)),
                   words_.ReadDate(First(c->high))};
      date.kind = ast::Date::Kind::in_range;
    }
    if (c->year) return ReadYear(c->year, std::move(date));
    if (c->after || c->before) {
      date.days = {words_.ReadDate(First(c->after ? c->after : c->before))};
      date.kind = c->after ? ast::Date::Kind::after : ast::Date::Kind::before;
    }
    return date;
  }

  // Some day of a year.
  template <class Token>
  ast::Date ReadYear(const Token* token, ast::Date date) {
    const std::string year(words_.TextOf(First(token)));
    date.kind = ast::Date::Kind::in_range;
    for (const char* day : {"-01-01", "-12-31"}) {
      ast::Date bound;
      bound.span = words_.SpanOf(First(token));
      bound.day = ParseDay(year + day);
      date.days.push_back(bound);
    }
    if (date.days.front().day == kNoDay)
      words_.Report(Kind::bad_date, date.days.front().span,
                    "`" + year + "` is not a year from 1970 to 2199",
                    "write a year, or two dates as 2014-03-01..2014-06-30");
    return date;
  }

  template <class Context>
  std::vector<ast::Name> ReadNames(const std::vector<Context*>& list) const {
    std::vector<ast::Name> names;
    names.reserve(list.size());
    for (const auto* c : list) names.push_back(ReadName(c));
    return names;
  }

  template <class Context>
  std::vector<ast::Value> ReadValues(const std::vector<Context*>& list) {
    std::vector<ast::Value> values;
    values.reserve(list.size());
    for (const auto* c : list) values.push_back(ReadValue(c));
    return values;
  }

  template <class Context>
  bool Once(bool first, const Context* c, std::string_view part) {
    return words_.Once(first, SpanOf(c), part);
  }

  WordReader words_;
  ast::File& out_;
  bool whole_ = true;
};

}  // namespace assent::syntax
