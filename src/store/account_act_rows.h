#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/civil.h"
#include "store/query.h"
#include "store/store.h"

/// 账号事项: acts on accounts that another kind of administrator has to approve. Not in the ledger:
/// they may name people, and are forgotten with them.
namespace shouze {

/// One of them. What is no text of people is spelled as in JSON (service/account_acts.h).
struct AccountAct {
  std::int64_t id = 0;  ///< Given by the store, ascending.
  std::string kind;
  std::string account;  ///< Whose.
  std::string detail;   ///< JSON: what would be given or changed; never a secret.
  std::string asked_by;
  std::string asked_as;  ///< The kind of administrator that asked.
  Instant asked_at;
  std::string reason;
  std::string state;
  std::string decided_by;
  std::optional<Instant> decided_at;
  std::string remark;
};
/// Returns the id that it was given.
std::int64_t AddAccountAct(WriteTx& tx, const AccountAct& act);
std::optional<AccountAct> FindAccountAct(const ReadTx& tx, std::int64_t id);
void UpdateAccountAct(WriteTx& tx, const AccountAct& act);
/// Newest first.
std::vector<AccountAct> ReadAccountActs(const ReadTx& tx);
/// Of an account that is erased: what would have been given to it, and why.
void ForgetDetails(WriteTx& tx, std::string_view account);

template <>
struct Columns<AccountAct> {
  static constexpr void Each(auto& row, auto&& column) {
    column("id", row.id);
    column("kind", row.kind);
    column("account", row.account);
    column("detail", row.detail);
    column("asked_by", row.asked_by);
    column("asked_as", row.asked_as);
    column("asked_at", row.asked_at);
    column("reason", row.reason);
    column("state", row.state);
    column("decided_by", row.decided_by);
    column("decided_at", row.decided_at);
    column("remark", row.remark);
  }
};

}  // namespace shouze
