#include "store/account_act_rows.h"

namespace shouze {
namespace {

constexpr char kSelect[] =
    "SELECT id, kind, account, detail, asked_by, asked_as, asked_at, reason, state, decided_by,"
    " decided_at, remark FROM account_act";
constexpr auto kFind = Sql(kSelect, " WHERE id = :id");
constexpr auto kRead = Sql(kSelect, " ORDER BY id DESC");
constexpr std::string_view kNewest = "SELECT COALESCE(MAX(id), 0) FROM account_act";
constexpr std::string_view kAdd =
    "INSERT INTO account_act (id, kind, account, detail, asked_by, asked_as, asked_at, reason,"
    " state, decided_by, decided_at, remark) VALUES (:id, :kind, :account, :detail, :asked_by,"
    " :asked_as, :asked_at, :reason, :state, :decided_by, :decided_at, :remark)";
constexpr std::string_view kUpdate =
    "UPDATE account_act SET kind = :kind, account = :account, detail = :detail,"
    " asked_by = :asked_by, asked_as = :asked_as, asked_at = :asked_at, reason = :reason,"
    " state = :state, decided_by = :decided_by, decided_at = :decided_at, remark = :remark"
    " WHERE id = :id";
constexpr std::string_view kForget =
    "UPDATE account_act SET detail = '{}', reason = '', remark = '' WHERE account = :account";

}  // namespace

std::int64_t AddAccountAct(WriteTx& tx, const AccountAct& act) {
  AccountAct added = act;
  added.id = Query(tx, kNewest).One<OneNumber>().value_or(OneNumber{}).value + 1;
  Query(tx, kAdd).WithRow(added).Run();
  return added.id;
}

std::optional<AccountAct> FindAccountAct(const ReadTx& tx, std::int64_t id) {
  return Query(tx, kFind).With("id", id).One<AccountAct>();
}

void UpdateAccountAct(WriteTx& tx, const AccountAct& act) { Query(tx, kUpdate).WithRow(act).Run(); }

std::vector<AccountAct> ReadAccountActs(const ReadTx& tx) {
  return Query(tx, kRead).All<AccountAct>();
}

void ForgetDetails(WriteTx& tx, std::string_view account) {
  Query(tx, kForget).With("account", account).Run();
}

}  // namespace shouze
