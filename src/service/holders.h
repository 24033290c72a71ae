#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/civil.h"
#include "ledger/school_state.h"
#include "store/store.h"

/// 担任学校角色者的印记: accounts stand in no chain, so the security log, which does, is told what
/// the accounts of those who hold school roles are: a fingerprint of login, mail, password hash and
/// whether it is disabled. Whoever edits a backup's accounts has to edit the log too, and its head
/// is then not the one that was kept elsewhere.
namespace shouze {

class School;

inline constexpr std::string_view kHoldersSealed = "holders_sealed";

/// Somebody who holds a school role, and how the account stands to the log.
struct Holder {
  std::string account;
  std::string login;
  std::string name;
  std::vector<std::string> roles;  ///< 系统管理员 …
  std::string fingerprint;
  /// When the log last told of it; absent: not yet.
  std::optional<Instant> sealed_at;
  bool is_as_sealed = false;
  /// What the log has told of the account since: `password_changed` …; empty: nothing.
  std::string told_since;
};

/// By login. `today`: whose roles.
std::vector<Holder> HoldersOf(const ReadTx& tx, const SchoolState& state, CivilDate today);

/// The fingerprint of an account as it is here; absent: there is no such account.
std::optional<std::string> FingerprintIn(const ReadTx& tx, std::string_view account);

/// Tells the log of them where anything differs from what it was told last.
void SealHolders(School& school);

}  // namespace shouze
