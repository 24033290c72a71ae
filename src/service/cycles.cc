#include "service/cycles.h"

#include <algorithm>
#include <utility>

#include "base/digest.h"
#include "base/text.h"
#include "exchange/holiday_cn.h"
#include "policy/read_calendar.h"
#include "policy/read_policy.h"
#include "service/calendars.h"
#include "service/final_sheets.h"
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

/// Which due instants differ between two sheets of a unit.
void AddMoved(const Sheet& before, const Sheet& after, std::vector<MovedDue>& moved) {
  const Policy& policy = before.rules->policy;
  std::map<std::string, std::optional<Instant>> dues;
  for (const Obligation& one : before.result.obligations) {
    dues[KeyOf(policy, before.facts.facts, one)] = one.due.at;
  }
  for (const Obligation& one : after.result.obligations) {
    const std::string key = KeyOf(policy, after.facts.facts, one);
    const auto old = dues.find(key);
    if (old != dues.end() && old->second == one.due.at) continue;
    moved.push_back({after.facts.facts.year, At(after.facts.facts.units, after.unit).code, key,
                     old == dues.end() ? std::nullopt : old->second, one.due.at});
  }
}

/// Pins `calendar` in a cycle in place of its year's, and lists what that moves.
ResultOrErrors<void> PinAnew(Act& act, const CycleFact& cycle, const CalendarFact& calendar,
                             const CycleRules& pinned, std::vector<MovedDue>& moved) {
  CycleFact changed = cycle;
  std::erase_if(changed.calendars, [&](const std::string& id) {
    const auto* const other = act.state().Find<CalendarFact>(id);
    return other != nullptr && other->fact.year == calendar.year;
  });
  changed.calendars.push_back(calendar.id);
  std::ranges::sort(changed.calendars, {}, [&](const std::string& id) {
    const auto* const other = act.state().Find<CalendarFact>(id);
    return other == nullptr ? calendar.year : other->fact.year;
  });
  changed.reason = Concat(calendar.year, " 年工作日历");
  auto years = pinned.calendar.years();
  std::erase_if(years, [&](const CalendarYear& year) { return year.year == calendar.year; });
  auto year = ReadCalendar(calendar.text, "calendar.yaml");
  if (!year) return AtText(year.error());
  years.push_back(std::move(*year));
  auto built = WorkCalendar::Build(std::move(years));
  if (!built) return AtText(built.error());
  const auto rules = std::make_shared<const CycleRules>(pinned.policy, std::move(*built));
  const auto units = UnitsOf(act, cycle);
  if (!units) return units.error();
  for (const std::string& id : *units) {
    const auto before = act.LiveSheet(cycle, id);
    if (!before) return before.error();
    const auto after = MakeSheet(act.state(), cycle, rules, id, act.now());
    if (!after) return after.error();
    AddMoved(**before, **after, moved);
  }
  return act.Append("cycle.calendar", changed);
}

ResultOrErrors<AddCalendarAnswer> RunAddCalendar(Act& act, const AddCalendarRequest& request) {
  CalendarFact fact;
  fact.text = request.text;
  if (request.text.find_first_not_of(" \t\r\n") != std::string::npos &&
      request.text[request.text.find_first_not_of(" \t\r\n")] == '{') {
    const auto year = ReadHolidayCn(request.text, "calendar.json");
    if (!year) return AtText(year.error());
    fact.text = WriteCalendarYaml(*year);
  }
  const auto year = ReadCalendar(fact.text, "calendar.yaml");
  if (!year) return AtText(year.error());
  fact.year = year->year;
  fact.id = Sha256Hex(fact.text);
  AddCalendarAnswer answer;
  answer.id = fact.id;
  answer.year = fact.year;
  if (act.state().Find<CalendarFact>(fact.id) == nullptr) {
    if (const auto done = act.Append("calendar.add", fact); !done) return done.error();
  }
  for (const auto& [id, kept] : act.state().All<CycleFact>()) {
    if (kept.fact.stage > Stage::kOpen) continue;
    // Kept while the cycle was past its stage, and given again after it went back: pinned now.
    const auto& pins = kept.fact.calendars;
    if (std::ranges::find(pins, fact.id) != pins.end()) continue;
    const auto rules = act.Rules(kept.fact);
    if (!rules) return rules.error();
    const auto pinned = PinAnew(act, kept.fact, fact, **rules, answer.moved);
    if (!pinned) return pinned.error();
    answer.cycles.push_back(kept.fact.year);
  }
  return answer;
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
  for (const auto* kept : frozen) row.frozen.push_back(kept->fact);
  row.confirm_until = cycle.confirm_until;
  row.resolution = cycle.resolution;
  row.publication = cycle.publication;
  return row;
}

ResultOrErrors<CyclesAnswer> RunList(const View& view, const Nothing&) {
  CyclesAnswer answer;
  for (const auto& [id, kept] : view.state().All<CycleFact>()) {
    const auto rules = view.Rules(kept.fact);
    if (!rules) return rules.error();
    CycleRow row = RowOf(view, kept.fact, **rules);
    // How others stand is for those who may see the school.
    if (!view.May(Action::kReadSchool, {})) {
      for (FrozenFact& frozen : row.frozen) frozen.sheets.clear();
    }
    answer.cycles.push_back(std::move(row));
  }
  return answer;
}

ResultOrErrors<JsonText> RunFrozenSheet(const View& view, const FrozenSheetRequest& request) {
  const auto sheet = view.school().store().Read(
      [&](const ReadTx& tx) { return ReadFrozenSheet(tx, request.entry, request.unit); });
  if (!sheet) {
    return Fail(ErrorCode::kNotFound, "没有这份冻结的得分表", "there is no such frozen sheet");
  }
  return JsonText{sheet->sheet};
}

}  // namespace

const WriteCase<AddPolicyRequest, AddPolicyAnswer> kAddPolicy = {
    "policy.add", "载入考核办法", Action::kChangeCycle, "policy.add", RunAddPolicy};
const WriteCase<AddCalendarRequest, AddCalendarAnswer> kAddCalendar = {
    "calendar.add", "载入工作日历", Action::kChangeCycle, "calendar.add, cycle.calendar",
    RunAddCalendar};
const WriteCase<PrepareCycleRequest, CycleAnswer> kPrepareCycle = {
    "cycle.prepare", "新建考核年度", Action::kChangeCycle, "cycle.prepare", RunPrepare};
const WriteCase<ChangeCycleRequest, CycleAnswer> kChangeCycle = {
    "cycle.change", "更改考核年度", Action::kChangeCycle, "cycle.change", RunChange};
const ReadCase<Nothing, CyclesAnswer> kListCycles = {
    "cycle.list", "查看考核年度", Action::kReadPolicy, DependsOn::kEverything, RunList};
const ReadCase<FrozenSheetRequest, JsonText> kReadFrozenSheet = {
    "sheet.read_frozen", "查看冻结的得分表", Action::kReadSheet, DependsOn::kUnit, RunFrozenSheet};

}  // namespace shouze
