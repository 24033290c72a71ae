#include "service/first_password.h"

#include <optional>
#include <utility>

#include "base/digest.h"
#include "service/outbox.h"
#include "service/security_events.h"
#include "store/account_rows.h"
#include "store/first_link_rows.h"

namespace shouze {
namespace {

constexpr std::size_t kAccountIdBytes = 16;
constexpr std::int64_t kMinuteMs = 60'000;

Errors DeadLink() {
  return Fail(ErrorCode::kNotFound,
              "这个链接已经用过、过期，或已被新的代替；请用最新一封邮件里的，"
              "或向给您开通账号的人（网安办或系统管理员）要新的",
              "this link has been used, has run out, or was replaced by a newer one; take the one "
              "in the newest mail, or ask for another");
}

/// Whose link it is; absent: it opens nothing.
std::optional<Account> AccountOf(const ReadTx& tx, std::string_view token, Instant now) {
  if (!IsSha256Hex(token)) return std::nullopt;  // A token has as many digits.
  const auto link = FindFirstLink(tx, Sha256Hex(token));
  if (!link || link->until <= now) return std::nullopt;
  auto account = FindAccount(tx, link->account);
  const bool open = account && account->first_until && !account->disabled && !account->erased;
  return open ? account : std::nullopt;
}

}  // namespace

void GiveFirstPassword(Act& act, Account& account, const FirstPassword& password) {
  LayByPassword(act.tx(), act.school().options(), account, act.now());
  DropFirstLink(act.tx(), account.id);
  account.password_hash = password.hash;
  account.must_change_password = true;
  // People read it to the minute.
  const std::int64_t until = act.now().ms + kFirstPasswordDays * kMsPerDay;
  account.first_until = {until - until % kMinuteMs};
  account.let_in_by = act.caller().account;
  account.let_in_at = act.now();
}

std::optional<CreatedAccount> AddNewAccount(Act& act, const NewAccount& wanted,
                                            const FirstPassword& password) {
  Account account;
  account.id = act.school().parts().random.Hex(kAccountIdBytes);
  account.login = wanted.login;
  account.name = wanted.name;
  account.phone = wanted.phone;
  account.mail = wanted.mail;
  account.created_at = act.now();
  GiveFirstPassword(act, account, password);
  if (!AddAccount(act.tx(), account)) return std::nullopt;
  AddSecurityEvent(act.tx(),
                   EventBy(act.caller(), act.now(), "account_created", {{"account", account.id}}));
  CreatedAccount made{account.id, account.login,         account.name,
                      {},         password.hash.empty(), account.first_until};
  if (made.mailed) {
    QueueFirstLink(act.tx(), act.school().options(), account, act.now());
  } else {
    made.password = password.password;
  }
  return made;
}

ResultOrErrors<FirstLinkAnswer> LookAtFirstLink(School& school, const FirstLinkRequest& request) {
  const Instant now = school.parts().clock.Now();
  const auto account =
      school.store().Read([&](const ReadTx& tx) { return AccountOf(tx, request.token, now); });
  if (!account) return DeadLink();
  return FirstLinkAnswer{account->login, account->name, *account->first_until,
                         PasswordRulesOf(school, *account)};
}

ResultOrErrors<Nothing> TakeFirstLink(School& school, const TakeFirstLinkRequest& request,
                                      std::string_view address) {
  const Instant now = school.parts().clock.Now();
  const auto account =
      school.store().Read([&](const ReadTx& tx) { return AccountOf(tx, request.token, now); });
  if (!account) return DeadLink();
  const auto hash = HashNewPassword(school, *account, request.password, "/password");
  if (!hash) return hash.error();
  const auto taken = school.store().Write([&](WriteTx& tx) -> ResultOrErrors<void> {
    auto today = AccountOf(tx, request.token, now);
    if (!today) return DeadLink();
    TakeNewPassword(tx, school.options(), *today, *hash, now);
    UpdateAccount(tx, *today);
    EndSessions(tx, today->id, {});
    Caller person;
    person.account = today->id;
    person.address = address;
    AddSecurityEvent(tx, EventBy(person, now, "first_password_set"));
    return {};
  });
  if (!taken) return taken.error();
  school.sessions().DropAccount(account->id);
  return Nothing{};
}

}  // namespace shouze
