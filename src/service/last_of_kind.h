#pragma once

#include <optional>
#include <string>

#include "service/school.h"

/// 最后一人: without a system, a security or an audit administrator nobody can help those who lost
/// their way in, grant a role or read the security log. So the last of a kind is neither disabled
/// nor loses the role; erasing asks for the end of all roles first.
namespace shouze {

/// Refuses to take the account's roles away, or the one role `id`, where that would leave days from
/// today on which nobody who can log in is an administrator of that kind. `where`: of the fault.
std::optional<Error> FaultOfLastOfKind(Act& act, const std::string& account,
                                       const std::optional<std::string>& id, std::string where);

}  // namespace shouze
