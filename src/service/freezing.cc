#include "service/freezing.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "base/check.h"
#include "base/digest.h"
#include "base/text.h"
#include "exchange/version.h"
#include "kernel/deadline.h"
#include "ledger/sheet.h"
#include "service/disputes.h"
#include "service/fact_cycles.h"
#include "service/final_sheets.h"
#include "service/objections.h"
#include "store/ledger_rows.h"

namespace shouze {
namespace {

/// Whether what was returned may still be handed in again, for this result.
bool MayBeSupplemented(const Sheet& sheet, const Obligation& one) {
  const auto& until = sheet.rules->policy.settings.supplement_until;
  if (one.state != State::kReturned || !until || !one.can_be_lost) return false;
  const Facts& facts = sheet.facts.facts;
  return sheet.result.as_of <= EndOfDay(facts.dates[until->value], facts.offset);
}

void AddBlockers(const View& view, const Sheet& sheet, std::string_view unit, Stage to,
                 std::vector<Blocker>& blockers) {
  const Policy& policy = sheet.rules->policy;
  const Facts& facts = sheet.facts.facts;
  const std::string& name = At(facts.units, sheet.unit).name;
  const auto add = [&](std::string_view kind, std::string about, std::string message) {
    blockers.push_back(
        {std::string(kind), std::string(unit), std::move(about), Concat(name, "：", message)});
  };
  for (const Obligation& one : sheet.result.obligations) {
    const std::string key = KeyOf(policy, facts, one);
    const std::string& duty = At(policy.duties, one.duty).name;
    if (one.state == State::kSubmitted) {
      add("submitted", key, Concat("“", duty, "”期限内的报送还没有审核"));
    }
    if (to == Stage::kFinal && MayBeSupplemented(sheet, one)) {
      add("returned", key, Concat("“", duty, "”已退回，补充材料的截止时间还没有到"));
    }
    const bool settled = one.state == State::kMet || one.state == State::kWaived;
    if (!one.due.at && !settled && one.can_be_lost) {
      add("due_unknown", key,
          Concat("“", duty, "”的期限待定，缺 ", one.due.missing_year, " 年工作日历"));
    }
  }
  for (const std::string& id : view.state().DisputesOf(unit)) {
    const DisputeFact& dispute = view.state().Find<DisputeFact>(id)->fact;
    if (!AwaitsDecision(view, dispute, facts.year)) continue;
    add("disputed", dispute.id, Concat("对台账 ", dispute.record, " 的争议还没有裁定"));
  }
}

}  // namespace

namespace {

/// 初评 before the day that the policy names.
ResultOrErrors<void> AddTooEarly(const View& view, const CycleFact& cycle,
                                 std::vector<Blocker>& blockers) {
  const auto rules = view.Rules(cycle);
  if (!rules) return rules.error();
  const auto& from = (*rules)->policy.settings.initial_from;
  if (!from) return {};
  const NamedDate& name = At((*rules)->policy.dates, *from);
  const auto own = cycle.dates.find(name.id);
  const CivilDate day =
      own != cycle.dates.end() ? own->second : *MakeDate(cycle.year, name.month, name.day);
  if (view.today() >= day) return {};
  view.HoldsUntil(Midnight(day, view.offset()));
  blockers.push_back({"too_early", "", name.id, Concat("初评不早于 ", Format(day))});
  return {};
}

}  // namespace

ResultOrErrors<std::vector<Blocker>> FindBlockers(const View& view, const CycleFact& cycle,
                                                  const StageStep& step) {
  std::vector<Blocker> blockers;
  if (!step.freezes) return blockers;
  if (step.to == Stage::kInitial) {
    if (const auto early = AddTooEarly(view, cycle, blockers); !early) return early.error();
  }
  const auto units = UnitsOf(view, cycle);
  if (!units) return units.error();
  for (const std::string& id : *units) {
    const auto sheet = view.LiveSheet(cycle, id);
    if (!sheet) return sheet.error();
    view.HoldsUntil((*sheet)->valid_until);
    AddBlockers(view, **sheet, id, step.to, blockers);
  }
  for (const auto& [id, kept] : view.state().All<ProposalFact>()) {
    if (kept.fact.state != ProposalState::kOpen || !Concerns(view, cycle, kept.fact)) continue;
    blockers.push_back(
        {"proposal", "", id, Concat("待批事项 ", id, " 还没有办结：", kept.fact.reason)});
  }
  if (step.to == Stage::kFinal) {
    std::ranges::move(FeedbackBlockers(view, cycle), std::back_inserter(blockers));
  }
  return blockers;
}

ResultOrErrors<void> Freeze(Act& act, const CycleFact& cycle, Stage stage) {
  CHECK(act.changes().empty());
  const auto rules = act.Rules(cycle);
  if (!rules) return rules.error();
  FrozenFact frozen;
  const std::int64_t seq = act.next_seq();
  frozen.id = Concat(cycle.year, "/", seq);
  frozen.cycle = cycle.year;
  frozen.stage = stage;
  frozen.as_of = act.now();
  frozen.known_to = act.state().head().seq;
  frozen.policy = cycle.policy;
  frozen.calendar = (*rules)->calendar.digest();
  frozen.engine = std::string(kEngineVersion);
  std::vector<FrozenSheet> rows;
  const auto units = UnitsOf(act, cycle);
  if (!units) return units.error();
  for (const std::string& id : *units) {
    // Anew, not from memory: the sheet's own instant is the freeze's.
    const auto sheet = MakeSheet(act.state(), cycle, *rules, id, frozen.as_of);
    if (!sheet) return sheet.error();
    FrozenSheet& row = rows.emplace_back(FrozenSheet{seq, id, "", SheetJson(**sheet)});
    row.digest = Sha256Hex(row.sheet);
    const UnitResult& result = (*sheet)->result;
    frozen.sheets.push_back(
        {id, result.ended ? std::nullopt : std::optional(result.total), row.digest});
  }
  if (const auto done = act.Append("cycle.freeze", frozen); !done) return done.error();
  for (const FrozenSheet& row : rows) AddFrozenSheet(act.tx(), row);
  return {};
}

}  // namespace shouze
