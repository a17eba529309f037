// Chooses how to decide: by the shape of the table, and by the processor.
#define ASSENT_KERNEL portable
#include "decide_kernel.h"

namespace assent {

#if defined(ASSENT_KERNEL_V3)
void ChooseV3(Table::View& view) noexcept;      // decide_v3.cpp
#endif

void ChooseDecider(Table::View& view) noexcept {
#if defined(ASSENT_KERNEL_V3)
  __builtin_cpu_init();
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") &&
      __builtin_cpu_supports("bmi2") && __builtin_cpu_supports("popcnt"))
    return ChooseV3(view);
#endif
  portable::Choose(view);
}

}  // namespace assent
