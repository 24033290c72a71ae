// Waivers, extensions and disputes that somebody asked for.

#include <algorithm>
#include <set>

#include "demo/school_draft.h"
#include "demo/wording.h"
#include "kernel/deadline.h"

namespace shouze {
namespace {

/// Makes the exceptions of one plan after the other; nothing is excepted twice.
class ExceptionMaker {
 public:
  ExceptionMaker(SchoolDraft& draft, const Facts& facts, std::vector<Task>& tasks)
      : draft_(draft), facts_(facts), tasks_(tasks), chance_(draft.chance.Fork("exceptions")) {}

  void Make(const ExceptionPlan& plan) {
    const bool of_task = plan.act == ExceptionAct::kWaiveTask || plan.act == ExceptionAct::kExtend;
    for (int i = 0; i < plan.count; ++i) {
      Task* task = Choose(plan, of_task);
      if (task == nullptr) return;
      if (of_task) {
        task->excepted = true;
      } else {
        records_.emplace(task->unit, task->trigger->record);
      }
      Decide(plan, *task);
    }
  }

 private:
  /// A task by submission whose record is of the plan's kinds; it stands for the record as well.
  Task* Choose(const ExceptionPlan& plan, bool of_task) {
    std::vector<Task*> fitting;
    const Instant since =
        Midnight(plan.since ? draft_.Day(*plan.since) : FirstDayOf(facts_.year), facts_.offset);
    for (Task& task : tasks_) {
      if (task.trigger == nullptr || task.trigger->at < since || task.due > facts_.YearEnd() ||
          std::ranges::find(plan.kinds, task.trigger->kind) == plan.kinds.end()) {
        continue;
      }
      const bool taken = task.excepted || records_.contains({task.unit, task.trigger->record});
      if (taken || (of_task && !std::holds_alternative<MetBySubmission>(task.duty->met_by))) {
        continue;
      }
      fitting.push_back(&task);
    }
    return fitting.empty() ? nullptr : chance_.Pick(fitting);
  }

  void Decide(const ExceptionPlan& plan, Task& task) {
    const std::string_view unit = task.unit->code;
    const int workdays = chance_.Between(plan.workdays.min, plan.workdays.max);
    const Instant at = draft_.times.OfficeTimeAfter(task.trigger->at, workdays, chance_);
    const std::string_view reason = Reason(plan, *task.unit);
    switch (plan.act) {
      case ExceptionAct::kWaiveTask:
        task.waived = true;
        draft_.school.facts.waivers.push_back({unit, task.key, std::nullopt, at, reason});
        break;
      case ExceptionAct::kWaiveRecord:
        WaiveRecord(task, at, reason);
        break;
      case ExceptionAct::kExtend:
        Extend(task, workdays, reason);
        break;
      case ExceptionAct::kDisputeOpen:
        Dispute(task, at, std::nullopt, reason);
        break;
      case ExceptionAct::kDisputeUpheld:
      case ExceptionAct::kDisputeRejected: {
        const int later = chance_.Between(plan.decided_workdays.min, plan.decided_workdays.max);
        const Instant decided_at = draft_.times.OfficeTimeAfter(at, later, chance_);
        Dispute(task, at, decided_at, reason);
        if (plan.act == ExceptionAct::kDisputeUpheld) WaiveRecord(task, decided_at, reason);
        break;
      }
    }
  }

  std::string_view Reason(const ExceptionPlan& plan, const DemoUnit& unit) {
    Scene scene;
    scene.year = draft_.options.year;
    scene.unit = unit.name;
    scene.system = chance_.Pick(unit.systems).name;
    return draft_.Keep(Word(draft_.plan, chance_.Pick(plan.reasons), scene, chance_));
  }

  std::string_view RecordId(const Task& task) {
    return draft_.Name(facts_.IdOf(task.trigger->record));
  }

  void WaiveRecord(const Task& task, Instant at, std::string_view reason) {
    draft_.school.facts.waivers.push_back(
        {task.unit->code, std::nullopt, RecordId(task), at, reason});
  }

  void Extend(Task& task, int workdays, std::string_view reason) {
    const CivilDate last = DateAt({task.due.ms - 1}, facts_.offset);
    const Instant until = EndOfDay(draft_.times.AddWorkdays(last, workdays), facts_.offset);
    const Instant at = draft_.times.Within(task.start, task.due, 1, chance_);
    draft_.school.facts.extensions.push_back({task.unit->code, task.key, until, at, reason});
    task.due = until;
  }

  void Dispute(const Task& task, Instant at, std::optional<Instant> decided_at,
               std::string_view reason) {
    draft_.school.facts.disputes.push_back(
        {task.unit->code, RecordId(task), at, decided_at, reason});
  }

  SchoolDraft& draft_;
  const Facts& facts_;
  std::vector<Task>& tasks_;
  Chance chance_;
  std::set<std::pair<const DemoUnit*, Id<Record>>> records_;
};

}  // namespace

void MakeExceptions(SchoolDraft& draft, const Facts& facts, std::vector<Task>& tasks) {
  ExceptionMaker maker(draft, facts, tasks);
  for (const ExceptionPlan& plan : draft.plan.exceptions) maker.Make(plan);
}

}  // namespace shouze
