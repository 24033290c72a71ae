#include "service/sheets.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "base/text.h"
#include "kernel/explain.h"
#include "service/final_sheets.h"
#include "service/if_accepted.h"
#include "service/obligation_deadline.h"
#include "store/ledger_rows.h"

namespace shouze {
namespace {

/// The last entry that was there at `instant`.
std::int64_t LastEntryAt(const School& school, Instant instant) {
  EntryFilter filter;
  filter.to = Instant{instant.ms + 1};
  filter.newest_first = true;
  filter.limit = 1;
  const auto entries =
      school.store().Read([&](const ReadTx& tx) { return ReadEntries(tx, filter); });
  return entries.empty() ? 0 : entries.front().seq;
}

/// Whether the sheet is asked for as it stands.
bool IsLive(const SheetRequest& request) {
  return !request.as_of && !request.known_to && !request.if_accepted;
}

ResultOrErrors<std::shared_ptr<const Sheet>> FindSheet(const View& view,
                                                       const SheetRequest& request) {
  const auto cycle = view.Cycle(request.year);
  if (!cycle) return cycle.error();
  const Instant as_of = request.as_of.value_or(view.now());
  if (IsLive(request)) {
    auto sheet = view.LiveSheet((*cycle)->fact, request.unit);
    if (sheet) view.HoldsUntil((*sheet)->valid_until);
    return sheet;
  }
  std::optional<std::int64_t> known_to = request.known_to;
  if (known_to && (*known_to < 0 || *known_to > view.state().head().seq)) {
    return Fail(ErrorCode::kInvalidInput,
                Concat("账本目前到第 ", view.state().head().seq, " 条，应在 0 与它之间"),
                Concat("the ledger ends with entry ", view.state().head().seq), "/known_to");
  }
  const bool then = request.knowledge.value_or(Knowledge::kThen) == Knowledge::kThen;
  if (!known_to && then && as_of < view.now()) known_to = LastEntryAt(view.school(), as_of);
  // What is not kept in memory depends on the time of asking.
  view.HoldsUntil(view.now());
  const Supposed supposed =
      request.if_accepted ? IfAccepted(request.year, request.unit, *request.if_accepted, as_of)
                          : Supposed();
  if (!known_to) {
    auto rules = view.Rules((*cycle)->fact);
    if (!rules) return rules.error();
    return MakeSheet(view.state(), (*cycle)->fact, *rules, request.unit, as_of, supposed);
  }
  const auto known = view.school().KnownAfter(*known_to);
  if (!known) return known.error();
  const auto* const cycle_then = (*known)->Find<CycleFact>(std::to_string(request.year));
  if (cycle_then == nullptr || (*known)->Find<UnitFact>(request.unit) == nullptr) {
    return Fail(ErrorCode::kNotFound, "那时账本中还没有这个单位或考核年度",
                "the ledger had no such unit or cycle then", "/as_of");
  }
  auto rules = view.school().Rules(**known, cycle_then->fact);
  if (!rules) return rules.error();
  return MakeSheet(**known, cycle_then->fact, *rules, request.unit, as_of, supposed);
}

ResultOrErrors<JsonText> RunReadSheet(const View& view, const SheetRequest& request) {
  const auto cycle = view.Cycle(request.year);
  if (!cycle) return cycle.error();
  const auto* const freeze = FinalFreeze(view.state(), (*cycle)->fact);
  if (freeze != nullptr && IsLive(request)) {
    // What was frozen is shown as it was written, whatever has become of the facts since.
    auto kept = view.school().store().Read(
        [&](const ReadTx& tx) { return ReadFrozenSheet(tx, freeze->seq, request.unit); });
    if (kept) return JsonText{std::move(kept->sheet)};
  }
  const auto sheet = FindSheet(view, request);
  if (!sheet) return sheet.error();
  return JsonText{SheetJson(**sheet)};
}

/// What the unit has handed in and nobody has reviewed: little, of any year.
using Unreviewed = std::vector<const SubmissionFact*>;
Unreviewed UnreviewedOf(const View& view, std::string_view unit) {
  Unreviewed found;
  for (const std::string& id : view.state().SubmissionsOf(unit)) {
    if (view.state().LatestReview(id) != nullptr) continue;
    found.push_back(&view.state().Find<SubmissionFact>(id)->fact);
  }
  return found;
}

/// Whether something handed in for it waits for a review: in time or not, as the queue has it.
bool Waits(const Sheet& sheet, const Obligation& one, const Unreviewed& unreviewed) {
  if (unreviewed.empty()) return false;
  const std::string key = KeyOf(sheet.rules->policy, sheet.facts.facts, one);
  return std::ranges::any_of(unreviewed, [&](const SubmissionFact* submission) {
    const bool of_the_year = one.trigger != nullptr || submission->cycle == sheet.facts.facts.year;
    return of_the_year && submission->obligation == key;
  });
}

/// Whether nothing of it is to be done or looked at any more: most are so, late in a year.
bool IsSettled(const Sheet& sheet, const Obligation& one, const Unreviewed& unreviewed) {
  const bool over =
      one.state == State::kMet || one.state == State::kWaived || one.state == State::kLate;
  return over && !Waits(sheet, one, unreviewed);
}

bool ToDo(const ObligationRow& row) {
  return row.can_hand_in || row.state == Name(State::kUpcoming);
}

std::vector<LossRow> LossesOf(const Sheet& sheet) {
  std::vector<LossRow> losses;
  const Policy& policy = sheet.rules->policy;
  for (const ScoreLine& line : sheet.result.lines) {
    const Indicator& indicator = At(policy.indicators, line.indicator);
    for (const Deduction& deduction : sheet.result.Deductions(line)) {
      losses.push_back(
          {indicator.id, indicator.name, deduction.applied,
           ExplainDeduction(policy, sheet.facts.facts, sheet.result, line, deduction)});
    }
  }
  return losses;
}

Points AtRiskOf(const UnitResult& result) {
  Points sum;
  for (const ScoreLine& line : result.lines) sum += line.at_risk;
  return sum;
}

ResultOrErrors<WorkbenchAnswer> RunWorkbench(const View& view, const WorkbenchRequest& request) {
  const auto cycle = view.Cycle(request.year);
  if (!cycle) return cycle.error();
  const auto found = view.LiveSheet((*cycle)->fact, request.unit);
  if (!found) return found.error();
  const Sheet& sheet = **found;
  view.HoldsUntil(sheet.valid_until);
  const UnitResult& result = sheet.result;
  WorkbenchAnswer answer;
  answer.year = request.year;
  for (const auto& [spelling, stage] : described::SpellingsOf<Stage>()) {
    if (stage == (*cycle)->fact.stage) answer.stage = spelling;
  }
  const Unit& unit = At(sheet.facts.facts.units, sheet.unit);
  answer.unit = unit.code;
  answer.unit_name = unit.name;
  answer.ended = result.ended;
  answer.vetoed = result.vetoed();
  answer.total = result.total;
  answer.computed_total = result.computed_total;
  answer.score_max = sheet.rules->policy.points;
  answer.at_risk = AtRiskOf(result);
  const auto unreviewed = UnreviewedOf(view, request.unit);
  for (const Obligation& obligation : result.obligations) {
    if (IsSettled(sheet, obligation, unreviewed)) continue;
    ObligationRow row = RowOf(view, sheet, obligation);
    const bool waiting = !row.submissions.empty() && row.submissions.front().reviews.empty();
    if (waiting) {
      answer.waiting.push_back(std::move(row));
    } else if (ToDo(row) || obligation.can_be_lost) {
      answer.next.push_back(std::move(row));
    }
  }
  std::ranges::stable_sort(answer.next, [](const ObligationRow& one, const ObligationRow& other) {
    if (one.due.has_value() != other.due.has_value()) return one.due.has_value();
    return one.due && *one.due < *other.due;
  });
  answer.losses = LossesOf(sheet);
  for (const UnitRecord* veto : result.vetoes) {
    answer.vetoes.push_back(ExplainVeto(sheet.rules->policy, sheet.facts.facts, *veto));
  }
  return answer;
}

ResultOrErrors<ObligationsAnswer> RunObligations(const View& view,
                                                 const WorkbenchRequest& request) {
  const auto cycle = view.Cycle(request.year);
  if (!cycle) return cycle.error();
  const auto sheet = view.LiveSheet((*cycle)->fact, request.unit);
  if (!sheet) return sheet.error();
  view.HoldsUntil((*sheet)->valid_until);
  ObligationsAnswer answer;
  for (const Obligation& obligation : (*sheet)->result.obligations) {
    answer.obligations.push_back(RowOf(view, **sheet, obligation));
  }
  return answer;
}

OverviewCell CellOf(const Sheet& sheet, const ScoreLine& line, const Unreviewed& unreviewed) {
  OverviewCell cell;
  cell.indicator = At(sheet.rules->policy.indicators, line.indicator).id;
  cell.score = line.score;
  cell.lost = line.lost;
  cell.at_risk = line.at_risk;
  for (auto i = line.obligations_begin; i < line.obligations_end; ++i) {
    if (Waits(sheet, sheet.result.obligations[i], unreviewed)) ++cell.waiting;
    switch (sheet.result.obligations[i].state) {
      case State::kMissed:
      case State::kLate:
        ++cell.missed;
        break;
      case State::kOpen:
      case State::kReturned:
        ++cell.open;
        break;
      case State::kSubmitted:
      case State::kWaived:
      case State::kMet:
      case State::kUpcoming:
        break;
    }
  }
  return cell;
}

void AddClocks(const View& view, const Sheet& sheet, const std::vector<Opened>& opened,
               std::vector<ClockRow>& clocks) {
  for (const Obligation& obligation : sheet.result.obligations) {
    const bool running = obligation.state == State::kOpen || obligation.state == State::kReturned;
    if (!running || !CountsByHours(sheet, obligation)) continue;
    ClockRow row{RowOf(view, sheet, obligation), std::nullopt, ""};
    const auto seen = std::ranges::find_if(opened, [&](const Opened& one) {
      return one.unit == row.obligation.unit && one.obligation == row.obligation.key;
    });
    if (seen != opened.end()) {
      row.opened_at = seen->at;
      row.opened_by = seen->account;
    }
    clocks.push_back(std::move(row));
  }
}

void AddTo(OverviewFigures& figures, const UnitResult& result, const OverviewRow& row) {
  const auto count = [&](State state) {
    return static_cast<int>(std::ranges::count(result.obligations, state, &Obligation::state));
  };
  const int missed = count(State::kMissed);
  int waiting = 0;
  for (const OverviewCell& cell : row.cells) waiting += cell.waiting;
  figures.missed += missed;
  figures.late += count(State::kLate);
  figures.waiting += waiting;
  if (missed > 0) ++figures.units_behind;
  if (waiting > 0) ++figures.units_waiting;
}

/// Units of the cycle's year of which its policy knows nothing.
std::vector<LeftOutUnitRow> LeftOutOf(const View& view, const CycleFact& cycle,
                                      const CycleRules& rules) {
  std::vector<LeftOutUnitRow> rows;
  for (const auto& [id, kept] : view.state().All<UnitFact>()) {
    const UnitFact& fact = kept.fact;
    const bool later = fact.from && *fact.from >= FirstDayOf(cycle.year + 1);
    const bool earlier = fact.to && *fact.to < FirstDayOf(cycle.year);
    if (later || earlier || ResultIsMade(cycle.stage)) continue;
    if (auto why = WhyNotIn(cycle, rules.policy, fact)) {
      rows.push_back({id, fact.name, std::move(why->message)});
    }
  }
  return rows;
}

ResultOrErrors<OverviewAnswer> RunOverview(const CallerView& view, const OverviewRequest& request) {
  const auto cycle = view.Cycle(request.year);
  if (!cycle) return cycle.error();
  const auto rules = view.Rules((*cycle)->fact);
  if (!rules) return rules.error();
  OverviewAnswer answer;
  for (const auto& [spelling, stage] : described::SpellingsOf<Stage>()) {
    if (stage == (*cycle)->fact.stage) answer.stage = spelling;
  }
  for (const Indicator& indicator : (*rules)->policy.indicators) {
    answer.indicators.push_back({indicator.id, indicator.name,
                                 At((*rules)->policy.aspects, indicator.aspect).name,
                                 indicator.points});
  }
  answer.score_max = (*rules)->policy.points;
  std::vector<UnitTotal> totals;
  const auto opened = view.school().store().Read([](const ReadTx& tx) { return ReadOpened(tx); });
  const auto units = UnitsOf(view, (*cycle)->fact);
  if (!units) return units.error();
  for (const std::string& id : *units) {
    const auto found = view.LiveSheet((*cycle)->fact, id);
    if (!found) return found.error();
    const Sheet& sheet = **found;
    view.HoldsUntil(sheet.valid_until);
    OverviewRow row;
    row.unit = id;
    const Unit& unit = At(sheet.facts.facts.units, sheet.unit);
    row.unit_name = unit.name;
    row.kind = At(sheet.rules->policy.unit_kinds, unit.kind).id;
    row.ended = sheet.result.ended;
    row.vetoed = sheet.result.vetoed();
    row.total = sheet.result.total;
    row.computed_total = sheet.result.computed_total;
    row.at_risk = AtRiskOf(sheet.result);
    const Unreviewed unreviewed = UnreviewedOf(view, id);
    for (const ScoreLine& line : sheet.result.lines) {
      row.cells.push_back(CellOf(sheet, line, unreviewed));
    }
    if (!row.ended) {
      totals.push_back({row.total, row.vetoed});
      AddTo(answer.figures, sheet.result, row);
    }
    AddClocks(view, sheet, opened, answer.clocks);
    answer.units.push_back(std::move(row));
  }
  answer.totals = TotalsOf(totals, answer.score_max);
  answer.left_out = LeftOutOf(view, (*cycle)->fact, **rules);
  return answer;
}

ResultOrErrors<Nothing> RunOpen(Act& act, const OpenObligationRequest& request) {
  const auto cycle = act.Cycle(request.year);
  if (!cycle) return cycle.error();
  const auto sheet = act.LiveSheet((*cycle)->fact, request.unit);
  if (!sheet) return sheet.error();
  if (FindObligation(**sheet, request.obligation) == nullptr) {
    return Fail(ErrorCode::kNotFound, Concat("本单位没有任务“", request.obligation, "”"),
                "the unit has no such obligation", "/obligation");
  }
  AddOpened(act.tx(), {request.unit, request.obligation, act.caller().account, act.now()});
  return Nothing();
}

}  // namespace

const ReadCase<SheetRequest, JsonText> kReadSheet = {"sheet.read", "查看得分表", Action::kReadSheet,
                                                     DependsOn::kUnit, RunReadSheet};
const ReadCase<WorkbenchRequest, WorkbenchAnswer> kReadWorkbench = {
    "workbench.read", "我的工作台", Action::kReadSheet, DependsOn::kUnit, RunWorkbench};
const ReadCase<WorkbenchRequest, ObligationsAnswer> kListObligations = {
    "obligation.list", "查看任务", Action::kReadSheet, DependsOn::kUnit, RunObligations};
const CallerReadCase<OverviewRequest, OverviewAnswer> kReadOverview = {
    "overview.read", "总览", Action::kReadSchool, RunOverview};
const WriteCase<OpenObligationRequest, Nothing> kOpenObligation = {
    "obligation.open", "打开任务", Action::kHandIn, "", RunOpen, Audit::kNone};

}  // namespace shouze
