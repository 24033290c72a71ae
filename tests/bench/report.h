#pragma once

#include "province.h"

namespace shouze {

/// Measures everything beside each other in one run and prints the table. `schools` × 50 units; a
/// tenth and a hundredth of it show the growth.
void PrintReport(const Rulebook& rulebook, int schools);

}  // namespace shouze
