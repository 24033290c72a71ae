#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "base/id.h"
#include "kernel/policy.h"
#include "policy/yaml_values.h"

/// What demo/school.yaml says, checked against a policy. That file explains its own words; ids are
/// those of the policy, chances are in thousandths.
namespace shouze {

/// From `min` to `max`, both included.
struct Range {
  int min = 0;
  int max = 0;
};

/// How well a unit does what it must: chances in thousandths.
struct Diligence {
  std::string id;
  int share = 0;        ///< Its part of the school, relative to the others' shares.
  int never = 0;        ///< Of its tasks: never handed in.
  int late = 0;         ///< Handed in late.
  int returned = 0;     ///< Of what is handed in: returned at first.
  int again = 0;        ///< Of what is returned: handed in again.
  int answers = 0;      ///< Of what a record answers (a meeting): answered.
  int holds_posts = 0;  ///< Of posts that are asked for: held to the year's end.
  int reaches = 0;      ///< Of measures (hours of training): reached.
  Range lead_workdays;  ///< How long before the deadline it hands in.
};

/// A unit that the school has.
struct UnitPlan {
  std::string code;
  std::string name;
  Id<UnitKind> kind;
  std::vector<int> fields;               ///< By Policy::unit_fields.
  std::optional<MonthDay> from;          ///< Founded within the year.
  std::optional<MonthDay> to;            ///< Ended within the year.
  std::string successor;                 ///< A code; empty without.
  std::optional<std::size_t> diligence;  ///< Else by the shares.
  std::vector<std::string> tags;
};

/// An information system and whose it is.
struct SystemPlan {
  std::string name;
  std::string unit;
  std::string group;
};

/// A post that every unit has, as often as a field of the unit says, or once.
struct PostPlan {
  Id<Post> post;
  std::optional<Id<UnitField>> as_many_as;
  int changes = 0;  ///< How often it changes hands within the year, in thousandths,
  Range gap_days;   ///< and for how long nobody holds it then.
};

/// One of these texts or choices, with its {words} replaced.
struct OneOfTexts {
  std::vector<std::string> texts;
  bool in_turn = false;  ///< The n-th record takes the n-th.
};
/// One of these numbers, in thousandths.
struct OneOfNumbers {
  std::vector<std::int64_t> thousandths;
};
/// True this often.
struct TrueAtTimes {
  int permille = 0;
};
/// A workday so many days after the record's own.
struct DaysAfter {
  Range days;
};
/// A workday of the year, or the record's own day where that is later.
struct DayOfYear {
  MonthDay day;
};
/// As many persons as a measure asks about, in per cent; fewer where the unit does not reach it.
struct ShareOfPersons {
  Id<Duty> duty;  ///< Met by a measure.
  Range percent;
  Range short_percent;
};
/// A record of the unit, of the kinds that the field may name, at least so many days earlier.
/// Without one, the event does not happen.
struct EarlierRecord {
  int days = 0;
};
using ValuePlan = std::variant<OneOfTexts, OneOfNumbers, TrueAtTimes, DaysAfter, DayOfYear,
                               ShareOfPersons, EarlierRecord>;

/// How a field of a record is filled.
struct FieldPlan {
  Id<Field> field;
  ValuePlan value;
};

/// Which units something concerns; an empty list does not exclude any.
struct UnitFilter {
  std::vector<Id<UnitKind>> kinds;
  std::vector<std::string> tags;
  std::vector<std::size_t> diligences;
  bool with_systems = false;
};

/// To whom an event happens.
enum class EventScope { kTogether, kEachUnit, kEachSystem };

/// Records of one kind that come up in the year.
struct EventPlan {
  std::string id;
  std::string prefix;  ///< Begins the records' ids; ends in no digit.
  Id<RecordKind> kind;
  EventScope scope = EventScope::kEachUnit;
  UnitFilter only;
  std::vector<std::string> groups;                     ///< Of systems.
  std::string in_case;                                 ///< Happens to the one unit of this case.
  std::vector<MonthDay> days;                          ///< On these workdays; or, without any,
  std::vector<std::pair<MonthDay, MonthDay>> between;  ///< within one of these,
  std::vector<std::vector<int>> counts;                ///< as often as one of these, by diligence.
  bool any_day = false;                                ///< Rest days included.
  std::optional<Range> minutes;                        ///< Of the day; office hours without.
  std::vector<FieldPlan> fields;
  std::optional<Id<Field>> hands_over;  ///< The field that names the post which changes hands.
};

/// Records that meet the duties met by a record.
struct AnswerPlan {
  std::string prefix;
  Id<RecordKind> kind;
  std::vector<FieldPlan> fields;
};

/// What is decided about records and their tasks.
enum class ExceptionAct {
  kWaiveTask,
  kWaiveRecord,
  kExtend,
  kDisputeOpen,
  kDisputeUpheld,
  kDisputeRejected
};

/// Exceptions that somebody asks for, `count` of them in the school.
struct ExceptionPlan {
  ExceptionAct act = ExceptionAct::kWaiveTask;
  std::vector<Id<RecordKind>> kinds;  ///< Of the record.
  std::optional<MonthDay> since;      ///< Records from this day on only.
  int count = 0;
  Range workdays;          ///< After the record; how long an extension is.
  Range decided_workdays;  ///< After a dispute.
  std::vector<std::string> reasons;
};

/// How the office looks at what is handed in.
struct ReviewPlan {
  Range workdays;                    ///< After the submission.
  std::vector<std::string> reasons;  ///< Of returning; {item} is a line of the checklist.
  int matter_of_form = 0;            ///< Of what is returned after its deadline for good: extended.
  Range extended_workdays;
  std::vector<std::string> extension_reasons;
};

/// Everything that schools are made of.
struct SchoolPlan {
  std::string name;
  std::string campus;                   ///< Put before names of repeated units; {n} counts them.
  std::vector<Range> office_hours;      ///< Minutes of the day.
  std::pair<MonthDay, MonthDay> extra;  ///< Between these fall the days that an intensity adds.
  std::vector<Diligence> diligences;
  std::vector<UnitPlan> units;
  std::vector<std::string> own_systems;  ///< Every unit has these.
  std::vector<SystemPlan> systems;
  std::vector<PostPlan> posts;
  std::map<std::string, std::vector<std::string>, std::less<>> words;
  std::map<std::string, UnitFilter, std::less<>> cases;
  std::vector<EventPlan> events;
  std::vector<AnswerPlan> answers;
  std::vector<ExceptionPlan> exceptions;
  ReviewPlan reviews;
  Range late_workdays;
};

}  // namespace shouze
