#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "ledger/proposal_facts.h"
#include "service/account_changes.h"
#include "service/use_case.h"

/// 账号事项: no act on an account that holds a school role lies in one other person's hand, nor
/// does a grant of the roles that decide. It is put up, and another kind of administrator than the
/// one who asks approves it. Whoever runs commands on the machine has everything in hand anyway and
/// acts at once, with a trace. Source: DESIGN 4 "Who".
namespace shouze {

/// What came of an act.
struct AccountOutcome {
  std::optional<std::string> waits;  ///< The id under which it waits; absent: it is done.
  AccountChanged changed;
};

/// Does it, or puts it up where it is another person's, of an account that holds a school role or
/// is to be given one that decides (office, leading group, the three administrators); then whoever
/// may approve it, the person and the auditors are told. Errors: as of FindToChange and Judge;
/// kInvalidInput at `/reason` where it has to be put up without one; kConflict where the same is up
/// already, or a reset could reach its person by no mail.
ResultOrErrors<AccountOutcome> DoOrPutUp(Act& act, AccountChange change, Reach reach,
                                         const std::string& reason);

struct ListAccountActsRequest {
  std::optional<ProposalState> state;
};
SHOUZE_DESCRIBE(ListAccountActsRequest, state)

/// One, as administrators see it.
struct AccountActRow {
  std::string id;
  AccountActKind kind = AccountActKind::kPerson;
  std::string text;     ///< What it would do, in words.
  std::string account;  ///< Whose.
  std::string by;
  Role by_role = Role::kEveryone;  ///< As which kind of administrator.
  Instant at;
  std::string reason;
  ProposalState state = ProposalState::kOpen;
  std::string decided_by;
  std::optional<Instant> decided_at;
  std::string remark;
  bool may_decide = false;
  bool may_withdraw = false;
};
SHOUZE_DESCRIBE(AccountActRow, id, kind, text, account, by, by_role, at, reason, state, decided_by,
                decided_at, remark, may_decide, may_withdraw)

struct AccountActsAnswer {
  std::vector<AccountActRow> acts;  ///< Newest first.
};
SHOUZE_DESCRIBE(AccountActsAnswer, acts)

extern const CallerReadCase<ListAccountActsRequest, AccountActsAnswer> kListAccountActs;

struct DecideAccountActRequest {
  Label id;
  std::string remark;
};
SHOUZE_DESCRIBE(DecideAccountActRequest, id, remark)

struct AccountActDecided {
  std::string id;
};
SHOUZE_DESCRIBE(AccountActDecided, id)

/// By another kind of administrator than the one who asked, not by whose account it is; a grant not
/// by whoever last let its account in. Errors: kForbidden; what stands in the way as things are
/// now.
extern const WriteCase<DecideAccountActRequest, AccountActDecided> kApproveAccountAct;
/// Errors: kInvalidInput at `/remark` without one.
extern const WriteCase<DecideAccountActRequest, AccountActDecided> kRefuseAccountAct;
/// By whoever asked.
extern const WriteCase<DecideAccountActRequest, AccountActDecided> kWithdrawAccountAct;

}  // namespace shouze
