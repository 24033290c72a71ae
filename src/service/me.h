#pragma once

#include <span>

#include "service/school.h"
#include "service/sessions.h"
#include "store/account_rows.h"

namespace shouze {

/// Who is logged in, as they are told.
MeAnswer MeOf(const SchoolOptions& school, const Account& account, std::span<const HeldRole> held);

}  // namespace shouze
