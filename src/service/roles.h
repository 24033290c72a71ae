#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ledger/kept_facts.h"
#include "service/use_case.h"

/// 学校角色: granted to accounts and taken back. What decides, and whatever concerns an account
/// that holds one already, waits for another kind of administrator (account_acts.h).
namespace shouze {

struct GrantRoleRequest {
  Label account;
  Role role = Role::kEveryone;
  std::optional<CivilDate> from;  ///< Absent: today.
  std::optional<CivilDate> to;
  std::string reason = {};  ///< Needed where it waits.
};
SHOUZE_DESCRIBE(GrantRoleRequest, account, role, from, to, reason)

struct EndRoleRequest {
  Label id;
  std::string reason = {};
};
SHOUZE_DESCRIBE(EndRoleRequest, id, reason)

struct RoleAnswer {
  std::string id;                    ///< Empty while a grant waits.
  std::optional<std::string> waits;  ///< The act that has to be approved; absent: it is done.
};
SHOUZE_DESCRIBE(RoleAnswer, id, waits)

struct RolesAnswer {
  std::vector<RoleFact> roles;
};
SHOUZE_DESCRIBE(RolesAnswer, roles)

extern const WriteCase<GrantRoleRequest, RoleAnswer> kGrantRole;
/// At once. Errors: kConflict where it is over already.
extern const WriteCase<EndRoleRequest, RoleAnswer> kEndRole;
extern const ReadCase<Nothing, RolesAnswer> kListRoles;

}  // namespace shouze
