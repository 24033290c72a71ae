#include <algorithm>
#include <set>
#include <utility>

#include "base/text.h"
#include "service/fact_cycles.h"
#include "service/fits.h"
#include "service/lost_work.h"
#include "service/notify.h"
#include "service/unit_forms.h"
#include "service/units.h"

namespace shouze {
namespace {

Errors Wrong(std::string where, std::string message, std::string english) {
  return Fail(ErrorCode::kInvalidInput, std::move(message), std::move(english), std::move(where));
}

bool WaitsForReview(const SchoolState& state, std::string_view unit, std::string_view key) {
  return std::ranges::any_of(state.SubmissionsOf(unit), [&](const std::string& id) {
    return state.Find<SubmissionFact>(id)->fact.obligation == key &&
           state.LatestReview(id) == nullptr;
  });
}

/// Records of the unit of which something can still be met or lost, or waits for a review.
ResultOrErrors<std::set<std::string>> OpenRecords(const View& view, std::string_view unit) {
  std::set<std::string> open;
  for (const auto& [id, kept] : view.state().All<CycleFact>()) {
    if (!FactsMayChange(kept.fact.stage)) continue;
    const auto rules = view.Rules(kept.fact);
    if (!rules) return rules.error();
    const UnitFact& fact = view.state().Find<UnitFact>(unit)->fact;
    if (WhyNotIn(kept.fact, (*rules)->policy, fact)) continue;
    const auto sheet = view.LiveSheet(kept.fact, unit);
    if (!sheet) return sheet.error();
    for (const Obligation& one : (*sheet)->result.obligations) {
      if (one.trigger == nullptr) continue;
      const bool pending = one.state == State::kOpen || one.state == State::kReturned ||
                           one.state == State::kUpcoming || one.state == State::kSubmitted;
      const std::string key = KeyOf((*rules)->policy, (*sheet)->facts.facts, one);
      if (pending || WaitsForReview(view.state(), unit, key)) {
        open.insert(std::string((*sheet)->facts.facts.IdOf(one.trigger->record)));
      }
    }
  }
  return open;
}

/// The ended unit, who takes over from it, and from which year on: in the years before it keeps
/// what it had.
struct Succession {
  std::string from;
  std::string to;
  int year = 0;
  std::string reason;
};

/// The facts of a kind that concern a record of the ended unit, moved to its successor.
template <class Fact, class Concerns>
ResultOrErrors<void> MoveFacts(Act& act, const std::set<std::string, std::less<>>& ids,
                               std::string_view kind, const std::string& to, Concerns concerns) {
  for (const std::string& id : ids) {
    Fact fact = act.state().Find<Fact>(id)->fact;
    if (!concerns(fact)) continue;
    fact.unit = to;
    if (const auto done = act.Append(kind, fact); !done) return done.error();
  }
  return {};
}

/// The record itself is the successor's, with its numbers.
void GiveTo(RecordFact& record, const Succession& succession) {
  std::erase(record.units, succession.from);
  record.units.emplace_back(succession.to);
  for (auto& [name, value] : record.fields) {
    auto* const numbers = std::get_if<NumbersByUnit>(&value);
    if (numbers == nullptr || !numbers->contains(succession.from)) continue;
    const Points number = (*numbers)[succession.from];
    numbers->erase(succession.from);
    numbers->try_emplace(succession.to, number);
  }
}

/// A record of the ended unit goes to its successor, with what was handed in and decided about it.
/// One of an earlier year stays the ended unit's in that year, and so does what belongs to it.
ResultOrErrors<void> MoveRecord(Act& act, std::string_view id, const Succession& succession) {
  RecordFact record = act.state().Find<RecordFact>(id)->fact;
  const bool earlier = YearOf(DateAt(record.at, act.offset())) < succession.year;
  if (earlier) {
    if (!record.taken_over) record.taken_over.emplace();
    record.taken_over->push_back({succession.year, Label(succession.from), Label(succession.to)});
  } else {
    GiveTo(record, succession);
  }
  record.reason = succession.reason;
  if (const auto done = act.Append("record.move", record); !done) return done.error();
  const auto moves = [&](const auto& fact) {
    return RecordOfKey(fact.obligation) == id && (!earlier || fact.cycle >= succession.year);
  };
  const SchoolState& state = act.state();
  const std::string& from = succession.from;
  const std::string& to = succession.to;
  if (const auto done =
          MoveFacts<SubmissionFact>(act, state.SubmissionsOf(from), "submission.move", to, moves);
      !done) {
    return done.error();
  }
  if (const auto done =
          MoveFacts<ExtensionFact>(act, state.ExtensionsOf(from), "extension.move", to, moves);
      !done) {
    return done.error();
  }
  if (const auto done = MoveFacts<WaiverFact>(
          act, state.WaiversOf(from), "waiver.move", to,
          [&](const WaiverFact& fact) { return moves(fact) || (fact.record == id && !earlier); });
      !done) {
    return done.error();
  }
  return MoveFacts<DisputeFact>(
      act, state.DisputesOf(from), "dispute.move", to,
      [&](const DisputeFact& fact) { return fact.record == id && !earlier; });
}

ResultOrErrors<void> CheckSuccessor(const View& view, const EndUnitRequest& request) {
  if (request.successor.empty()) return {};
  const auto successor = FindUnit(view, request.successor);
  if (!successor || request.successor == request.unit) {
    return Wrong("/successor", Concat("没有单位“", request.successor, "”可以承接"),
                 "no such unit to take over");
  }
  if ((*successor)->to) {
    return Wrong("/successor", "承接单位也已撤并", "the successor has ended, too");
  }
  return {};
}

/// What the successor takes over; a record that is its own as well stays as it is.
ResultOrErrors<std::vector<std::string>> MoveRecords(Act& act, const std::set<std::string>& open,
                                                     const Succession& succession) {
  std::vector<std::string> moved;
  for (const std::string& id : open) {
    const auto& units = act.state().Find<RecordFact>(id)->fact.units;
    if (std::ranges::find(units, succession.to) != units.end()) continue;
    if (const auto done = MoveRecord(act, id, succession); !done) return done.error();
    moved.push_back(id);
  }
  return moved;
}

ResultOrErrors<void> EndPosts(Act& act, const EndUnitRequest& request) {
  for (const std::string& id : act.state().PostsOf(request.unit)) {
    PostFact post = act.state().Find<PostFact>(id)->fact;
    if (post.to && *post.to <= request.to) continue;
    post.to = std::max(post.from, request.to);
    if (const auto done = act.Append("post.end", post); !done) return done.error();
  }
  return {};
}

ResultOrErrors<UnitAnswer> RunEnd(Act& act, const EndUnitRequest& request) {
  const auto found = FindUnit(act, request.unit);
  if (!found) return found.error();
  UnitFact unit = **found;
  if (unit.to) {
    return Fail(ErrorCode::kConflict, Concat("“", unit.name, "”已于 ", Format(*unit.to), " 撤并"),
                "the unit has ended already");
  }
  if (const auto right = CheckSuccessor(act, request); !right) return right.error();
  unit.to = request.to;
  unit.successor = request.successor;
  unit.reason = request.reason;
  if (const auto right = CheckUnit(act, unit); !right) return right.error();
  const auto open = OpenRecords(act, request.unit);
  if (!open) return open.error();
  if (const auto done = act.Append("unit.end", unit); !done) return done.error();
  UnitAnswer answer{unit.id, {}};
  if (!request.successor.empty()) {
    const Succession succession{request.unit, request.successor, YearOf(request.to + 1),
                                request.reason};
    auto moved = MoveRecords(act, *open, succession);
    if (!moved) return moved.error();
    answer.moved = std::move(*moved);
  }
  if (const auto done = EndPosts(act, request); !done) return done.error();
  if (const auto may = AdmitLosses(act, "单位撤并", request.loses); !may) return may.error();
  if (!answer.moved.empty()) {
    NotifyUnit(act, "taken_over", request.successor, "",
               Concat("“", unit.name, "”撤并，由本单位承接其未办结的台账：",
                      Join(answer.moved, "、"), "；任务和已有的报送一并移交。"));
  }
  return answer;
}

}  // namespace

const WriteCase<EndUnitRequest, UnitAnswer> kEndUnit = {
    "unit.end", "单位撤并", Action::kChangeUnits,
    "unit.end, record.move, submission.move, extension.move, waiver.move, dispute.move, post.end",
    RunEnd};

}  // namespace shouze
