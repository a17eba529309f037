// The same kernel for x86-64 processors of 2013 and later (AVX2, BMI2): this
// file alone is compiled for them. See runtime/CMakeLists.txt.
#define ASSENT_KERNEL v3
#include "decide_kernel.h"

namespace assent {

void ChooseV3(Table::View& view) noexcept;

void ChooseV3(Table::View& view) noexcept { v3::Choose(view); }

}  // namespace assent
