#include "service/fact_cycles.h"

#include <algorithm>
#include <utility>
#include <variant>

#include "base/text.h"
#include "service/obligation_deadline.h"

namespace shouze {
namespace {

int YearOfRecord(const View& view, const RecordFact& record) {
  return YearOf(DateAt(record.at, view.offset()));
}

/// The year that a veto's field names; that of its instant where it names none.
int VetoYearOf(const View& view, const Policy& policy, const RecordFact& record) {
  if (policy.veto->year) {
    const auto& fields = At(policy.kinds, policy.veto->kind).fields;
    const std::string& name = At(fields, *policy.veto->year).id;
    for (const auto& [field, value] : record.fields) {
      const auto* const year = std::get_if<Points>(&value);
      if (field == name && year != nullptr) return static_cast<int>(year->thousandths / 1000);
    }
  }
  return YearOfRecord(view, record);
}

/// Whether the record has a part in the cycle's result.
bool HasPart(const View& view, const CycleFact& cycle, const RecordFact& record) {
  if (YearOfRecord(view, record) == cycle.year) return true;
  const auto rules = view.Rules(cycle);
  if (!rules) return false;
  const Policy& policy = (*rules)->policy;
  if (!policy.veto || At(policy.kinds, policy.veto->kind).id != record.kind) return false;
  return VetoYearOf(view, policy, record) == cycle.year;
}

bool HasPart(const View& view, const CycleFact& cycle, std::string_view record) {
  const auto* const kept = view.state().Find<RecordFact>(record);
  return kept != nullptr && HasPart(view, cycle, kept->fact);
}

/// Whether a record's obligation stands in the sheet of a later year.
bool IsCarriedInto(const View& view, int year, std::string_view unit, std::string_view obligation) {
  const auto cycle = view.Cycle(year);
  if (!cycle) return false;
  const auto sheet = view.LiveSheet((*cycle)->fact, unit);
  return sheet && FindObligation(**sheet, obligation) != nullptr;
}

template <class Exception>
ResultOrErrors<const CycleFact*> OpenCycleOfException(const View& view, const Exception& fact,
                                                      std::string_view about) {
  const auto* const record = view.state().Find<RecordFact>(about);
  if (record == nullptr) return OpenCycle(view, fact.cycle);
  const bool carried = !fact.obligation.empty() && fact.cycle > YearOfRecord(view, record->fact) &&
                       IsCarriedInto(view, fact.cycle, fact.unit, fact.obligation);
  return carried ? OpenCycle(view, fact.cycle) : OpenCycleOf(view, record->fact);
}

struct ConcernsCycle {
  const View& view;
  const CycleFact& cycle;

  bool operator()(const RecordFact& fact) const {
    return HasPart(view, cycle, fact) || HasPart(view, cycle, std::string_view(fact.id));
  }
  bool operator()(const SubmissionFact& fact) const { return fact.cycle == cycle.year; }
  bool operator()(const WaiverFact& fact) const {
    return fact.cycle == cycle.year || HasPart(view, cycle, std::string_view(fact.record));
  }
  bool operator()(const ExtensionFact& fact) const { return fact.cycle == cycle.year; }
  bool operator()(const DisputeFact& fact) const {
    return HasPart(view, cycle, std::string_view(fact.record));
  }
  template <class Fact>
  bool operator()(const Fact&) const {
    return false;
  }

