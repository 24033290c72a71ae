#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "service/school.h"

/// 失效的工作: no act takes away what a unit has done, or may still do, before whoever asks for it
/// has been told so with what it costs. Acts are tried on a copy of the facts, and every sheet that
/// they concern is compared with what it is without them.
namespace shouze {

/// A due instant that moves.
struct MovedDue {
  int year = 0;
  std::string unit;
  std::string obligation;
  std::optional<Instant> before;
  std::optional<Instant> after;
};
SHOUZE_DESCRIBE(MovedDue, year, unit, obligation, before, after)

/// What acts bring about in the years that are open and whose result is not made.
struct Consequences {
  /// Work that was handed in or done and counts no more, and what is missed because of the acts
  /// alone. Work that goes to another unit with its record is not lost. By year, then unit.
  std::vector<LostWork> lost;
  std::vector<MovedDue> moved;  ///< By year, then unit.
};

/// What entries to come would bring about. One that cannot stand is passed over: it is refused
/// where it is to be appended.
ResultOrErrors<Consequences> FindConsequences(const CallerView& view,
                                              std::span<const ProposedAct> acts);
/// What the entries of this act so far bring about.
ResultOrErrors<Consequences> FindConsequences(const Act& act);

/// What stands for a list in a request: who sends it has seen the list. Eight hex digits; empty
/// where there is nothing in it.
std::string CodeOf(std::span<const LostWork> lost);
std::string CodeOf(const Consequences& consequences);

/// Errors unless `seen` is the list's code: kConflict at `/loses/CODE`, one for each loss.
ResultOrErrors<void> MustHaveSeen(const View& view, std::span<const LostWork> lost,
                                  std::string_view seen);
/// The same of all that moves or is lost, at `/moves/CODE`.
ResultOrErrors<void> MustHaveSeen(const View& view, const Consequences& consequences,
                                  std::string_view seen);

/// Judges what this act's entries bring about, and tells the units. `what`: 更正台账. Errors: as of
/// MustHaveSeen.
ResultOrErrors<void> AdmitLosses(Act& act, std::string_view what, std::string_view seen);

/// Tells each unit what it loses and which of its due instants move, in one notice that begins
/// with `lead`.
void NotifyOfConsequences(Act& act, std::string_view lead, const Consequences& consequences);

}  // namespace shouze
