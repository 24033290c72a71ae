#include "service/cycles.h"
#include "service/freeze_sight.h"

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "policy/read_policy.h"
#include "service/calendars.h"
#include "service/totals.h"
#include "store/ledger_rows.h"

namespace shouze {
namespace {

Errors Wrong(std::string where, std::string message, std::string english) {
  return Fail(ErrorCode::kInvalidInput, std::move(message), std::move(english), std::move(where));
}

Errors AtText(Errors errors) {
  for (Error& error : errors) error.where = Concat("/text (", error.where, ")");
  return errors;
}

ResultOrErrors<AddPolicyAnswer> RunAddPolicy(Act& act, const AddPolicyRequest& request) {
  const auto policy = ReadPolicy(request.text, "policy.yaml");
  if (!policy) return AtText(policy.error());
  if (act.state().Find<PolicyFact>(policy->digest) == nullptr) {
    const PolicyFact fact{policy->digest, policy->id, policy->version, request.text};
    if (const auto done = act.Append("policy.add", fact); !done) return done.error();
  }
  return AddPolicyAnswer{policy->digest, policy->id, policy->version};
}

ResultOrErrors<void> CheckDates(const View& view, const CycleFact& cycle) {
  const auto rules = view.Rules(cycle);
  if (!rules) return rules.error();
  Errors errors;
  for (const auto& [name, date] : cycle.dates) {
    const auto& dates = (*rules)->policy.dates;
    if (std::ranges::find(dates, name, &NamedDate::id) == dates.end()) {
      errors.push_back({ErrorCode::kInvalidInput, Concat("/dates/", name),
                        Concat("办法中没有名为“", name, "”的日期"),
                        Concat("the policy has no date \"", name, "\"")});
    }
  }
  if (!errors.empty()) return errors;
  return {};
}

ResultOrErrors<CycleAnswer> RunPrepare(Act& act, const PrepareCycleRequest& request) {
  if (request.year < 2000 || request.year > 2999) {
    return Wrong("/year", "年份应在 2000 至 2999 之间", "the year must lie in 2000–2999");
  }
  if (act.state().Find<CycleFact>(std::to_string(request.year)) != nullptr) {
    return Fail(ErrorCode::kConflict, Concat(request.year, " 考核年度已经建立"),
                "this cycle is there already", "/year");
  }
  if (act.state().Find<PolicyFact>(request.policy) == nullptr) {
    return Wrong("/policy", "账本中没有这份考核办法，请先载入", "add the policy first");
  }
  CycleFact cycle;
  cycle.id = std::to_string(request.year);
  cycle.year = request.year;
  cycle.utc_offset_minutes = act.offset().minutes;
  cycle.policy = request.policy;
  cycle.calendars = NewestCalendars(act.state());
  cycle.dates = request.dates;
  if (const auto right = CheckDates(act, cycle); !right) return right.error();
  if (const auto done = act.Append("cycle.prepare", cycle); !done) return done.error();
  return CycleAnswer{cycle.year, cycle.stage};
}

ResultOrErrors<CycleAnswer> RunChange(Act& act, const ChangeCycleRequest& request) {
  const auto kept = act.Cycle(request.year);
  if (!kept) return kept.error();
  CycleFact cycle = (*kept)->fact;
  if (cycle.stage > Stage::kOpen) {
    return Fail(ErrorCode::kConflict, "初评之后不能再改日期；如需更改，请先退回“进行中”阶段",
                "dates do not change after the initial result");
  }
  cycle.dates = request.dates;
  cycle.reason = request.reason;
  if (const auto right = CheckDates(act, cycle); !right) return right.error();
  if (const auto done = act.Append("cycle.change", cycle); !done) return done.error();
  const auto found = FindConsequences(act);
  if (!found) return found.error();
  if (const auto told = MustHaveSeen(act, *found, request.moves); !told) return told.error();
  NotifyOfConsequences(act, Concat(cycle.year, " 年度的日期已更改"), *found);
  return CycleAnswer{cycle.year, cycle.stage};
}

CycleRow RowOf(const View& view, const CycleFact& cycle, const CycleRules& rules) {
  CycleRow row;
  row.year = cycle.year;
  row.stage = cycle.stage;
  row.policy = cycle.policy;
  row.policy_name = rules.policy.id;
  row.policy_title = rules.policy.title;
  for (const CalendarYear& year : rules.calendar.years()) row.calendar_years.push_back(year.year);
  for (const NamedDate& date : rules.policy.dates) {
    const auto own = cycle.dates.find(date.id);
    const CivilDate day =
        own != cycle.dates.end() ? own->second : *MakeDate(cycle.year, date.month, date.day);
    row.dates.push_back({date.id, date.name, day, date.note});
  }
  std::vector<const Kept<FrozenFact>*> frozen;
  for (const auto& [id, kept] : view.state().All<FrozenFact>()) {
    if (kept.fact.cycle == cycle.year) frozen.push_back(&kept);
  }
  std::ranges::sort(frozen, {}, [](const auto* kept) { return kept->seq; });
  for (const auto* kept : frozen) {
    row.frozen.push_back(kept->fact);
    std::vector<Points> totals;
    for (const FrozenRow& sheet : kept->fact.sheets) {
      if (sheet.total) totals.push_back(*sheet.total);
    }
    row.means.push_back(MeanOf(totals));
  }
  row.confirm_until = cycle.confirm_until;
  row.resolution = cycle.resolution;
  row.publication = cycle.publication;
  return row;
}

ResultOrErrors<CyclesAnswer> RunList(const CallerView& view, const Nothing&) {
  CyclesAnswer answer;
  for (const auto& [id, kept] : view.state().All<CycleFact>()) {
    const auto rules = view.Rules(kept.fact);
    if (!rules) return rules.error();
    CycleRow row = RowOf(view, kept.fact, **rules);
    // How others stand is for those who may see the school.
    if (!view.May(Action::kReadSchool, {})) {
      for (FrozenFact& frozen : row.frozen) frozen.sheets.clear();
      row.means.assign(row.frozen.size(), std::nullopt);
    }
    answer.cycles.push_back(std::move(row));
  }
  return answer;
}

/// The freeze with this entry number, where the caller may see it; null otherwise.
const FrozenFact* FindFreeze(const CallerView& view, std::int64_t entry) {
  for (const auto& [id, kept] : view.state().All<FrozenFact>()) {
    if (kept.seq != entry) continue;
    const auto cycle = view.Cycle(kept.fact.cycle);
    return cycle && MaySeeFreeze(view, (*cycle)->fact, kept) ? &kept.fact : nullptr;
  }
  return nullptr;
}

ResultOrErrors<JsonText> RunFrozenSheet(const CallerView& view, const FrozenSheetRequest& request) {
  const auto sheet = FindFreeze(view, request.entry) == nullptr
                         ? std::nullopt
                         : view.school().store().Read([&](const ReadTx& tx) {
                             return ReadFrozenSheet(tx, request.entry, request.unit);
                           });
  if (!sheet) {
    return Fail(ErrorCode::kNotFound, "没有这份冻结的得分表", "there is no such frozen sheet");
  }
  return JsonText{sheet->sheet};
}

}  // namespace

const WriteCase<AddPolicyRequest, AddPolicyAnswer> kAddPolicy = {
    "policy.add", "载入考核办法", Action::kChangeCycle, "policy.add", RunAddPolicy};
const WriteCase<PrepareCycleRequest, CycleAnswer> kPrepareCycle = {
    "cycle.prepare", "新建考核年度", Action::kChangeCycle, "cycle.prepare", RunPrepare};
const WriteCase<ChangeCycleRequest, CycleAnswer> kChangeCycle = {
    "cycle.change", "更改考核年度", Action::kChangeCycle, "cycle.change", RunChange};
const CallerReadCase<Nothing, CyclesAnswer> kListCycles = {"cycle.list", "查看考核年度",
                                                           Action::kReadPolicy, RunList};
const CallerReadCase<FrozenSheetRequest, JsonText> kReadFrozenSheet = {
    "sheet.read_frozen", "查看冻结的得分表", Action::kReadSheet, RunFrozenSheet};

}  // namespace shouze
