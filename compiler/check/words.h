// Numbers in sentences.
#pragma once

#include <string>

namespace assent::check {

// "1,234,567" of "1234567".
std::string Grouped(std::string digits);

}  // namespace assent::check
