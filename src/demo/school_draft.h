#pragma once

#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "demo/chance.h"
#include "demo/demo_school.h"
#include "demo/school_plan.h"
#include "demo/work_times.h"
#include "kernel/facts.h"

/// How a school comes about, step by step. Internal to the room: others use MakeDemoSchool.
namespace shouze {

/// A unit while its year is being made up.
struct DemoUnit {
  struct System {
    std::string_view name;
    std::string_view group;  ///< Empty for those that every unit has.
  };
  struct PastRecord {
    Id<RecordKind> kind;
    Instant at;
    std::string_view id;
  };
  struct HandOver {
    std::string_view post;
    CivilDate date;  ///< The successor's first day.
  };

  const UnitPlan* plan = nullptr;
  std::string_view code;
  std::string_view name;
  std::size_t diligence = 0;
  CivilDate first;  ///< Its first and last day within the year.
  CivilDate last;
  std::vector<System> systems;
  std::vector<PastRecord> past;
  std::vector<HandOver> hand_overs;
};

/// A school while its year is being made up.
struct SchoolDraft {
  SchoolDraft(const Policy& its_policy, const WorkCalendar& its_calendar,
              const SchoolPlan& its_plan, const DemoOptions& its_options);

  /// Texts that live as long as the school; of equal names there is one.
  std::string_view Keep(std::string text);
  std::string_view Name(std::string_view name);

  CivilDate Day(MonthDay day) const { return *MakeDate(options.year, day.month, day.day); }
  CivilDate LastDay() const { return FirstDayOf(options.year + 1) - 1; }
  const Diligence& DiligenceOf(const DemoUnit& unit) const {
    return plan.diligences[unit.diligence];
  }
  Chance ChanceOf(std::string_view what, const DemoUnit& unit) const {
    return chance.Fork(what).Fork(unit.code);
  }
  bool Fits(const UnitFilter& filter, const DemoUnit& unit) const;

  const Policy& policy;
  const WorkCalendar& calendar;
  const SchoolPlan& plan;
  const DemoOptions options;
  const Chance chance;
  DemoSchool school;
  const WorkTimes times;
  std::vector<DemoUnit> units;

 private:
  std::unordered_map<std::string_view, std::string_view> names_;
};

/// One dated thing that a unit must do, and what was decided about it beforehand.
struct Task {
  DemoUnit* unit = nullptr;
  const Duty* duty = nullptr;
  const UnitRecord* trigger = nullptr;
  std::string_view key;
  Instant start;
  Instant due;
  bool excepted = false;
  bool waived = false;
};

// The steps, each needing those before it.

/// Units and how diligent they are.
void MakeUnits(SchoolDraft& draft);

/// What happens to them.
void MakeRecords(SchoolDraft& draft);

/// Who holds which post, changes of heads included.
void MakePosts(SchoolDraft& draft);

/// What they must do therefore, as the kernel sees it at the year's (or their own) end.
std::vector<Task> ListTasks(SchoolDraft& draft, const Facts& facts);

/// Records that answer others.
void MakeAnswers(SchoolDraft& draft, const Facts& facts, const std::vector<Task>& tasks);

/// Waivers, extensions and disputes that somebody asked for; changes the tasks accordingly.
void MakeExceptions(SchoolDraft& draft, const Facts& facts, std::vector<Task>& tasks);

/// Submissions and their reviews.
void HandIn(SchoolDraft& draft, const Facts& facts, const std::vector<Task>& tasks);

/// A record that is about to come up.
struct Happening {
  Instant at;
  Id<RecordKind> kind;
  const std::vector<FieldPlan>* fields = nullptr;
  std::vector<DemoUnit*> units;  ///< At least one.
  bool together = false;         ///< One record of all of them, however few.
  std::string_view system;
  const EventPlan* event = nullptr;
  Chance chance;
};

/// The fields of the `number`-th record of its sort. Absent where an earlier record is asked for
/// and there is none.
std::optional<std::vector<RawField>> FillFields(SchoolDraft& draft, Happening& happening,
                                                int number);

}  // namespace shouze
