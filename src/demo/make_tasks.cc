// What the kernel says that the units must do, and the records with which they answer.

#include <algorithm>
#include <map>

#include "base/text.h"
#include "demo/school_draft.h"
#include "kernel/score.h"

namespace shouze {
namespace {

/// A due instant that the calendar cannot tell yet is taken for this many workdays.
constexpr int kUnknownDueWorkdays = 3;

Task MakeTask(SchoolDraft& draft, const Facts& facts, DemoUnit& unit,
              const Obligation& obligation) {
  Task task;
  task.unit = &unit;
  task.duty = &At(draft.policy.duties, obligation.duty);
  task.trigger = obligation.trigger;
  task.key = draft.Keep(KeyOf(draft.policy, facts, obligation));
  task.start = std::max(obligation.start, Midnight(unit.first, facts.offset));
  const CivilDate guess =
      draft.times.AddWorkdays(DateAt(task.start, facts.offset), kUnknownDueWorkdays);
  task.due = obligation.due.at.value_or(EndOfDay(guess, facts.offset));
  return task;
}

const AnswerPlan& AnswerOf(const SchoolPlan& plan, Id<RecordKind> kind) {
  return *std::ranges::find(plan.answers, kind, &AnswerPlan::kind);
}

}  // namespace

std::vector<Task> ListTasks(SchoolDraft& draft, const Facts& facts) {
  std::vector<Task> tasks;
  UnitResult result;
  std::optional<Scorer> at_year_end;
  at_year_end.emplace(draft.policy, draft.calendar, facts, facts.YearEnd());
  for (DemoUnit& unit : draft.units) {
    const Id<Unit> id = *facts.FindUnit(unit.code);
    if (unit.last == draft.LastDay()) {
      at_year_end->Score(id, result);
    } else {
      Scorer(draft.policy, draft.calendar, facts, EndOfDay(unit.last, facts.offset))
          .Score(id, result);
    }
    for (const Obligation& obligation : result.obligations) {
      tasks.push_back(MakeTask(draft, facts, unit, obligation));
    }
  }
  return tasks;
}

void MakeAnswers(SchoolDraft& draft, const Facts& facts, const std::vector<Task>& tasks) {
  std::vector<const Task*> asked;
  for (const Task& task : tasks) {
    if (std::holds_alternative<MetByRecord>(task.duty->met_by)) asked.push_back(&task);
  }
  std::ranges::stable_sort(asked, {}, [](const Task* task) { return task->start; });
  std::map<std::string_view, int> numbers;
  for (const Task* one : asked) {
    const Task& task = *one;
    const auto* by_record = std::get_if<MetByRecord>(&task.duty->met_by);
    Chance chance = draft.ChanceOf("answers", *task.unit).Fork(task.key);
    if (!chance.Happens(draft.DiligenceOf(*task.unit).answers)) continue;
    const AnswerPlan& plan = AnswerOf(draft.plan, by_record->kind);
    Happening happening{task.trigger->at, plan.kind, &plan.fields, {task.unit}, false, {},
                        nullptr,          chance};
    const int number = ++numbers[plan.prefix];
    auto fields = FillFields(draft, happening, number);
    if (!fields) continue;
    const RecordKind& kind = At(draft.policy.kinds, plan.kind);
    const std::string_view trigger = draft.Name(facts.IdOf(task.trigger->record));
    fields->push_back({draft.Name(At(kind.fields, by_record->reference).id), trigger});
    RawRecord record;
    record.id = draft.Keep(Concat(plan.prefix, number));
    record.units = {task.unit->code};
    record.kind = draft.Name(kind.id);
    record.at = task.trigger->at;
    record.fields = std::move(*fields);
    draft.school.facts.records.push_back(std::move(record));
  }
  std::ranges::stable_sort(draft.school.facts.records, {}, &RawRecord::at);
}

}  // namespace shouze
