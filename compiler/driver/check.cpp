// assent check: diagnostics, and claims with their verdicts.
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "compiler/check/check_all.h"
#include "compiler/check/claims.h"
#include "compiler/diagnostics/render_json.h"
#include "compiler/diagnostics/render_sarif.h"
#include "compiler/driver/command.h"
#include "compiler/driver/compile_paths.h"
#include "compiler/driver/opened_table.h"
#include "compiler/rows/rows_to_json.h"
#include "compiler/rows/rows_to_text.h"

namespace assent::driver {
namespace {

using check::ClaimVerdict;
using Json = nlohmann::ordered_json;
using Verdicts = std::vector<ClaimVerdict>;

struct Colours {
  std::string_view bad, good, bold, off;
};
constexpr Colours kPlain{};
constexpr Colours kAnsi{"\x1b[1;31m", "\x1b[32m", "\x1b[1m", "\x1b[0m"};

// "1,234,567" of "1234567".
std::string Grouped(std::string digits) {
  for (int at = int(digits.size()) - 3; at > 0; at -= 3)
    digits.insert(std::size_t(at), ",");
  return digits;
}

// "the end of agreement `x` is 2014-12-31, ..."
std::string AssumedText(const model::Model& model,
                        const std::vector<check::Assumed>& assumed) {
  std::string text;
  for (const check::Assumed& each : assumed) {
    const model::Unknown& unknown = model.unknowns[each.unknown.value];
    text += fmt::format("{}{} is {}", text.empty() ? "" : ", ", unknown.name,
                        unknown.values[each.value]);
  }
  return text;
}

bool HasWitness(const ClaimVerdict& verdict) {
  return verdict.kind == ClaimVerdict::Kind::refuted ||
         verdict.kind == ClaimVerdict::Kind::unprovable;
}

// One a line.
void AppendAssumed(const model::Model& model, std::string_view intro,
                   const std::vector<check::Assumed>& assumed,
                   std::string& out) {
  for (const check::Assumed& each : assumed)
    out += fmt::format("          {} {}\n",
                       &each == assumed.data() ? intro : "  and",
                       AssumedText(model, {each}));
}

// "bing, yahoo", "52 partners".
std::string PartnersText(const model::Model& model,
                         const std::vector<model::PartnerId>& partners) {
  if (partners.size() > 4) return Plural(partners.size(), "partner");
  std::string text;
  for (model::PartnerId id : partners)
    text +=
        (text.empty() ? "" : ", ") + model.vocabulary.partners[id.value].name;
  return text;
}

// Where all the requests are.
void AppendRegions(const model::Model& model, const ClaimVerdict& verdict,
                   std::string& out) {
  constexpr std::size_t kShown = 4;
  const auto& regions = verdict.regions;
  for (std::size_t i = 0; i < regions.size() && i < kShown; ++i)
    out += fmt::format("          {} {}: {}\n", i == 0 ? "in all" : "   and",
                       PartnersText(model, regions[i].partners),
                       rows::CubeText(model.vocabulary, regions[i].cube,
                                      rows::Unlimited::left_out));
  if (regions.size() > kShown)
    out += fmt::format("             and {} more\n",
                       Plural(regions.size() - kShown, "region"));
}

// "with `when item.visibility is public`", "without `despite`".
std::string RepairText(const check::Repair& repair) {
  return fmt::format(
      "{} `{}`",
      repair.kind == check::Repair::Kind::no_override ? "without" : "with",
      repair.text);
}

// Who grants it, if that is more than the witness says; and what would help.
void AppendResponsible(const ClaimVerdict& verdict, std::string& out) {
  constexpr std::size_t kShown = 6;
  const auto& rules = verdict.responsible;
  if (rules != verdict.rules) {
    out += "          granted by";
    for (std::size_t i = 0; i < rules.size() && i < kShown; ++i)
      out += fmt::format("{} {}", i == 0 ? "" : ",", rules[i].name);
    if (rules.size() > kShown)
      out += fmt::format(" and {} more", rules.size() - kShown);
    out += '\n';
  }
  if (!verdict.repairs.empty())
    out += fmt::format(
        "          it would hold {} {}\n", RepairText(verdict.repairs.front()),
        rules.size() == 1
            ? fmt::format("in `{}`", rules.front().name)
            : fmt::format("in each of these {} clauses", rules.size()));
}

void AppendClaim(const Compiled& compiled, const model::Claim& claim,
                 const ClaimVerdict& verdict, const Colours& colours,
                 std::string& out) {
  const bool holds = verdict.kind == ClaimVerdict::Kind::holds;
  const Place place = compiled.sources.Locate(claim.span);
  out += fmt::format("{}{:<9}{} {}{}{} ({}:{})\n",
                     holds ? colours.good : colours.bad, NameOf(verdict.kind),
                     colours.off, colours.bold, claim.name, colours.off,
                     place.path, place.line);
  if (verdict.kind == ClaimVerdict::Kind::undecided)
    out += "          its conditions relate too many facts to be decided\n";
  if (!HasWitness(verdict)) return;
  const bool in_table = verdict.fails_with.empty();
  if (!in_table)
    AppendAssumed(
        compiled.model,
        verdict.holds_with.empty() ? "in every case; for example, if" : "if",
        verdict.fails_with, out);
  out += fmt::format("          {}\n", check::ToText(verdict.witness));
  out += fmt::format("          is permitted by");
  for (std::size_t i = 0; i < verdict.rules.size(); ++i)
    out += fmt::format("{} {}", i == 0 ? "" : ",",
                       check::ToText(verdict.rules[i]));
  out += fmt::format("\n          one of {} such requests, of {}\n",
                     Grouped(verdict.request_count),
                     in_table ? Plural(verdict.partner_count, "partner")
                              : std::string("this partner"));
  AppendRegions(compiled.model, verdict, out);
  AppendResponsible(verdict, out);
  if (!verdict.holds_with.empty())
    AppendAssumed(compiled.model, "it holds if", verdict.holds_with, out);
}

std::string Human(const Compiled& compiled, const Verdicts& verdicts,
                  bool colour) {
  const Colours& colours = colour ? kAnsi : kPlain;
  std::string out = DiagnosticsText(compiled, colour);
  if (!compiled.ok())
    return out +
           fmt::format("{}{}{}\n{}", colours.bad,
                       Plural(compiled.diagnostics.error_count(), "error"),
                       colours.off, NamesText(compiled));
  if (!out.empty() && !verdicts.empty()) out += '\n';
  std::size_t held = 0, refuted = 0, unprovable = 0;
  for (std::size_t i = 0; i < verdicts.size(); ++i) {
    AppendClaim(compiled, compiled.model.claims[i], verdicts[i], colours, out);
    held += verdicts[i].kind == ClaimVerdict::Kind::holds;
    refuted += verdicts[i].kind == ClaimVerdict::Kind::refuted;
    unprovable += verdicts[i].kind == ClaimVerdict::Kind::unprovable;
  }
  if (!verdicts.empty()) out += '\n';
  out +=
      fmt::format("{}, {}, {}", Plural(compiled.sources.size(), "file"),
                  Plural(compiled.rules.rules.size(), "rule"),
                  Plural(compiled.model.vocabulary.partners.size(), "partner"));
  const std::size_t warnings = WarningCount(compiled);
  std::string end;
  if (const std::size_t errors = compiled.diagnostics.error_count())
    end += "; " + Plural(errors, "error");
  if (warnings != 0) end += "; " + Plural(warnings, "warning");
  end += '\n';
  if (verdicts.empty()) return out + "; no claims" + end;
  out += fmt::format("; {}: {} held, {} refuted",
                     Plural(verdicts.size(), "claim"), held, refuted);
  if (unprovable != 0) out += fmt::format(", {} unprovable", unprovable);
  if (const auto rest = verdicts.size() - held - refuted - unprovable)
    out += fmt::format(", {} undecided", rest);
  return out + end;
}

Json AssumedJson(const model::Model& model,
                 const std::vector<check::Assumed>& assumed) {
  Json list = Json::array();
  for (const check::Assumed& each : assumed) {
    const model::Unknown& unknown = model.unknowns[each.unknown.value];
    list.push_back(
        {{"name", unknown.name}, {"value", unknown.values[each.value]}});
  }
  return list;
}

Json RuleJson(const check::RuleLine& rule) {
  return {{"name", rule.name},
          {"agreement", rule.agreement},
          {"file", rule.file},
          {"line", rule.line}};
}

Json ClaimJson(const Compiled& compiled, const model::Claim& claim,
               const ClaimVerdict& verdict) {
  const Place place = compiled.sources.Locate(claim.span);
  Json json;
  json["name"] = claim.name;
  json["cite"] = claim.cite;
  json["verdict"] = NameOf(verdict.kind);
  json["file"] = place.path;
  json["line"] = place.line;
  json["witness"] = nullptr;
  json["unknowns"] = AssumedJson(compiled.model, verdict.fails_with);
  if (verdict.kind == ClaimVerdict::Kind::unprovable)
    json["holds_with"] = AssumedJson(compiled.model, verdict.holds_with);
  Json& rules = json["rules"] = Json::array();
  if (!HasWitness(verdict)) return json;
  json["witness"] = Json::parse(check::ToJson(verdict.witness));
  for (const check::RuleLine& rule : verdict.rules)
    rules.push_back(RuleJson(rule));
  Json& regions = json["regions"] = Json::array();
  for (const ClaimVerdict::Region& region : verdict.regions) {
    Json one = rows::CubeToJson(compiled.model.vocabulary, region.cube);
    Json& partners = one["partners"] = Json::array();
    for (model::PartnerId id : region.partners)
      partners.push_back(compiled.model.vocabulary.partners[id.value].name);
    one["requests"] = region.request_count;
    one["exact"] = region.exact;
    regions.push_back(std::move(one));
  }
  json["more_regions"] = verdict.more_regions;
  Json& responsible = json["responsible"] = Json::array();
  for (const check::RuleLine& rule : verdict.responsible)
    responsible.push_back(RuleJson(rule));
  Json& repairs = json["repairs"] = Json::array();
  for (const check::Repair& repair : verdict.repairs)
    repairs.push_back(RepairText(repair));
  json["obligations"] = verdict.reply.obligations;
  json["requests"] = verdict.request_count;
  json["partners"] = verdict.partner_count;
  return json;
}

std::string AsJson(const Compiled& compiled, const Verdicts& verdicts) {
  Json json;
  json["diagnostics"] = diagnostics::RenderJson(
      compiled.diagnostics.Sorted(compiled.sources), compiled.sources);
  Json& claims = json["claims"] = Json::array();
  for (std::size_t i = 0; i < verdicts.size(); ++i)
    claims.push_back(
        ClaimJson(compiled, compiled.model.claims[i], verdicts[i]));
  json["names_checked"] = compiled.names_checked;
  json["files"] = compiled.sources.size();
  json["rules"] = compiled.rules.rules.size();
  json["partners"] = compiled.model.vocabulary.partners.size();
  return json.dump() + '\n';
}

// A claim that does not hold, for code scanning.
diagnostics::SarifFinding ClaimFinding(const Compiled& compiled,
                                       const model::Claim& claim,
                                       const ClaimVerdict& verdict) {
  using Kind = ClaimVerdict::Kind;
  diagnostics::SarifFinding finding;
  finding.span = claim.span;
  finding.identity = claim.name;
  finding.message =
      fmt::format("claim `{}` is {}", claim.name, NameOf(verdict.kind));
  switch (verdict.kind) {
    case Kind::refuted:
      finding.rule = "claim_refuted";
      finding.about = "A request is permitted that a claim says never is.";
      break;
    case Kind::unprovable:
      finding.rule = "claim_unprovable";
      finding.about =
          "Whether a claim holds depends on something that is not known.";
      finding.severity = diagnostics::Severity::warning;
      break;
    default:
      finding.rule = "claim_undecided";
      finding.about = "The conditions of a claim relate too many facts.";
      finding.severity = diagnostics::Severity::warning;
  }
  if (!HasWitness(verdict)) return finding;
  if (!verdict.fails_with.empty())
    finding.message +=
        fmt::format("; if {}", AssumedText(compiled.model, verdict.fails_with));
  finding.message +=
      fmt::format("; permitted: {}", check::ToText(verdict.witness));
  finding.witness = Json::parse(check::ToJson(verdict.witness));
  for (const check::RuleLine& rule : verdict.rules)
    finding.related.push_back(
        {rule.file, rule.line, fmt::format("`{}` permits it", rule.name)});
  return finding;
}

std::string AsSarif(const Compiled& compiled, const Verdicts& verdicts) {
  std::vector<diagnostics::SarifFinding> findings;
  for (std::size_t i = 0; i < verdicts.size(); ++i)
    if (verdicts[i].kind != ClaimVerdict::Kind::holds)
      findings.push_back(
          ClaimFinding(compiled, compiled.model.claims[i], verdicts[i]));
  return diagnostics::RenderSarif(compiled.diagnostics.Sorted(compiled.sources),
                                  findings, compiled.sources, ASSENT_VERSION)
             .dump(2) +
         '\n';
}

std::string Printed(const Compiled& compiled, const Verdicts& verdicts,
                    Format format) {
  switch (format) {
    case Format::json:
      return AsJson(compiled, verdicts);
    case Format::sarif:
      return AsSarif(compiled, verdicts);
    case Format::human:
    case Format::markdown:            // of queries alone
      break;
  }
  return Human(compiled, verdicts, ColourOn(stdout));
}

}  // namespace

int Check(const Paths& paths, bool deny_warnings, Format format) {
  Result<Compiled> compiled = CompilePaths(paths);
  if (!compiled) return Fail(compiled.error());
  Verdicts verdicts;
  if (compiled->ok()) {
    const Result<OpenedTable> opened = OpenBytes(compiled->bytes);
    if (!opened) return Fail(opened.error());
    verdicts = check::CheckClaims(compiled->model, compiled->rules,
                                  opened->table(), compiled->sources);
    check::CheckAll(compiled->model, compiled->rules, opened->table(),
                    compiled->sources, compiled->diagnostics);
  }
  const bool holds = std::ranges::all_of(verdicts, [](const auto& verdict) {
    return verdict.kind == ClaimVerdict::Kind::holds;
  });
  const bool warned = deny_warnings && WarningCount(*compiled) != 0;
  return Write(
      Printed(*compiled, verdicts, format),
      compiled->ok() && !compiled->diagnostics.has_errors() && holds && !warned
          ? kClean
          : kFindings);
}

}  // namespace assent::driver
