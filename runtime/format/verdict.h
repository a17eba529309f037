// Verdicts are public: the definition stands in
// runtime/include/assent/verdict.h.
#pragma once

#include "../include/assent/verdict.h"
