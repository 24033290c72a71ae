#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "exchange/described.h"
#include "service/accounts.h"
#include "service/new_password.h"
#include "service/school.h"

/// 初始密码: the password that somebody else gives an account. Where its person can be sent a link
/// by mail nobody sees one: the person sets it by that link, which opens once. Either is good for a
/// week.
namespace shouze {

inline constexpr int kFirstPasswordDays = 7;

/// The account has this first password from now on, from the caller; with an empty one it has none
/// until its person takes the link that QueueFirstLink (outbox.h) sends. The row is to be written
/// by the caller.
void GiveFirstPassword(Act& act, Account& account, const FirstPassword& password);

/// A new account with this first password. Absent: the login is taken.
std::optional<CreatedAccount> AddNewAccount(Act& act, const NewAccount& wanted,
                                            const FirstPassword& password);

/// The token of a link.
struct FirstLinkRequest {
  Secret token;
};
SHOUZE_DESCRIBE(FirstLinkRequest, token)

/// Whose link it is.
struct FirstLinkAnswer {
  std::string login;
  std::string name;
  Instant until;
  PasswordRulesAnswer rules;
};
SHOUZE_DESCRIBE(FirstLinkAnswer, login, name, until, rules)

/// Errors: kNotFound where it opens nothing (any more).
ResultOrErrors<FirstLinkAnswer> LookAtFirstLink(School& school, const FirstLinkRequest& request);

struct TakeFirstLinkRequest {
  Secret token;
  Secret password;
};
SHOUZE_DESCRIBE(TakeFirstLinkRequest, token, password)

/// The password becomes the person's own; the link opens nothing any more. Slow: hashes. Errors: as
/// of LookAtFirstLink; as of HashNewPassword at `/password`.
ResultOrErrors<Nothing> TakeFirstLink(School& school, const TakeFirstLinkRequest& request,
                                      std::string_view address);

}  // namespace shouze
