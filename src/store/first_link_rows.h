#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/civil.h"
#include "store/store.h"

/// One-time links by which a person sets the first password. Not in backups: after one is restored
/// they are sent anew.
namespace shouze {

/// The link of an account; the mail has its token, here is its digest.
struct FirstLink {
  std::string account;
  std::string token_digest;
  Instant until;  ///< Exclusive.
};
/// The account has one at the most: the one before opens nothing any more.
void PutFirstLink(WriteTx& tx, const FirstLink& link);
std::optional<FirstLink> FindFirstLink(const ReadTx& tx, std::string_view token_digest);
void DropFirstLink(WriteTx& tx, std::string_view account);
void DropFirstLinksBefore(WriteTx& tx, Instant until);

}  // namespace shouze
