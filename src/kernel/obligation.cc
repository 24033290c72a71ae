// How a duty's due rule becomes an instant for one unit and one trigger.

#include "kernel/facts.h"

namespace shouze {
namespace {

/// What a due form needs to look at.
struct DueSource {
  const WorkCalendar& calendar;
  const Facts& facts;
  const UnitRecord* record;

  Instant trigger() const { return record->at; }

  std::optional<Deadline> operator()(const DueWorkdays& due) const {
    return AfterWorkdays(calendar, trigger(), due.workdays, facts.offset);
  }
  std::optional<Deadline> operator()(const DueDays& due) const {
    return AfterDays(calendar, trigger(), due.days, facts.offset);
  }
  std::optional<Deadline> operator()(const DueHours& due) const {
    return Deadline{AfterHours(trigger(), due.hours), 0};
  }
  std::optional<Deadline> operator()(const DueSameDay&) const {
    return Deadline{EndOfDay(DateAt(trigger(), facts.offset), facts.offset), 0};
  }
  std::optional<Deadline> operator()(const DueNamedDate& due) const {
    return Deadline{EndOfDay(facts.dates[due.date.value], facts.offset), 0};
  }
  std::optional<Deadline> operator()(const DueField& due) const {
    const std::optional<std::int64_t> days = facts.Value(*record, due.field);
    if (!days) return std::nullopt;
    return Deadline{EndOfDay(CivilDate{static_cast<std::int32_t>(*days)}, facts.offset), 0};
  }
};

const DueForm& FormFor(const DueRule& rule, const Facts& facts, const UnitRecord* record) {
  if (rule.by && record != nullptr) {
    const std::optional<std::int64_t> value = facts.Value(*record, *rule.by);
    for (const auto& [listed, form] : rule.table) {
      if (value == listed) return form;
    }
  }
  return rule.otherwise;
}

/// Yearly duties of a unit founded within the year are due no earlier than this.
std::optional<Deadline> NewUnitDeadline(const Policy& policy, const WorkCalendar& calendar,
                                        const Facts& facts, const Unit& unit) {
  if (!unit.from || *unit.from < FirstDayOf(facts.year) ||
      *unit.from >= FirstDayOf(facts.year + 1)) {
    return std::nullopt;
  }
  return AfterWorkdays(calendar, Midnight(*unit.from, facts.offset),
                       policy.settings.new_unit_workdays, facts.offset);
}

}  // namespace

std::optional<Deadline> OriginalDeadline(const Policy& policy, const WorkCalendar& calendar,
                                         const Facts& facts, const Unit& unit, const Duty& duty,
                                         const UnitRecord* record) {
  if (duty.needs && unit.fields[duty.needs->value] == 0) return std::nullopt;
  if (record != nullptr && !facts.Holds(duty.when, At(policy.kinds, record->kind), *record)) {
    return std::nullopt;
  }
  std::optional<Deadline> due =
      std::visit(DueSource{calendar, facts, record}, FormFor(duty.due, facts, record));
  if (record == nullptr && due) {
    const auto earliest = NewUnitDeadline(policy, calendar, facts, unit);
    if (earliest && (!earliest->at || *earliest->at > *due->at)) return earliest;
  }
  return due;
}

std::string DutyKey(const Policy& policy, const Duty& duty) {
  return At(policy.indicators, duty.indicator).id + "/" + duty.id;
}

}  // namespace shouze
