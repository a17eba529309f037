// assent check: diagnostics, and claims with their verdicts.
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "compiler/check/check_all.h"
#include "compiler/check/claims.h"
#include "compiler/diagnostics/render_sarif.h"
#include "compiler/driver/command.h"
#include "compiler/driver/compile_paths.h"
#include "compiler/driver/opened_table.h"
#include "compiler/driver/progress.h"
#include "compiler/driver/read_file.h"
#include "compiler/driver/write_file.h"
#include "compiler/rows/rows_to_json.h"
#include "compiler/rows/rows_to_text.h"

namespace assent::driver {
namespace {

using check::ClaimVerdict;
using Json = nlohmann::ordered_json;
using Verdicts = std::vector<ClaimVerdict>;
using project::Standing;

// What is printed, in whatever form.
struct Report {
  const Compiled& compiled;
  const Verdicts& verdicts;  // one a claim
  const JudgedFindings& judged;
  const LoadedProject& project;
  std::size_t file_count = 0;  // of policies
  const CheckOptions& options;

  // What became of a claim; null: it holds.
  const JudgedFinding* Of(std::size_t claim) const {
    if (verdicts[claim].kind == ClaimVerdict::Kind::holds) return nullptr;
    std::size_t before = 0;
    for (std::size_t i = 0; i < claim; ++i)
      before += verdicts[i].kind != ClaimVerdict::Kind::holds;
    return &judged.of_claims[before];
  }
  bool HasBaseline() const {
    return !options.baseline.empty() || !options.write_baseline.empty();
  }
};

struct Colours {
  std::string_view bad, good, bold, off;
};
constexpr Colours kPlain{};
constexpr Colours kAnsi{"\x1b[1;31m", "\x1b[32m", "\x1b[1m", "\x1b[0m"};

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

// "suppressed until 2027-06-30: the reason", "in the baseline", or "".
std::string StandingText(const project::Judgement& judgement) {
  if (judgement.standing == Standing::known) return "in the baseline";
  if (judgement.suppression == nullptr) return "";
  return fmt::format("suppressed until {}: {}",
                     DayText(judgement.suppression->until),
                     judgement.suppression->reason);
}

// `judged` is null of a claim that holds. Of what does not count the first line
// is enough, unless `all` is wanted.
void AppendClaim(const Compiled& compiled, const model::Claim& claim,
                 const ClaimVerdict& verdict, const JudgedFinding* judged,
                 bool all, const Colours& colours, std::string& out) {
  const bool holds = verdict.kind == ClaimVerdict::Kind::holds;
  const Place place = compiled.sources.Locate(claim.span);
  std::string standing;
  if (judged != nullptr) {
    if (judged->judgement.standing == Standing::off) return;
    standing = StandingText(judged->judgement);
    if (standing.empty() &&
        judged->judgement.severity == diagnostics::Severity::warning)
      standing = "a warning";
    if (!standing.empty()) standing.insert(0, ", ");
  }
  out += fmt::format("{}{:<9}{} {}{}{} ({}:{}){}\n",
                     holds ? colours.good : colours.bad, NameOf(verdict.kind),
                     colours.off, colours.bold, claim.name, colours.off,
                     place.path, place.line, standing);
  if (judged != nullptr && !judged->counts() && !all) return;
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

// What counts, or all of it with what became of the rest.
std::vector<diagnostics::Diagnostic> Shown(const Report& report) {
  if (!report.options.all) return Counting(report.judged);
  std::vector<diagnostics::Diagnostic> list = report.judged.diagnostics;
  for (std::size_t i = 0; i < list.size(); ++i)
    if (std::string text =
            StandingText(report.judged.of_diagnostics[i].judgement);
        !text.empty())
      list[i].details.push_back(std::move(text));
  return list;
}

// "; 2 errors; 1 warning; 214 in the baseline; 3 suppressed".
std::string CountsText(const JudgedFindings& judged) {
  std::string text;
  if (judged.errors != 0) text += "; " + Plural(judged.errors, "error");
  if (judged.warnings != 0) text += "; " + Plural(judged.warnings, "warning");
  if (judged.known != 0)
    text += fmt::format("; {} in the baseline", judged.known);
  if (judged.suppressed != 0)
    text += fmt::format("; {} suppressed", judged.suppressed);
  return text;
}

// What a project should know of its own files, a line each.
std::string ProjectText(const Report& report) {
  std::string text;
  const JudgedFindings& judged = report.judged;
  if (!report.project.path.empty())
    text += fmt::format("project file: {}\n", report.project.path);
  if (judged.ends_first != nullptr && !report.project.today)
    text += fmt::format(
        "every suppression is taken as in force; of those that suppress, the "
        "first ends {} ({}:{})\n",
        DayText(judged.ends_first->until), report.project.path,
        report.compiled.sources.Locate(judged.ends_first->span).line);
  std::size_t gone = 0;
  for (const project::BaselineEntry& entry : judged.gone) gone += entry.count;
  // They are mended, or off, or suppressed.
  if (gone != 0 && report.options.write_baseline.empty())
    text += fmt::format(
        "{} of the baseline {} no longer needed there; with --write-baseline "
        "{} the file shrinks\n",
        Plural(gone, "finding"), gone == 1 ? "is" : "are",
        report.options.baseline);
  if (report.options.all)
    for (const project::BaselineEntry& entry : judged.gone)
      text += fmt::format("  no longer needed: {} [{}]\n", entry.message,
                          entry.kind);
  if (!report.options.write_baseline.empty() && report.compiled.ok()) {
    std::size_t written = 0;
    for (const project::BaselineEntry& entry : judged.next_baseline)
      written += entry.count;
    text += fmt::format("wrote {} with {}\n", report.options.write_baseline,
                        Plural(written, "finding"));
  }
  return text;
}

std::string Human(const Report& report, bool colour) {
  const Colours& colours = colour ? kAnsi : kPlain;
  const auto& [compiled, verdicts, judged, project, file_count, options] =
      report;
  std::string out =
      DiagnosticsText(Shown(report), compiled.sources, judged.dropped, colour);
  if (!compiled.ok())
    return out + fmt::format("{}{}{}\n{}", colours.bad,
                             Plural(judged.errors, "error"), colours.off,
                             NamesText(compiled));
  std::string claims;
  std::size_t held = 0, refuted = 0, unprovable = 0, off = 0;
  for (std::size_t i = 0; i < verdicts.size(); ++i) {
    const JudgedFinding* of_claim = report.Of(i);
    AppendClaim(compiled, compiled.model.claims[i], verdicts[i], of_claim,
                options.all, colours, claims);
    held += verdicts[i].kind == ClaimVerdict::Kind::holds;
    refuted += verdicts[i].kind == ClaimVerdict::Kind::refuted;
    unprovable += verdicts[i].kind == ClaimVerdict::Kind::unprovable;
    off += of_claim != nullptr && of_claim->judgement.standing == Standing::off;
  }
  if (!out.empty() && !claims.empty()) out += '\n';
  out += claims;
  if (!verdicts.empty()) out += '\n';
  out +=
      fmt::format("{}, {}, {}", Plural(file_count, "file"),
                  Plural(compiled.rules.rules.size(), "rule"),
                  Plural(compiled.model.vocabulary.partners.size(), "partner"));
  const std::string end = CountsText(judged) + '\n' + ProjectText(report);
  if (verdicts.empty()) return out + "; no claims" + end;
  out += fmt::format("; {}: {} held, {} refuted",
                     Plural(verdicts.size(), "claim"), held, refuted);
  if (unprovable != 0) out += fmt::format(", {} unprovable", unprovable);
  if (const auto rest = verdicts.size() - held - refuted - unprovable)
    out += fmt::format(", {} undecided", rest);
  if (off != 0) out += fmt::format(" ({} not shown: off)", off);
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

std::string_view LevelName(const JudgedFinding& judged) {
  if (judged.judgement.standing == Standing::off) return "off";
  return judged.judgement.severity == diagnostics::Severity::error ? "error"
                                                                   : "warning";
}

Json RuleJson(const check::RuleLine& rule) {
  return {{"name", rule.name},
          {"agreement", rule.agreement},
          {"file", rule.file},
          {"line", rule.line}};
}

Json ClaimJson(const Compiled& compiled, const model::Claim& claim,
               const ClaimVerdict& verdict, const JudgedFinding* judged) {
  const Place place = compiled.sources.Locate(claim.span);
  Json json;
  json["name"] = claim.name;
  json["cite"] = claim.cite;
  json["verdict"] = NameOf(verdict.kind);
  if (judged != nullptr) {
    json["severity"] = LevelName(*judged);
    AddJudgement(*judged, json);
  }
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

Json BaselineJson(const JudgedFindings& judged) {
  Json gone = Json::array();
  for (const project::BaselineEntry& entry : judged.gone)
    gone.push_back({{"kind", entry.kind},
                    {"message", entry.message},
                    {"fingerprint", entry.fingerprint},
                    {"count", entry.count}});
  return {{"known", judged.known}, {"gone", std::move(gone)}};
}

std::string AsJson(const Report& report) {
  const auto& [compiled, verdicts, judged, project, file_count, options] =
      report;
  Json json;
  json["diagnostics"] = DiagnosticsJson(judged, compiled.sources);
  Json& claims = json["claims"] = Json::array();
  for (std::size_t i = 0; i < verdicts.size(); ++i)
    claims.push_back(ClaimJson(compiled, compiled.model.claims[i], verdicts[i],
                               report.Of(i)));
  json["names_checked"] = compiled.names_checked;
  json["files"] = file_count;
  json["rules"] = compiled.rules.rules.size();
  json["partners"] = compiled.model.vocabulary.partners.size();
  json["errors"] = judged.errors + judged.claim_errors;
  json["warnings"] = judged.warnings + judged.claim_warnings;
  json["suppressed"] = judged.suppressed;
  json["baseline"] = report.HasBaseline() ? BaselineJson(judged) : Json();
  json["project"] = project.path.empty() ? Json() : Json(project.path);
  return json.dump() + '\n';
}

// What the verdict is called where levels are chosen.
std::string_view KindOf(const ClaimVerdict& verdict) {
  switch (verdict.kind) {
    case ClaimVerdict::Kind::refuted:
      return "claim_refuted";
    case ClaimVerdict::Kind::unprovable:
      return "claim_unprovable";
    default:
      return "claim_undecided";
  }
}

// A claim that does not hold, for code scanning.
diagnostics::SarifFinding SarifOf(const Compiled& compiled,
                                  const model::Claim& claim,
                                  const ClaimVerdict& verdict) {
  using Kind = ClaimVerdict::Kind;
  diagnostics::SarifFinding finding;
  finding.span = claim.span;
  finding.message =
      fmt::format("claim `{}` is {}", claim.name, NameOf(verdict.kind));
  finding.rule = KindOf(verdict);
  switch (verdict.kind) {
    case Kind::refuted:
      finding.about = "A request is permitted that a claim says never is.";
      break;
    case Kind::unprovable:
      finding.about =
          "Whether a claim holds depends on something that is not known.";
      break;
    default:
      finding.about = "The conditions of a claim relate too many facts.";
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

diagnostics::SarifState StateOf(const Report& report,
                                const JudgedFinding& judged) {
  diagnostics::SarifState state;
  state.severity = judged.judgement.severity;
  state.fingerprint = judged.fingerprint;
  if (const auto* suppression = judged.judgement.suppression)
    state.justification = fmt::format("{} (until {})", suppression->reason,
                                      DayText(suppression->until));
  if (report.HasBaseline())
    state.baseline =
        judged.judgement.standing == Standing::known ? "unchanged" : "new";
  return state;
}

std::string AsSarif(const Report& report) {
  std::vector<diagnostics::SarifFinding> findings;
  std::vector<diagnostics::SarifState> states;
  for (const JudgedFinding& judged : report.judged.of_diagnostics)
    states.push_back(StateOf(report, judged));
  for (std::size_t i = 0; i < report.verdicts.size(); ++i) {
    const JudgedFinding* judged = report.Of(i);
    if (judged == nullptr || judged->judgement.standing == Standing::off)
      continue;
    findings.push_back(SarifOf(report.compiled, report.compiled.model.claims[i],
                               report.verdicts[i]));
    states.push_back(StateOf(report, *judged));
  }
  return diagnostics::RenderSarif(report.judged.diagnostics, findings, states,
                                  report.compiled.sources, ASSENT_VERSION)
             .dump(2) +
         '\n';
}

std::string Printed(const Report& report) {
  switch (report.options.format) {
    case Format::json:
      return AsJson(report);
    case Format::sarif:
      return AsSarif(report);
    case Format::human:
    case Format::markdown:  // of queries alone
      break;
  }
  return Human(report, ColourOn(stdout));
}

std::vector<ClaimFinding> ClaimFindings(const Compiled& compiled,
                                        const Verdicts& verdicts) {
  std::vector<ClaimFinding> findings;
  for (std::size_t i = 0; i < verdicts.size(); ++i)
    if (verdicts[i].kind != ClaimVerdict::Kind::holds)
      findings.push_back({KindOf(verdicts[i]), compiled.model.claims[i].name,
                          compiled.model.claims[i].span});
  return findings;
}

Result<project::Baseline> ReadBaseline(const std::string& path) {
  const Result<std::string> text = ReadFile(path, project::kMaxBaselineBytes);
  if (!text)
    return Error{
        fmt::format("`{}` cannot be read: {}", path, text.error().message)};
  if (text->size() > project::kMaxBaselineBytes)
    return Error{fmt::format("`{}` has more than {} bytes", path,
                             project::kMaxBaselineBytes)};
  Result<project::Baseline> baseline = project::JsonToBaseline(*text);
  if (!baseline)
    return Error{fmt::format("`{}`: {}", path, baseline.error().message)};
  return baseline;
}

// Everything that is looked at, in a policy that compiles.
Result<Verdicts> RunChecks(Compiled& compiled, const Watch& watch) {
  const Result<OpenedTable> opened = OpenBytes(compiled.bytes);
  if (!opened) return opened.error();
  Tell(watch, "claims");
  Verdicts verdicts = check::CheckClaims(compiled.model, compiled.rules,
                                         opened->table(), compiled.sources);
  Tell(watch, "checks");
  check::CheckAll(compiled.model, compiled.rules, opened->table(),
                  compiled.sources, compiled.diagnostics);
  return verdicts;
}

}  // namespace

int Check(const Paths& paths, const CheckOptions& options) {
  std::optional<LoadedProject> project = ProjectOf(paths, options.project);
  if (!project) return kTrouble;
  std::optional<project::Baseline> baseline;
  if (!options.baseline.empty()) {
    Result<project::Baseline> read = ReadBaseline(options.baseline);
    if (!read) return Fail(read.error());
    baseline = std::move(*read);
  }
  Progress progress(options.format == Format::human);
  Result<Compiled> compiled = CompilePaths(paths, progress.watch());
  if (!compiled) return Fail(compiled.error());
  Verdicts verdicts;
  if (compiled->ok()) {
    Result<Verdicts> all = RunChecks(*compiled, progress.watch());
    if (!all) return Fail(all.error());
    verdicts = std::move(*all);
  }
  progress.Erase();
  const std::size_t file_count = compiled->sources.size();
  const JudgedFindings judged =
      JudgeFindings(*compiled, ClaimFindings(*compiled, verdicts), *project,
                    baseline ? &*baseline : nullptr,
                    /*adopt=*/!options.write_baseline.empty());
  if (!options.write_baseline.empty()) {
    if (!compiled->ok()) {
      Fail(
          Error{fmt::format("`{}` was not written: the policies do not compile",
                            options.write_baseline)});
    } else {
      const std::string text = project::BaselineToJson(judged.next_baseline);
      if (const auto error =
              WriteFile(options.write_baseline,
                        {reinterpret_cast<const std::uint8_t*>(text.data()),
                         text.size()}))
        return Fail(*error);
    }
  }
  return Write(
      Printed({*compiled, verdicts, judged, *project, file_count, options}),
      compiled->ok() && judged.clean(options.deny_warnings) ? kClean
                                                            : kFindings);
}

}  // namespace assent::driver
