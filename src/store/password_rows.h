#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/civil.h"
#include "store/store.h"

/// Passwords that an account has had. Erased with it (UpdateAccount); not in backups: after one is
/// restored they may be taken again.
namespace shouze {

/// One that was its password until then.
struct PastPassword {
  std::string account;
  Instant until;
  std::string password_hash;
};
/// Newest first.
std::vector<PastPassword> ReadPastPasswords(const ReadTx& tx, std::string_view account);
/// Keeps the newest `kept_max` of the account's.
void AddPastPassword(WriteTx& tx, const PastPassword& past, int kept_max);
void DropPastPasswords(WriteTx& tx, std::string_view account);

}  // namespace shouze
