#pragma once

#include <string>
#include <vector>

#include "service/school.h"

namespace shouze {

/// One account of a new school; the password is shown this once.
struct FirstAccount {
  std::string login;
  Role role = Role::kEveryone;
  std::string password;
};
SHOUZE_DESCRIBE(FirstAccount, login, role, password)

struct FirstAccounts {
  std::vector<FirstAccount> accounts;
};
SHOUZE_DESCRIBE(FirstAccounts, accounts)

/// The three administrators and the first account of the office, their roles granted by `system`.
/// Errors: kConflict where there are accounts.
ResultOrErrors<FirstAccounts> CreateFirstAccounts(School& school);

}  // namespace shouze
