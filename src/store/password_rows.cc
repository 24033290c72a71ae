#include "store/password_rows.h"

#include "store/query.h"

namespace shouze {

template <>
struct Columns<PastPassword> {
  static void Each(auto& row, auto&& column) {
    column("account", row.account);
    column("until", row.until);
    column("password_hash", row.password_hash);
  }
};

namespace {

constexpr std::string_view kRead =
    "SELECT account, until, password_hash FROM password_history"
    " WHERE account = :account ORDER BY until DESC";
constexpr std::string_view kAdd =
    "INSERT INTO password_history (account, until, password_hash)"
    " VALUES (:account, :until, :password_hash)"
    " ON CONFLICT (account, until) DO UPDATE SET password_hash = excluded.password_hash";
constexpr std::string_view kDropOne =
    "DELETE FROM password_history WHERE account = :account AND until = :until";
constexpr std::string_view kDropAll = "DELETE FROM password_history WHERE account = :account";

}  // namespace

std::vector<PastPassword> ReadPastPasswords(const ReadTx& tx, std::string_view account) {
  return Query(tx, kRead).With("account", account).All<PastPassword>();
}

void AddPastPassword(WriteTx& tx, const PastPassword& past, int kept_max) {
  if (kept_max > 0) Query(tx, kAdd).WithRow(past).Run();
  const auto kept = ReadPastPasswords(tx, past.account);
  for (std::size_t i = static_cast<std::size_t>(kept_max); i < kept.size(); ++i) {
    Query(tx, kDropOne).With("account", past.account).With("until", kept[i].until).Run();
  }
}

void DropPastPasswords(WriteTx& tx, std::string_view account) {
  Query(tx, kDropAll).With("account", account).Run();
}

}  // namespace shouze
