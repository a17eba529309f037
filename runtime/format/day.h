// Days are public: the definition stands in runtime/include/assent/day.h.
#pragma once

#include "../include/assent/day.h"
