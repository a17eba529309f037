#include "compiler/query/policy.h"

#include <algorithm>

namespace assent::query {

std::vector<check::RuleLine> LinesOf(const rules::RuleSet& rules,
                                     const SourceSet& sources) {
  std::vector<check::RuleLine> lines;
  for (const rules::Rule& rule : rules.rules) {
    check::RuleLine line{rule.name, rule.agreement, "", 0};
    if (rule.span.file.valid()) {
      const SourceFile& file = sources.file(rule.span.file);
      line.file = file.path;
      line.line = std::uint32_t(std::upper_bound(file.line_begins.begin(),
                                                 file.line_begins.end(),
                                                 rule.span.begin) -
                                file.line_begins.begin());
    }
    lines.push_back(std::move(line));
  }
  return lines;
}

}  // namespace assent::query
