// What happens in the year: which event comes up when and to whom, then record by record in time.

#include <algorithm>
#include <map>

#include "base/text.h"
#include "demo/school_draft.h"

namespace shouze {
namespace {

class Schedule {
 public:
  explicit Schedule(SchoolDraft& draft) : draft_(draft) { ChooseCases(); }

  void Add(const EventPlan& event) {
    const Chance chance = draft_.chance.Fork("events").Fork(event.id);
    if (event.scope == EventScope::kTogether) return AddTogether(event, chance);
    for (DemoUnit& unit : draft_.units) {
      if (!Concerns(event, unit)) continue;
      Chance own = chance.Fork(unit.code);
      if (event.scope == EventScope::kEachUnit) {
        AddTo(event, unit, {}, own);
        continue;
      }
      for (const DemoUnit::System& system : unit.systems) {
        const bool asked_for =
            event.groups.empty()
                ? !system.group.empty()
                : std::ranges::find(event.groups, system.group) != event.groups.end();
        Chance of_system = own.Fork(system.name);
        if (asked_for) AddTo(event, unit, system.name, of_system);
      }
    }
  }

  /// In order of time.
  std::vector<Happening> Take() {
    std::ranges::stable_sort(happenings_, {}, &Happening::at);
    return std::move(happenings_);
  }

 private:
  /// Each case befalls one unit that fits, for the whole year.
  void ChooseCases() {
    for (const auto& [id, filter] : draft_.plan.cases) {
      std::vector<const DemoUnit*> fitting;
      for (const DemoUnit& unit : draft_.units) {
        const bool all_year =
            unit.first == FirstDayOf(draft_.options.year) && unit.last == draft_.LastDay();
        if (all_year && draft_.Fits(filter, unit)) fitting.push_back(&unit);
      }
      Chance chance = draft_.chance.Fork("cases").Fork(id);
      if (!fitting.empty()) cases_[id] = chance.Pick(fitting);
    }
  }

  bool Concerns(const EventPlan& event, const DemoUnit& unit) const {
    if (!draft_.Fits(event.only, unit)) return false;
    if (event.in_case.empty()) return true;
    const auto found = cases_.find(event.in_case);
    return found != cases_.end() && found->second == &unit;
  }

  void AddTogether(const EventPlan& event, Chance chance) {
    const std::pair year{FirstDayOf(draft_.options.year), draft_.LastDay()};
    for (const CivilDate date : Dates(event, 0, year.first, year.second, chance)) {
      Happening one = Make(event, date, {}, chance, chance.Fork(Format(date)));
      for (DemoUnit& unit : draft_.units) {
        if (unit.first <= date && date <= unit.last && Concerns(event, unit)) {
          one.units.push_back(&unit);
        }
      }
      if (!one.units.empty()) happenings_.push_back(std::move(one));
    }
  }

  void AddTo(const EventPlan& event, DemoUnit& unit, std::string_view system, Chance& chance) {
    for (const CivilDate date : Dates(event, unit.diligence, unit.first, unit.last, chance)) {
      Chance own = chance.Fork(Concat(Format(date), "/", happenings_.size()));
      Happening one = Make(event, date, system, chance, own);
      one.units.push_back(&unit);
      happenings_.push_back(std::move(one));
    }
  }

  Happening Make(const EventPlan& event, CivilDate date, std::string_view system, Chance& chance,
                 Chance own) const {
    const Instant at = event.minutes ? draft_.times.TimeOn(date, *event.minutes, chance)
                                     : draft_.times.OfficeTime(date, chance);
    const bool together = event.scope == EventScope::kTogether;
    return {at, event.kind, &event.fields, {}, together, system, &event, own};
  }

  /// The days of the event that lie within `first` and `last`.
  std::vector<CivilDate> Dates(const EventPlan& event, std::size_t diligence, CivilDate first,
                               CivilDate last, Chance& chance) const {
    std::vector<CivilDate> dates;
    const auto add = [&](CivilDate date) {
      if (!event.any_day) date = Workday(date);
      if (first <= date && date <= last) dates.push_back(date);
    };
    const auto add_between = [&](const std::pair<MonthDay, MonthDay>& days) {
      const CivilDate earliest = std::max(first, draft_.Day(days.first));
      const CivilDate latest = std::min(last, draft_.Day(days.second));
      if (earliest > latest) return;
      add(earliest + chance.Between(0, static_cast<int>(latest.days - earliest.days)));
    };
    for (int copy = 0; copy < draft_.options.intensity; ++copy) {
      for (const MonthDay day : event.days) {
        if (copy == 0) {
          add(draft_.Day(day));
        } else {
          add_between(draft_.plan.extra);
        }
      }
      if (!event.days.empty()) continue;
      const int count = chance.Pick(event.counts[diligence]);
      for (int i = 0; i < count; ++i) add_between(chance.Pick(event.between));
    }
    return dates;
  }

  CivilDate Workday(CivilDate date) const {
    const CivilDate next = draft_.times.WorkdayFrom(date);
    return next <= draft_.LastDay() ? next : draft_.times.WorkdayUntil(date);
  }

  SchoolDraft& draft_;
  std::map<std::string_view, const DemoUnit*> cases_;
  std::vector<Happening> happenings_;
};

void RememberHandOver(SchoolDraft& draft, const Happening& happening, const RawRecord& record) {
  const EventPlan& event = *happening.event;
  if (!event.hands_over) return;
  const std::string& field = At(At(draft.policy.kinds, event.kind).fields, *event.hands_over).id;
  for (const RawField& value : record.fields) {
    if (value.key != field) continue;
    const CivilDate date = DateAt(happening.at, draft.school.facts.offset);
    for (DemoUnit* unit : happening.units) {
      unit->hand_overs.push_back({std::get<std::string_view>(value.value), date});
    }
  }
}

/// One of the unit's systems; where the event asks for systems of its own, one of those.
std::string_view SystemOf(const DemoUnit& unit, const EventPlan& event, Chance& chance) {
  std::vector<std::string_view> names;
  for (const DemoUnit::System& system : unit.systems) {
    if (!event.only.with_systems || !system.group.empty()) names.push_back(system.name);
  }
  return chance.Pick(names);
}

}  // namespace

void MakeRecords(SchoolDraft& draft) {
  Schedule schedule(draft);
  for (const EventPlan& event : draft.plan.events) schedule.Add(event);
  std::map<std::string_view, int> numbers;
  for (Happening& happening : schedule.Take()) {
    const EventPlan& event = *happening.event;
    if (happening.system.empty() && !happening.together) {
      happening.system = SystemOf(*happening.units.front(), event, happening.chance);
    }
    const int number = numbers[event.prefix] + 1;
    auto fields = FillFields(draft, happening, number);
    if (!fields) continue;
    numbers[event.prefix] = number;
    RawRecord record;
    record.id = draft.Keep(Concat(event.prefix, number));
    record.one_unit = !happening.together;
    record.kind = draft.Name(At(draft.policy.kinds, event.kind).id);
    record.at = happening.at;
    record.fields = std::move(*fields);
    for (DemoUnit* unit : happening.units) {
      record.units.push_back(unit->code);
      unit->past.push_back({event.kind, happening.at, record.id});
    }
    RememberHandOver(draft, happening, record);
    draft.school.facts.records.push_back(std::move(record));
  }
}

}  // namespace shouze
