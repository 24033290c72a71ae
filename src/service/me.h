#pragma once

#include <span>
#include <string>

#include "service/school.h"
#include "service/sessions.h"
#include "store/account_rows.h"

namespace shouze {

/// Who is logged in, as they are told.
MeAnswer MeOf(const School& school, const Account& account, std::span<const HeldRole> held,
              std::string session);

}  // namespace shouze
