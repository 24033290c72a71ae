#include "service/account_changes.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "base/text.h"
#include "service/account_forms.h"
#include "service/first_password.h"
#include "service/last_of_kind.h"
#include "service/login_guard.h"
#include "service/notify.h"
#include "service/outbox.h"
#include "service/security_events.h"
#include "store/first_link_rows.h"

namespace shouze {
namespace {

using enum AccountActKind;

/// Of an id; enough that no two erased accounts share a login.
constexpr std::size_t kErasedLoginDigits = 16;

template <class Fact>
bool HoldsAny(const View& view, std::string_view account) {
  return std::ranges::any_of(view.state().All<Fact>(), [&](const auto& row) {
    const Fact& held = row.second.fact;
    return held.account == account && !(held.to && *held.to < view.today());
  });
}

/// What the account holds or will hold beside `role`, that must stay apart from it.
std::optional<Role> Incompatible(const View& view, std::string_view account, Role role) {
  for (const auto& [id, kept] : view.state().All<RoleFact>()) {
    const RoleFact& held = kept.fact;
    const bool over = held.to && *held.to < view.today();
    if (held.account == account && !over && !MayHoldBoth(held.role, role)) return held.role;
  }
  if (HoldsPost(view, account) && !MayHoldBoth(Role::kUnitStaff, role)) return Role::kUnitStaff;
  return std::nullopt;
}

ResultOrErrors<void> JudgeGrant(const View& view, const AccountChange& change,
                                const Account& account) {
  const Role role = change.detail.role.value();
  const bool school_role =
      role != Role::kEveryone && role != Role::kUnitStaff && role != Role::kUnitHead;
  if (!school_role) {
    return Fail(ErrorCode::kInvalidInput, "单位角色随岗位任职而来，不能授予",
                "unit roles come from posts held", "/role");
  }
  if (const auto other = Incompatible(view, account.id, role)) {
    return Fail(ErrorCode::kConflict,
                Concat("此账号是", ChineseName(*other), "，不能同时是", ChineseName(role)),
                "these two roles must stay apart");
  }
  return {};
}

ResultOrErrors<void> JudgeEnd(Act& act, const AccountChange& change) {
  const auto* const kept = act.state().Find<RoleFact>(change.detail.held);
  if (kept == nullptr) {
    return Fail(ErrorCode::kNotFound, Concat("没有授权“", change.detail.held, "”"),
                "there is no such role held", "/id");
  }
  const RoleFact& role = kept->fact;
  if (role.to && *role.to < act.today()) {
    return Fail(ErrorCode::kConflict, Concat("此授权已于 ", Format(*role.to), " 结束"),
                "this role is over already", "/id");
  }
  if (auto last = FaultOfLastOfKind(act, role.account, role.id, "/id")) return Errors{*last};
  return {};
}

ResultOrErrors<void> JudgeChange(const AccountActDetail& detail) {
  Errors errors;
  const auto note = [&](std::optional<Error> fault) {
    if (fault) errors.push_back(std::move(*fault));
  };
  if (detail.name) note(FaultOfName(*detail.name, "/name"));
  if (detail.phone) note(FaultOfPhone(*detail.phone, "/phone"));
  if (detail.mail) note(FaultOfMail(*detail.mail, "/mail"));
  if (!errors.empty()) return errors;
  return {};
}

/// Whoever is logged in there is so no more.
void EndAll(Act& act, const std::string& account) {
  EndSessions(act.tx(), account, {});
  act.AfterCommit([&cache = act.school().sessions(), account] { cache.DropAccount(account); });
}

void Note(Act& act, std::string_view kind, const Account& account) {
  AddSecurityEvent(act.tx(), EventBy(act.caller(), act.now(), kind, {{"account", account.id}}));
}

AccountChanged DoReset(Act& act, const AccountChange& change, Account account) {
  GiveFirstPassword(act, account, change.password);
  UpdateAccount(act.tx(), account);
  DropKnownDevices(act.tx(), account.id);
  ForgetGuesses(act.tx(), account.login);
  EndAll(act, account.id);
  const bool mailed = change.password.hash.empty();
  if (mailed) QueueFirstLink(act.tx(), act.school().options(), account, act.now());
  Note(act, "password_reset", account);
  return {"", mailed, account.first_until};
}

void DoChange(Act& act, const AccountChange& change, Account account) {
  const AccountActDetail& detail = change.detail;
  if (detail.name) account.name = *detail.name;
  if (detail.phone) account.phone = *detail.phone;
  if (detail.mail && *detail.mail != account.mail) {
    account.mail = *detail.mail;
    // A link that is on its way went to the other address.
    DropFirstLink(act.tx(), account.id);
    if (account.id != act.caller().account) {
      account.let_in_by = act.caller().account;
      account.let_in_at = act.now();
    }
  }
  UpdateAccount(act.tx(), account);
  Note(act, "account_changed", account);
}

void DoDisable(Act& act, Account account, bool disabled) {
  account.disabled = disabled;
  UpdateAccount(act.tx(), account);
  if (disabled) EndAll(act, account.id);
  Note(act, disabled ? "account_disabled" : "account_enabled", account);
}

void DoErase(Act& act, const Account& account) {
  Account erased;
  erased.id = account.id;
  erased.login = Concat("erased-", account.id.substr(0, kErasedLoginDigits));
  erased.disabled = true;
  erased.erased = true;
  erased.created_at = account.created_at;
  UpdateAccount(act.tx(), erased);
  DropKnownDevices(act.tx(), erased.id);
  EndAll(act, erased.id);
  Note(act, "account_erased", erased);
}

ResultOrErrors<AccountChanged> DoGrant(Act& act, const AccountChange& change) {
  RoleFact role;
  role.id = act.NewId("o");
  role.role = change.detail.role.value();
  role.account = change.account;
  role.from = change.detail.from.value_or(act.today());
  role.to = change.detail.to;
  if (!change.proposed_by.empty()) role.proposed_by = change.proposed_by;
  if (const auto done = act.Append("role.grant", role); !done) return done.error();
  return AccountChanged{role.id, false, {}};
}

ResultOrErrors<AccountChanged> DoEnd(Act& act, const AccountChange& change) {
  RoleFact role = act.state().Find<RoleFact>(change.detail.held)->fact;
  // Yesterday was its last day, so that it ends at once.
  role.to = act.today() - 1;
  role.proposed_by.reset();
  if (!change.proposed_by.empty()) role.proposed_by = change.proposed_by;
  if (const auto done = act.Append("role.end", role); !done) return done.error();
  return AccountChanged{role.id, false, {}};
}

ResultOrErrors<AccountChanged> Do(Act& act, const AccountChange& change, const Account& account) {
  switch (change.kind) {
    case kPassword:
      return DoReset(act, change, account);
    case kPerson:
      DoChange(act, change, account);
      break;
    case kDisabling:
    case kEnabling:
      DoDisable(act, account, change.kind == kDisabling);
      break;
    case kErasure:
      DoErase(act, account);
      break;
    case kGrant:
      return DoGrant(act, change);
    case kEnding:
      return DoEnd(act, change);
  }
  return AccountChanged{};
}

/// The person, also where the account lets nobody in any more, and at the old address.
void TellPerson(Act& act, const AccountChange& change, const Account& before,
                const std::string& words, const std::string& by) {
  if (before.id == act.caller().account) return;
  const std::string text = Concat("您的账号有变动：", words, "（由", by,
                                  "办理）。若与您无关，请立即告知网安办或审计管理员。");
  const bool moved = change.detail.mail && *change.detail.mail != before.mail;
  const bool shut = change.kind == kDisabling || change.kind == kErasure;
  if (moved || shut) {
    QueueMailTo(act.tx(), act.school().options(), before, before.mail, text, act.now());
  }
  if (!shut) NotifyPeople(act, {before.id}, "account_touched", before.id, text);
}

/// The auditors, of whatever opens or shuts a way in.
void TellAuditors(Act& act, const AccountChange& change, const Account& before,
                  const std::string& words, const std::string& by) {
  const bool harmless = change.kind == kPerson && !change.detail.mail;
  if (harmless || before.id == act.caller().account) return;
  std::vector<std::string> auditors = HoldersOf(act, Role::kAuditor);
  std::erase(auditors, before.id);
  NotifyPeople(act, auditors, "account_touched", before.id,
               Concat(change.kind == kErasure ? Concat("账号 ", before.id) : LabelOf(before), "：",
                      words, "，由", by, "办理。"));
}

std::string WordsOfChange(const AccountActDetail& detail, const Account& account, bool whole) {
  std::vector<std::string> words;
  const auto say = [&](std::string_view what, const std::optional<std::string>& to,
                       std::string_view from) {
    if (!to) return;
    if (!whole) {
      words.push_back(Concat("更改", what));
    } else if (to->empty()) {
      words.push_back(Concat("删去", what));
    } else if (from.empty() || from == *to) {
      words.push_back(Concat(what, "登记为“", *to, "”"));
    } else {
      words.push_back(Concat(what, "由“", from, "”改为“", *to, "”"));
    }
  };
  say("姓名", detail.name, account.name);
  say("电话", detail.phone, account.phone);
  say("邮箱", detail.mail, account.mail);
  return words.empty() ? "更改资料" : Join(words, "，");
}

}  // namespace

bool HoldsSchoolRole(const View& view, std::string_view account) {
  return HoldsAny<RoleFact>(view, account);
}

bool HoldsPost(const View& view, std::string_view account) {
  return HoldsAny<PostFact>(view, account);
}

ResultOrErrors<Account> FindToChange(Act& act, const AccountChange& change, Reach reach) {
  const bool of_role = change.kind == kGrant || change.kind == kEnding;
  if (change.account == act.caller().account && change.kind != kPerson && change.kind != kEnding) {
    return Fail(ErrorCode::kForbidden,
                of_role ? "不能给自己授权" : "不能对本人的账号这样做，请由另一位管理员办理",
                "not to your own account; ask another administrator", "/account");
  }
  auto account = FindAccount(act.tx(), change.account);
  if (!account) {
    return Fail(of_role ? ErrorCode::kInvalidInput : ErrorCode::kNotFound, "没有这个账号",
                "there is no such account", "/account");
  }
  if (account->erased && change.kind != kEnding) {
    return Fail(ErrorCode::kConflict, "这个账号已注销，不能再更改",
                "this account is erased for good", "/account");
  }
  if (reach == Reach::kUnits && HoldsSchoolRole(act, change.account)) {
    return Fail(ErrorCode::kForbidden, "此账号担任学校角色，须由系统管理员维护",
                "this account holds a school role; ask the system administrator", "/account");
  }
  return std::move(*account);
}

ResultOrErrors<void> Judge(Act& act, const AccountChange& change, const Account& account) {
  switch (change.kind) {
    case kPerson:
      return JudgeChange(change.detail);
    case kDisabling:
      if (auto last = FaultOfLastOfKind(act, account.id, {}, "/account")) return Errors{*last};
      return {};
    case kErasure:
      if (!HoldsSchoolRole(act, account.id) && !HoldsPost(act, account.id)) return {};
      return Fail(ErrorCode::kConflict, "此账号仍有任职或角色，请先办理离任或收回角色",
                  "this account still holds a post or a role", "/account");
    case kGrant:
      return JudgeGrant(act, change, account);
    case kEnding:
      return JudgeEnd(act, change);
    case kPassword:
    case kEnabling:
      break;
  }
  return {};
}

ResultOrErrors<AccountChanged> CarryOut(Act& act, const AccountChange& change, Account account) {
  const std::string words = WordsOf(act, change, account, false);
  const std::string by = NameOfCaller(act);
  auto done = Do(act, change, account);
  if (!done) return done;
  TellPerson(act, change, account, words, by);
  TellAuditors(act, change, account, words, by);
  return done;
}

std::string WordsOf(const View& view, const AccountChange& change, const Account& account,
                    bool whole) {
  const AccountActDetail& detail = change.detail;
  switch (change.kind) {
    case kPassword:
      return change.password.hash.empty() ? "重置密码，由本人用邮件里的一次性链接设置" : "重置密码";
    case kPerson:
      return WordsOfChange(detail, account, whole);
    case kDisabling:
      return "停用账号";
    case kEnabling:
      return "启用账号";
    case kErasure:
      return "注销账号";
    case kGrant:
      return Concat("授予角色：", detail.role ? ChineseName(*detail.role) : "",
                    detail.from ? Concat("，自 ", Format(*detail.from), " 起") : "",
                    detail.to ? Concat("，至 ", Format(*detail.to)) : "");
    case kEnding: {
      const auto* const kept = view.state().Find<RoleFact>(detail.held);
      return Concat("收回角色：", kept == nullptr ? detail.held : ChineseName(kept->fact.role));
    }
  }
  return "";
}

std::string LabelOf(const Account& account) {
  return Concat("账号“", account.login, "”（", account.name, "）");
}

}  // namespace shouze
