// Test results as JUnit XML, as build servers read it.
#pragma once

#include <string>
#include <vector>

namespace assent::driver {

struct JunitCase {
  std::string suite;    // the file of the test
  std::string name;
  std::string failure;  // empty: passed; else what was expected and what came
};

// One <testsuite> a file, in the order of the cases; no times, no host: the
// same results are the same bytes. What XML 1.0 cannot hold is written as �.
std::string ToJunitXml(const std::vector<JunitCase>& cases);

}  // namespace assent::driver