  template <class Fact>
  bool Kept(std::string_view id) const {
    const auto* const kept = view.state().Find<Fact>(id);
    return kept != nullptr && (*this)(kept->fact);
  }
};

/// The days of it that lie within a year; absent: none.
std::optional<std::pair<CivilDate, CivilDate>> Within(const std::optional<Days>& days, int year) {
  if (!days) return std::nullopt;
  const CivilDate first = FirstDayOf(year);
  const CivilDate last = FirstDayOf(year + 1) - 1;
  const auto from = std::max(days->from.value_or(first), first);
  const auto to = std::min(days->to.value_or(last), last);
  if (to < from) return std::nullopt;
  return std::pair(from, to);
}

}  // namespace

ResultOrErrors<const CycleFact*> OpenCycle(const View& view, int year) {
  const auto kept = view.Cycle(year);
  if (!kept) return kept.error();
  const CycleFact& cycle = (*kept)->fact;
  if (cycle.stage == Stage::kPreparing) {
    return Fail(ErrorCode::kConflict, Concat(year, " 考核年度尚未开启，请先由网安办开启"),
                Concat("cycle ", year, " is not open yet"));
  }
  if (!FactsMayChange(cycle.stage)) {
    return Fail(ErrorCode::kConflict,
                Concat(year, " 考核年度的结果已经形成，事实不能再改；如需更改，请由网安办退回阶段"),
                Concat("the result of cycle ", year, " is made; its facts do not change any more"));
  }
  return &cycle;
}

ResultOrErrors<const CycleFact*> OpenCycleOf(const View& view, const RecordFact& fact) {
  auto cycle = OpenCycle(view, YearOfRecord(view, fact));
  if (!cycle) return cycle;
  for (const auto& [id, kept] : view.state().All<CycleFact>()) {
    if (!ResultIsMade(kept.fact.stage) || !HasPart(view, kept.fact, fact)) continue;
    return OpenCycle(view, kept.fact.year).error();
  }
  return cycle;
}

ResultOrErrors<const CycleFact*> OpenCycleOf(const View& view, const SubmissionFact& fact) {
  return OpenCycle(view, fact.cycle);
}

ResultOrErrors<const CycleFact*> OpenCycleOf(const View& view, const WaiverFact& fact) {
  return OpenCycleOfException(view, fact,
                              fact.record.empty() ? RecordOfKey(fact.obligation) : fact.record);
}

ResultOrErrors<const CycleFact*> OpenCycleOf(const View& view, const ExtensionFact& fact) {
  return OpenCycleOfException(view, fact, RecordOfKey(fact.obligation));
}

ResultOrErrors<const CycleFact*> OpenCycleOf(const View& view, const DisputeFact& fact) {
  const auto* const record = view.state().Find<RecordFact>(fact.record);
  if (record != nullptr) return OpenCycleOf(view, record->fact);
  return Fail(ErrorCode::kNotFound, Concat("没有台账“", fact.record, "”，可能已经撤销"),
              Concat("there is no record \"", fact.record, "\""), "/record");
}

std::set<int> VetoedYears(const View& view, const RecordFact& record) {
  std::set<int> years;
  for (const auto& [id, kept] : view.state().All<CycleFact>()) {
    const auto rules = view.Rules(kept.fact);
    if (!rules) continue;
    const Policy& policy = (*rules)->policy;
    if (!policy.veto || At(policy.kinds, policy.veto->kind).id != record.kind) continue;
    const int named = VetoYearOf(view, policy, record);
    const int year = kept.fact.year;
    if (year == named || year == YearOfRecord(view, record)) years.insert(named);
  }
  return years;
}

ResultOrErrors<void> MayCome(const View& view, const KeptFact& fact) {
  if (const auto* const post = std::get_if<PostFact>(&fact)) {
    return MayChangeDays(view, std::nullopt, Days{post->from, post->to});
  }
  if (const auto* const unit = std::get_if<UnitFact>(&fact)) {
    return MayChangeDays(view, std::nullopt, Days{unit->from, unit->to});
  }
  for (const auto& [id, kept] : view.state().All<CycleFact>()) {
    if (!ResultIsMade(kept.fact.stage)) continue;
    if (!std::visit(ConcernsCycle{view, kept.fact}, fact)) continue;
    return OpenCycle(view, kept.fact.year).error();
  }
  return {};
}

bool Concerns(const View& view, const CycleFact& cycle, const ProposalFact& proposal) {
  const ConcernsCycle concerns{view, cycle};
  return std::ranges::any_of(proposal.acts, [&](const ProposedAct& act) {
    const auto said = ReadEntryBody(act.kind, act.body.text);
    if (!said) return false;
    if (said->fact) return std::visit(concerns, *said->fact);
    if (said->kind->fact == "record") return concerns.Kept<RecordFact>(said->id);
    if (said->kind->fact == "waiver") return concerns.Kept<WaiverFact>(said->id);
    if (said->kind->fact == "extension") return concerns.Kept<ExtensionFact>(said->id);
    return false;
  });
}

ResultOrErrors<void> MayChangeDays(const View& view, const std::optional<Days>& before,
                                   const std::optional<Days>& after) {
  for (const auto& [id, kept] : view.state().All<CycleFact>()) {
    const int year = kept.fact.year;
    if (!ResultIsMade(kept.fact.stage)) continue;
    const auto was = Within(before, year);
    const auto will_be = Within(after, year);
    if (was == will_be) continue;
    const bool ends = was && (!will_be || was->first == will_be->first);
    return Fail(ErrorCode::kConflict,
                Concat(year, " 考核年度的结果已经形成，这一年内的起止不能再改：日期应不早于 ",
                       Format(ends ? FirstDayOf(year + 1) - 1 : FirstDayOf(year + 1)),
                       "；如需更改，请由网安办退回阶段"),
                Concat("the result of cycle ", year, " is made; no day of it changes any more"),
                ends ? "/to" : "/from");
  }
  return {};
}

}  // namespace shouze
