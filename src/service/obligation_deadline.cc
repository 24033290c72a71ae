#include "service/obligation_deadline.h"

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "kernel/explain.h"
#include "policy/words.h"
#include "service/school.h"

namespace shouze {
namespace {

/// The steps to one form of deadline, and what they do not say.
struct Way {
  DeadlineExplanation explanation;
  std::string note;
};

Way OnDay(CivilDate date, std::string why, UtcOffset offset) {
  return {{{EndOfDay(date, offset), 0}, {{date, std::move(why)}}}, ""};
}

struct WayOfForm {
  const Sheet& sheet;
  const Obligation& obligation;

  const Facts& facts() const { return sheet.facts.facts; }
  UtcOffset offset() const { return facts().offset; }
  const WorkCalendar& calendar() const { return sheet.rules->calendar; }
  Instant trigger() const { return obligation.trigger->at; }

  Way operator()(const DueWorkdays& due) const {
    return {ExplainWorkdays(calendar(), trigger(), due.workdays, offset()), ""};
  }
  Way operator()(const DueDays& due) const {
    return {ExplainDays(calendar(), trigger(), due.days, offset()), ""};
  }
  Way operator()(const DueHours& due) const {
    return {{{AfterHours(trigger(), due.hours), 0}, {}}, HoursInWords(due.hours)};
  }
  Way operator()(const DueSameDay&) const {
    return OnDay(DateAt(trigger(), offset()), "当日 24:00 止，不顺延", offset());
  }
  Way operator()(const DueNamedDate& due) const {
    const NamedDate& date = At(sheet.rules->policy.dates, due.date);
    return OnDay(facts().dates[due.date.value],
                 Concat("本考核年度的“", date.name, "”，当日 24:00 止，不顺延"), offset());
  }
  Way operator()(const DueField& due) const {
    const UnitRecord& record = *obligation.trigger;
    const Field& field = At(At(sheet.rules->policy.kinds, record.kind).fields, due.field);
    const auto day = facts().Value(record, due.field).value_or(0);
    return OnDay(CivilDate{static_cast<std::int32_t>(day)},
                 Concat("台账所填“", field.name, "”，当日 24:00 止，不顺延"), offset());
  }
};

/// A yearly duty of a unit that was founded within the year may be due later.
Way WayOf(const Sheet& sheet, const Obligation& obligation, const Deadline& original) {
  Way way = std::visit(WayOfForm{sheet, obligation}, DueFormOf(sheet, obligation));
  const Unit& unit = At(sheet.facts.facts.units, sheet.unit);
  const bool moved = way.explanation.deadline.at != original.at;
  if (obligation.trigger != nullptr || !moved || !unit.from) return way;
  const int workdays = sheet.rules->policy.settings.new_unit_workdays;
  const UtcOffset offset = sheet.facts.facts.offset;
  return {ExplainWorkdays(sheet.rules->calendar, Midnight(*unit.from, offset), workdays, offset),
          Concat("本单位年内设立，年度任务的期限不早于设立之日后第 ", workdays, " 个工作日")};
}

void AddExtension(const Sheet& sheet, const Obligation& obligation, DeadlineAnswer& answer) {
  const Facts& facts = sheet.facts.facts;
  const ObligationRef ref = ObligationRef::Of(obligation.duty, obligation.trigger);
  for (const Extension& extension : facts.Of(sheet.unit).extensions) {
    if (extension.of != ref || extension.at > sheet.result.as_of) continue;
    answer.extended_at = extension.at;
    answer.extension_reason = std::string(facts.texts.View(extension.reason));
  }
}

DeadlineAnswer Explain(const Sheet& sheet, const Obligation& obligation) {
  const Policy& policy = sheet.rules->policy;
  const Facts& facts = sheet.facts.facts;
  const Duty& duty = At(policy.duties, obligation.duty);
  DeadlineAnswer answer;
  answer.obligation = KeyOf(policy, facts, obligation);
  answer.duty = duty.name;
  if (obligation.trigger != nullptr) {
    answer.record = facts.IdOf(obligation.trigger->record);
    answer.record_title = NameOf(policy, facts, *obligation.trigger);
    answer.start = obligation.trigger->at;
    answer.start_text = Concat(FormatForPeople(*answer.start, facts.offset), "（",
                               ChineseName(WeekdayOf(DateAt(*answer.start, facts.offset))), "）");
  }
  answer.rule_text = DeadlineInWords(policy, duty);
  const Deadline original = OriginalDeadline(policy, sheet.rules->calendar, facts,
                                             At(facts.units, sheet.unit), duty, obligation.trigger)
                                .value_or(obligation.due);
  const Way way = WayOf(sheet, obligation, original);
  answer.steps = StepsOf(way.explanation);
  answer.note = way.note;
  answer.original_due = original.at;
  answer.original_due_text = SpokenDeadline(original, facts.offset);
  if (obligation.extended) AddExtension(sheet, obligation, answer);
  answer.due = obligation.due.at;
  answer.due_text = SpokenDeadline(obligation.due, facts.offset);
  if (!obligation.due.at) answer.missing_year = obligation.due.missing_year;
  return answer;
}

ResultOrErrors<DeadlineAnswer> RunExplain(const View& view, const DeadlineRequest& request) {
  const auto cycle = view.Cycle(request.year);
  if (!cycle) return cycle.error();
  const auto sheet = view.LiveSheet((*cycle)->fact, request.unit);
  if (!sheet) return sheet.error();
  view.HoldsUntil((*sheet)->valid_until);
  const Obligation* const obligation = FindObligation(**sheet, request.obligation);
  if (obligation == nullptr) {
    return Fail(ErrorCode::kNotFound, Concat("本单位没有任务“", request.obligation, "”"),
                "the unit has no such obligation", "/obligation");
  }
  return Explain(**sheet, *obligation);
}

}  // namespace

const DueForm& DueFormOf(const Sheet& sheet, const Obligation& obligation) {
  const Duty& duty = At(sheet.rules->policy.duties, obligation.duty);
  if (duty.due.by && obligation.trigger != nullptr) {
    const auto value = sheet.facts.facts.Value(*obligation.trigger, *duty.due.by);
    for (const auto& [wanted, form] : duty.due.table) {
      if (value && *value == wanted) return form;
    }
  }
  return duty.due.otherwise;
}

const Obligation* FindObligation(const Sheet& sheet, std::string_view key) {
  const auto& obligations = sheet.result.obligations;
  const auto found = std::ranges::find_if(obligations, [&](const Obligation& one) {
    return KeyOf(sheet.rules->policy, sheet.facts.facts, one) == key;
  });
  return found == obligations.end() ? nullptr : &*found;
}

const ReadCase<DeadlineRequest, DeadlineAnswer> kExplainObligation = {
    "obligation.deadline", "查看期限的由来", Action::kReadSheet, DependsOn::kUnit, RunExplain};

}  // namespace shouze
