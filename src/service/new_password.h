#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "exchange/described.h"
#include "service/school.h"
#include "store/account_rows.h"

/// 新密码: what a person's new password must be, and how it is kept. Whoever sets one for an
/// account (a change, a one-time link) goes through here.
namespace shouze {

/// What pages judge by while somebody types; nothing that is typed is sent for it.
struct PasswordRulesAnswer {
  int characters_min = 0;
  int characters_max = 0;
  int kinds_min = 0;
  int history = 0;
  int expire_days = 0;
  std::vector<std::string> own;  ///< As system/password_rules.h has them.
  std::vector<std::string> around;
};
SHOUZE_DESCRIBE(PasswordRulesAnswer, characters_min, characters_max, kinds_min, history,
                expire_days, own, around)

/// With the names of this account, of its units and of the school.
PasswordRulesAnswer PasswordRulesOf(const School& school, const Account& account);

/// The hash of a password that keeps the rules and is none of those that the account has had. Slow:
/// some hashes are compared. Errors: kInvalidInput at `where`, all rules at once; kBusy.
ResultOrErrors<std::string> HashNewPassword(const School& school, const Account& account,
                                            std::string_view password, std::string_view where);

/// The account's own password is not taken again, whatever replaces it.
void LayByPassword(WriteTx& tx, const SchoolOptions& options, const Account& account, Instant now);

/// The account has it from now on; the one before is not taken again. The row is to be written by
/// the caller.
void TakeNewPassword(WriteTx& tx, const SchoolOptions& options, Account& account,
                     const std::string& hash, Instant now);

/// It has to be changed: somebody else made it, or it is as old as the settings let it become.
bool MustChangePassword(const Account& account, const SchoolOptions& options, Instant now);
bool IsPasswordExpired(const Account& account, const SchoolOptions& options, Instant now);

}  // namespace shouze
