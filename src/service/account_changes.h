#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "service/accounts.h"
#include "service/school.h"
#include "store/account_rows.h"

/// 账号变动: what is done to one account, judged and carried out in one place, whether one person
/// does it at once or another kind of administrator approves it (account_acts.h).
namespace shouze {

/// What is done to it.
enum class AccountActKind : std::uint8_t {
  kPassword,
  kPerson,
  kDisabling,
  kEnabling,
  kErasure,
  kGrant,
  kEnding,
};
SHOUZE_DESCRIBE_ENUM(AccountActKind, kPassword, kPerson, kDisabling, kEnabling, kErasure, kGrant,
                     kEnding)

/// What an act gives or changes; never a secret.
struct AccountActDetail {
  std::optional<std::string> name;
  std::optional<std::string> phone;
  std::optional<std::string> mail;
  std::optional<Role> role;
  std::optional<CivilDate> from;
  std::optional<CivilDate> to;
  std::string held;  ///< The role that ends: RoleFact::id.
};
SHOUZE_DESCRIBE(AccountActDetail, name, phone, mail, role, from, to, held)

/// One act on one account.
struct AccountChange {
  AccountActKind kind = AccountActKind::kPerson;
  std::string account;
  AccountActDetail detail = {};
  FirstPassword password = {};   ///< Of a reset; empty: its person gets a link.
  std::string proposed_by = {};  ///< Of one that is approved.
};

/// What came of it.
struct AccountChanged {
  std::string role;  ///< The id of what was granted or ended.
  bool mailed = false;
  std::optional<Instant> until;  ///< The first password or the link is good until then.
};

/// 办事范围: whose accounts a row is for.
enum class Reach { kAll, kUnits };

/// Held today or later.
bool HoldsSchoolRole(const View& view, std::string_view account);
bool HoldsPost(const View& view, std::string_view account);

/// The account that may be changed so, by `reach`. Errors: kNotFound, kConflict where it is erased,
/// kForbidden where it is the own one or a school role's, for the office.
ResultOrErrors<Account> FindToChange(Act& act, const AccountChange& change, Reach reach);

/// Whether it can be done as things stand. Errors: what is wrong with what it gives; kConflict for
/// the last of a kind, incompatible roles, an account that still holds something.
ResultOrErrors<void> Judge(Act& act, const AccountChange& change, const Account& account);

/// Does what was judged. Tells the person and the auditors.
ResultOrErrors<AccountChanged> CarryOut(Act& act, const AccountChange& change, Account account);

/// 授予角色：网安办，自 2026-12-01 起 — what it does, in words. `whole`: with what is given, which
/// names people.
std::string WordsOf(const View& view, const AccountChange& change, const Account& account,
                    bool whole);
/// 账号“zhang”（张三）
std::string LabelOf(const Account& account);

}  // namespace shouze
