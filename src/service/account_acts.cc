#include "service/account_acts.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <utility>

#include "base/text.h"
#include "exchange/described.h"
#include "service/notify.h"
#include "service/outbox.h"
#include "service/security_events.h"
#include "store/account_act_rows.h"

namespace shouze {
namespace {

template <class E>
std::string Spelled(E value) {
  for (const auto& [spelling, one] : described::SpellingsOf<E>()) {
    if (one == value) return spelling;
  }
  return {};
}

template <class E>
E Read(std::string_view spelling) {
  for (const auto& [one, value] : described::SpellingsOf<E>()) {
    if (one == spelling) return value;
  }
  return {};
}

/// The kind of administrator that somebody is; nobody is two. Absent: none.
std::optional<Role> KindOf(const std::vector<HeldRole>& held) {
  for (const HeldRole& one : held) {
    if (IsAdministrator(one.role)) return one.role;
  }
  return std::nullopt;
}

AccountChange ChangeOf(const AccountAct& row) {
  AccountChange change;
  change.kind = Read<AccountActKind>(row.kind);
  change.account = row.account;
  if (auto detail = ReadJson<AccountActDetail>(std::string(row.detail))) change.detail = *detail;
  change.proposed_by = row.asked_by;
  return change;
}

/// Why the caller may not decide it; absent: nothing.
std::optional<Error> FaultOfDecider(const Caller& caller, const AccountAct& row,
                                    const std::optional<Account>& account) {
  const auto kind = KindOf(caller.held);
  const Role asked_as = Read<Role>(row.asked_as);
  if (!kind || *kind == asked_as) {
    return Error{ErrorCode::kForbidden, "",
                 Concat("须由另一类管理员批准，提请人是", ChineseName(asked_as)),
                 "another kind of administrator has to decide it"};
  }
  if (caller.account == row.account) {
    return Error{ErrorCode::kForbidden, "", "这是您本人的账号，须由另一位管理员批准",
                 "it is your own account; another administrator has to decide it"};
  }
  const bool grant = Read<AccountActKind>(row.kind) == AccountActKind::kGrant;
  if (grant && account && account->let_in_by == caller.account) {
    return Error{ErrorCode::kForbidden, "",
                 "此账号由您开通，或最近由您重置密码、更改邮箱，授权须由另一位管理员批准",
                 "you let this account in; another administrator has to decide it"};
  }
  return std::nullopt;
}

Errors NoSuchAct(std::string_view id) {
  return Fail(ErrorCode::kNotFound, Concat("没有账号事项“", id, "”"),
              Concat("there is no act on an account \"", id, "\""), "/id");
}

ResultOrErrors<AccountAct> FindOpen(Act& act, std::string_view id) {
  const auto number = ParseInteger(id);
  auto row = number ? FindAccountAct(act.tx(), *number) : std::nullopt;
  if (!row) return NoSuchAct(id);
  if (row->state != Spelled(ProposalState::kOpen)) {
    return Fail(ErrorCode::kConflict, "这一事项已经办结，请刷新后查看",
                "this has been decided already");
  }
  return std::move(*row);
}

void Close(Act& act, AccountAct& row, ProposalState state, const std::string& remark,
           std::string_view event) {
  row.state = Spelled(state);
  row.decided_by = act.caller().account;
  row.decided_at = act.now();
  row.remark = remark;
  UpdateAccountAct(act.tx(), row);
  AddSecurityEvent(act.tx(), EventBy(act.caller(), act.now(), event,
                                     {{"act", std::to_string(row.id)},
                                      {"kind", row.kind},
                                      {"account", row.account},
                                      {"asked_by", row.asked_by}}));
}

/// Whoever asked; where nothing comes of it the person and the auditors, too, who else are told of
/// what is done (CarryOut).
void TellDecided(Act& act, const AccountAct& row, const Account& account, const std::string& text) {
  std::set<std::string> told = {row.asked_by};
  if (row.state != Spelled(ProposalState::kApproved)) {
    told.insert(row.account);
    std::ranges::copy(HoldersOf(act, Role::kAuditor), std::inserter(told, told.end()));
  }
  NotifyPeople(act, {told.begin(), told.end()}, "account_act_decided", account.id, text);
}

/// 账号“zhang”（张三）：停用账号
std::string TextOf(Act& act, const AccountAct& row, const Account& account) {
  return Concat(LabelOf(account), "：", WordsOf(act, ChangeOf(row), account, false));
}

ResultOrErrors<AccountActDecided> RunApprove(Act& act, const DecideAccountActRequest& request) {
  auto row = FindOpen(act, request.id);
  if (!row) return row.error();
  const auto known = FindAccount(act.tx(), row->account);
  if (auto fault = FaultOfDecider(act.caller(), *row, known)) return Errors{*fault};
  const auto asker = FindAccount(act.tx(), row->asked_by);
  const auto still = KindOf(act.school().HeldBy(row->asked_by));
  if (!asker || asker->disabled || still != Read<Role>(row->asked_as)) {
    return Fail(ErrorCode::kConflict, "提请人已不是这类管理员，请不予批准，需要时由现任重新提请",
                "whoever asked is no such administrator any more; refuse it");
  }
  const AccountChange change = ChangeOf(*row);
  const auto account = FindToChange(act, change, Reach::kAll);
  if (!account) return account.error();
  if (change.kind == AccountActKind::kPassword &&
      !CanMailLink(act.school().options(), account->mail)) {
    return Fail(ErrorCode::kConflict, "本人现在没有能收到链接的邮箱，请不予批准",
                "the person has no mail address that a link could reach; refuse it");
  }
  if (const auto right = Judge(act, change, *account); !right) return right.error();
  const std::string text = TextOf(act, *row, *account);
  if (const auto done = CarryOut(act, change, *account); !done) return done.error();
  Close(act, *row, ProposalState::kApproved, request.remark, "account_act_approved");
  TellDecided(act, *row, *account, Concat(text, "，已由", NameOfCaller(act), "批准。"));
  return AccountActDecided{request.id};
}

ResultOrErrors<AccountActDecided> RunRefuse(Act& act, const DecideAccountActRequest& request) {
  auto row = FindOpen(act, request.id);
  if (!row) return row.error();
  const auto account = FindAccount(act.tx(), row->account);
  if (auto fault = FaultOfDecider(act.caller(), *row, account)) return Errors{*fault};
  if (request.remark.empty()) {
    return Fail(ErrorCode::kInvalidInput, "请写明不予批准的理由", "say why it is refused",
                "/remark");
  }
  Close(act, *row, ProposalState::kRefused, request.remark, "account_act_refused");
  TellDecided(
      act, *row, *account,
      Concat(TextOf(act, *row, *account), "，未获", NameOfCaller(act), "批准：", request.remark));
  return AccountActDecided{request.id};
}

ResultOrErrors<AccountActDecided> RunWithdraw(Act& act, const DecideAccountActRequest& request) {
  auto row = FindOpen(act, request.id);
  if (!row) return row.error();
  if (row->asked_by != act.caller().account) {
    return Fail(ErrorCode::kForbidden, "只有提请人可以撤回", "only whoever asked may withdraw it");
  }
  const auto account = FindAccount(act.tx(), row->account);
  Close(act, *row, ProposalState::kWithdrawn, request.remark, "account_act_withdrawn");
  TellDecided(act, *row, *account, Concat(TextOf(act, *row, *account), "，提请人已撤回。"));
  return AccountActDecided{request.id};
}

ResultOrErrors<AccountActsAnswer> RunList(const CallerView& view,
                                          const ListAccountActsRequest& request) {
  AccountActsAnswer answer;
  view.school().store().Read([&](const ReadTx& tx) {
    for (const AccountAct& row : ReadAccountActs(tx)) {
      const ProposalState state = Read<ProposalState>(row.state);
      if (request.state && *request.state != state) continue;
      const auto account = FindAccount(tx, row.account);
      const bool open = state == ProposalState::kOpen;
      const AccountChange change = ChangeOf(row);
      answer.acts.push_back({std::to_string(row.id), change.kind,
                             account ? WordsOf(view, change, *account, true) : "", row.account,
                             row.asked_by, Read<Role>(row.asked_as), row.asked_at, row.reason,
                             state, row.decided_by, row.decided_at, row.remark,
                             open && !FaultOfDecider(view.caller(), row, account),
                             open && row.asked_by == view.caller().account});
    }
    return true;
  });
  return answer;
}

/// Pages send a person's whole form; what is asked for is what differs.
void LeaveOutUnchanged(AccountActDetail& detail, const Account& account) {
  const auto narrow = [](std::optional<std::string>& to, const std::string& from) {
    if (to == from) to.reset();
  };
  narrow(detail.name, account.name);
  narrow(detail.phone, account.phone);
  narrow(detail.mail, account.mail);
}

/// 要害角色: whoever holds one decides, or has the school in hand.
bool Decides(Role role) {
  return role == Role::kOffice || role == Role::kLeadingGroup || IsAdministrator(role);
}

bool NeedsAnotherKind(const Act& act, const AccountChange& change) {
  // At the machine.
  if (act.caller().account == act.school().Operator().account) return false;
  if (change.kind == AccountActKind::kPerson && change.account == act.caller().account)
    return false;
  if (HoldsSchoolRole(act, change.account)) return true;
  return change.detail.role && Decides(*change.detail.role);
}

ResultOrErrors<std::string> PutUp(Act& act, const AccountChange& change, const Account& account,
                                  const std::string& reason) {
  if (reason.empty()) {
    return Fail(ErrorCode::kInvalidInput, "此事须由另一类管理员批准，请写明理由",
                "another kind of administrator has to approve this; say why it is asked",
                "/reason");
  }
  if (change.kind == AccountActKind::kPassword &&
      !CanMailLink(act.school().options(), account.mail)) {
    return Fail(ErrorCode::kConflict,
                "担任学校角色者的密码不经别人的手，而此账号没有能收到链接的邮箱：请先登记邮箱，"
                "或由本人到服务器上用 shouze user password 设置",
                "nobody else sees such a password, and no mail reaches the person: register a mail "
                "address, or let the person set it at the machine ('shouze user password')");
  }
  const std::string open = Spelled(ProposalState::kOpen);
  AccountAct row;
  row.kind = Spelled(change.kind);
  row.account = account.id;
  row.detail = WriteJson(change.detail, UtcOffset{0});
  for (const AccountAct& other : ReadAccountActs(act.tx())) {
    if (other.state != open || other.account != row.account || other.kind != row.kind) continue;
    if (change.kind == AccountActKind::kGrant && other.detail != row.detail) continue;
    if (change.kind == AccountActKind::kEnding && other.detail != row.detail) continue;
    return Fail(
        ErrorCode::kConflict,
        Concat("同样的事项已在等待批准（第 ", other.id, " 件），请先办结或撤回"),
        Concat("the same is waiting already (", other.id, "); decide or withdraw it first"));
  }
  row.asked_by = act.caller().account;
  row.asked_as = Spelled(KindOf(act.caller().held).value_or(Role::kEveryone));
  row.asked_at = act.now();
  row.reason = reason;
  row.state = open;
  row.id = AddAccountAct(act.tx(), row);
  const std::string id = std::to_string(row.id);
  AddSecurityEvent(act.tx(), EventBy(act.caller(), act.now(), "account_act_asked",
                                     {{"act", id}, {"kind", row.kind}, {"account", row.account}}));
  std::set<std::string> told = {row.account};
  for (const auto& [spelling, kind] : described::SpellingsOf<Role>()) {
    if (!IsAdministrator(kind) || spelling == row.asked_as) continue;
    std::ranges::copy(HoldersOf(act, kind), std::inserter(told, told.end()));
  }
  std::ranges::copy(HoldersOf(act, Role::kAuditor), std::inserter(told, told.end()));
  NotifyPeople(act, {told.begin(), told.end()}, "account_act", account.id,
               Concat(NameOfCaller(act), "提请，须由另一类管理员批准：", TextOf(act, row, account),
                      "；理由：", reason));
  return id;
}

}  // namespace

ResultOrErrors<AccountOutcome> DoOrPutUp(Act& act, AccountChange change, Reach reach,
                                         const std::string& reason) {
  const auto account = FindToChange(act, change, reach);
  if (!account) return account.error();
  LeaveOutUnchanged(change.detail, *account);
  if (const auto right = Judge(act, change, *account); !right) return right.error();
  if (NeedsAnotherKind(act, change)) {
    auto id = PutUp(act, change, *account, reason);
    if (!id) return id.error();
    return AccountOutcome{std::move(*id), {}};
  }
  auto done = CarryOut(act, change, *account);
  if (!done) return done.error();
  return AccountOutcome{{}, std::move(*done)};
}

using enum Action;

const CallerReadCase<ListAccountActsRequest, AccountActsAnswer> kListAccountActs = {
    "account_act.list", "查看账号事项", kApproveAccounts, RunList};
const WriteCase<DecideAccountActRequest, AccountActDecided> kApproveAccountAct = {
    "account_act.approve", "批准账号事项", kApproveAccounts, "role.grant, role.end", RunApprove};
const WriteCase<DecideAccountActRequest, AccountActDecided> kRefuseAccountAct = {
    "account_act.refuse", "不予批准账号事项", kApproveAccounts, "", RunRefuse};
const WriteCase<DecideAccountActRequest, AccountActDecided> kWithdrawAccountAct = {
    "account_act.withdraw", "撤回账号事项", kApproveAccounts, "", RunWithdraw};

}  // namespace shouze
