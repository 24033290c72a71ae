#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "service/school.h"

/// 年度结果: what the sheets of a year are once its result is made, and which units have one.
namespace shouze {

/// The unit's sheet as `freeze` has it, computed again from what the ledger said then; it holds for
/// good. Errors: kNotFound where the ledger had no such unit then.
ResultOrErrors<std::shared_ptr<const Sheet>> ComputeFinal(const School& school,
                                                          const FrozenFact& freeze,
                                                          std::string_view unit);

/// The units that have a sheet in the cycle, by code: those that have a part in it (WhyNotIn), once
/// its result is made those that were frozen. Errors: rules that cannot be read.
ResultOrErrors<std::vector<std::string>> UnitsOf(const View& view, const CycleFact& cycle);

}  // namespace shouze
