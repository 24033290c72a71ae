#pragma once

#include <string>

#include "base/civil.h"
#include "base/describe.h"

namespace shouze {

/// So long after somebody else gave a person the way to log in, what the person signs says so.
inline constexpr int kLetInDays = 7;

/// 由他人开通登录: the way to log in of whoever said a fact was, a few days before, in somebody
/// else's hand, who made the account, gave it a first password or changed its mail address.
struct LetIn {
  std::string by;  ///< An account; `operator`: at the machine.
  Instant at;
};
SHOUZE_DESCRIBE(LetIn, by, at)

}  // namespace shouze
