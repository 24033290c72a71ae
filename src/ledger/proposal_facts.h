#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/civil.h"
#include "base/describe.h"
#include "base/points.h"
#include "exchange/described.h"
#include "ledger/let_in.h"

/// What waits for a second person, and what it would take away.
namespace shouze {

/// 失效的工作: what a unit has done, or may still do, and an act takes away. As it was told to who
/// asked for the act.
struct LostWork {
  int year = 0;
  Label unit;
  Label obligation;
  std::string text;  ///< “漏洞整改：漏洞 r12（教务系统）”：待审核 → 未完成
  Points before;     ///< The unit's total of the year.
  std::optional<Points> after;  ///< Absent: it would have none any more.
};
SHOUZE_DESCRIBE(LostWork, year, unit, obligation, text, before, after)

enum class ProposalState : std::uint8_t { kOpen, kApproved, kRefused, kWithdrawn };
SHOUZE_DESCRIBE_ENUM(ProposalState, kOpen, kApproved, kRefused, kWithdrawn)

/// An entry that a second person has to approve.
struct ProposedAct {
  Label kind;     ///< Of the entry.
  JsonText body;  ///< Of the entry, without what the approval decides (its instant).
  /// The entry it was asked for on the ground of: the version of the fact it changes or ends, the
  /// last extension of the same obligation, the last review of the same submission; 0: none. Absent
  /// where nothing of it matters.
  std::optional<std::int64_t> based_on = {};
};
SHOUZE_DESCRIBE(ProposedAct, kind, body, based_on)

/// 待批事项: what somebody of the office asks a second one to approve.
struct ProposalFact {
  Label id;
  Label by;
  Instant at;
  ProposalState state = ProposalState::kOpen;
  std::vector<ProposedAct> acts;
  std::string reason;
  std::string decided_by;
  std::optional<Instant> decided_at;
  std::string remark;
  std::optional<std::vector<LostWork>> loses = {};  ///< What it takes away; absent: nothing.
  std::optional<LetIn> let_in = {};                 ///< Whoever asked, or decided.
};
SHOUZE_DESCRIBE(ProposalFact, id, by, at, state, acts, reason, decided_by, decided_at, remark,
                loses, let_in)

}  // namespace shouze
