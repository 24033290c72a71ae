#include "store/first_link_rows.h"

#include "store/query.h"

namespace shouze {

template <>
struct Columns<FirstLink> {
  static void Each(auto& row, auto&& column) {
    column("account", row.account);
    column("token_digest", row.token_digest);
    column("until", row.until);
  }
};

namespace {

constexpr std::string_view kPut =
    "INSERT INTO first_link (account, token_digest, until) VALUES (:account, :token_digest, :until)"
    " ON CONFLICT (account) DO UPDATE SET token_digest = excluded.token_digest,"
    " until = excluded.until";
constexpr std::string_view kFind =
    "SELECT account, token_digest, until FROM first_link WHERE token_digest = :token_digest";
constexpr std::string_view kDrop = "DELETE FROM first_link WHERE account = :account";
constexpr std::string_view kDropBefore = "DELETE FROM first_link WHERE until < :until";

}  // namespace

void PutFirstLink(WriteTx& tx, const FirstLink& link) { Query(tx, kPut).WithRow(link).Run(); }

std::optional<FirstLink> FindFirstLink(const ReadTx& tx, std::string_view token_digest) {
  return Query(tx, kFind).With("token_digest", token_digest).One<FirstLink>();
}

void DropFirstLink(WriteTx& tx, std::string_view account) {
  Query(tx, kDrop).With("account", account).Run();
}

void DropFirstLinksBefore(WriteTx& tx, Instant until) {
  Query(tx, kDropBefore).With("until", until).Run();
}

}  // namespace shouze
