#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "service/accounts.h"

/// What an account's members must look like, and how its first password is made.
namespace shouze {

/// A login as it is kept and looked for: half-width, lower case, nothing that cannot be seen; so
/// ＺｈａｎｇＭｉｎｇ is zhangming.
std::string KeptLogin(std::string_view typed);

/// What a new account is given, as it is kept (exchange/typed.h).
NewAccount AsKept(const NewAccount& typed);

/// Nothing is wrong: absent. `where`: a JSON pointer.
std::optional<Error> FaultOfLogin(std::string_view login, std::string where);
std::optional<Error> FaultOfName(std::string_view name, std::string where);
std::optional<Error> FaultOfPhone(std::string_view phone, std::string where);
std::optional<Error> FaultOfMail(std::string_view mail, std::string where);

/// A random password, hashed, for each person without an address that a link can be mailed to;
/// empty ones for the others. Slow. Errors: kBusy.
ResultOrErrors<FirstPasswords> MakeFirstPasswords(const School& school,
                                                  const std::vector<std::string>& addresses);

}  // namespace shouze
