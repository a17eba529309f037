#include "compiler/driver/junit.h"

#include <fmt/format.h>

#include <algorithm>

namespace assent::driver {
namespace {

std::string Escaped(const std::string& text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      case '\n': out += "&#10;"; break;
      case '\t': out += "&#9;"; break;
      default:
        if (static_cast<unsigned char>(c) < 0x20)
          out += "\xef\xbf\xbd";
        else
          out += c;
    }
  }
  return out;
}

}  // namespace

std::string ToJunitXml(const std::vector<JunitCase>& cases) {
  const auto failed = [](const JunitCase& one) { return !one.failure.empty(); };
  std::string out = fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<testsuites name=\"assent\" tests=\"{}\" failures=\"{}\">\n",
      cases.size(), std::ranges::count_if(cases, failed));
  for (auto begin = cases.begin(); begin != cases.end();) {
    const auto end = std::find_if(begin, cases.end(), [&](const auto& one) {
      return one.suite != begin->suite;
    });
    const std::string suite = Escaped(begin->suite);
    out += fmt::format(
        "  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"0\" "
        "skipped=\"0\">\n",
        suite, end - begin, std::count_if(begin, end, failed));
    for (; begin != end; ++begin) {
      out += fmt::format("    <testcase classname=\"{}\" name=\"{}\"", suite,
                         Escaped(begin->name));
      if (!failed(*begin)) {
        out += "/>\n";
        continue;
      }
      const std::string first =
          begin->failure.substr(0, begin->failure.find('\n'));
      out += fmt::format(
          ">\n      <failure message=\"{}\">{}</failure>\n"
          "    </testcase>\n",
          Escaped(first), Escaped(begin->failure));
    }
    out += "  </testsuite>\n";
  }
  return out + "</testsuites>\n";
}

}  // namespace assent::driver
