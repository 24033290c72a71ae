#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/civil.h"
#include "base/id.h"
#include "base/points.h"

/// A 考核办法 in scoring form: what `src/policy` reads from YAML and everything else computes from.
/// All cross-references are ids into the vectors of `Policy`; order is the policy file's order.
namespace shouze {

/// Which choice, unit kind or post an id stands for: its spelling in files and its Chinese name.
struct NamedId {
  std::string id;
  std::string name;
};

struct UnitKind : NamedId {};
/// 岗位.
struct Post : NamedId {
  bool signs = false;  ///< Its holder may sign for the unit.
};

/// A whole number known of every unit (headcount …).
struct UnitField : NamedId {
  /// The ledger counts who holds this post; a facts file says the number.
  std::optional<Id<Post>> counts;
};

/// A date of the cycle that duties refer to. The cycle may move it; `month`/`day` is its default.
struct NamedDate : NamedId {
  int month = 1;
  int day = 1;
  std::string note;
};

struct RecordKind;

enum class FieldType { kText, kBoolean, kInteger, kNumber, kDate, kChoice, kRecord };

/// A field of a record kind. Values are int64: boolean 0/1, integer, number in thousandths,
/// date in days, choice as place in `choices`, record as the record's id; text stands elsewhere.
struct Field : NamedId {
  FieldType type = FieldType::kText;
  bool required = false;  ///< A record without it is wrong input.
  bool per_unit = false;  ///< May be given as an object by unit code.
  std::vector<NamedId> choices;
  std::vector<Id<RecordKind>> kinds;  ///< kRecord: the kinds it may name.
  bool same_unit = false;  ///< kRecord: must be of the same units, and not later than this one.
};

/// `field` has one of `values` (as Field says); an absent true/false is false, any other absent
/// value fails.
struct Condition {
  Id<Field> field;
  std::vector<std::int64_t> values;
};

/// All must hold; empty always does.
using Conditions = std::vector<Condition>;

/// 台账类别.
struct RecordKind : NamedId {
  std::string measure;    ///< Measure word for sentences (个、次、场).
  std::string at_means;   ///< What `at` of such a record is.
  bool standing = false;  ///< 常设: what it is about goes on, and is registered again every year.
  std::vector<std::string> registered_by;
  std::vector<Field> fields;
  std::optional<Id<Field>> title;  ///< The text field that says which one it is.
  /// Dates that the regulation demands where the conditions hold; left blank they are warned of.
  struct Expected {
    Id<Field> field;
    Conditions when;
  };
  std::vector<Expected> expected;
};

/// Due forms; see kernel/deadline.h for what each means.
struct DueWorkdays {
  int workdays = 0;
};
struct DueDays {
  int days = 0;
};
struct DueHours {
  int hours = 0;
};
struct DueSameDay {};
struct DueNamedDate {
  Id<NamedDate> date;
};
struct DueField {
  Id<Field> field;
};
using DueForm = std::variant<DueWorkdays, DueDays, DueHours, DueSameDay, DueNamedDate, DueField>;

/// A deadline rule: by the value of a field where the table has one, else `otherwise`.
struct DueRule {
  DueForm otherwise;
  std::optional<Id<Field>> by;
  std::vector<std::pair<std::int64_t, DueForm>> table;
};

/// Met by handing something in that is accepted.
struct MetBySubmission {};
/// Met while somebody holds the post.
struct MetByPost {
  Id<Post> post;
};
/// Met by a record of `kind` whose `reference` names the trigger.
struct MetByRecord {
  Id<RecordKind> kind;
  Id<Field> reference;
};
/// Met when Σ min(amount, cap_each × capped_by) × times ≥ at_least × max(per, per_min), over the
/// year's records of `kind` where `where` holds. All amounts in thousandths.
struct MetByMeasure {
  Id<RecordKind> kind;
  Conditions where;
  Id<Field> amount;
  std::optional<Id<Field>> capped_by;
  std::int64_t cap_each = 0;
  Id<Field> times;
  Id<UnitField> per;
  std::int64_t per_min = 0;   ///< Persons counted at the least.
  std::int64_t at_least = 0;  ///< Thousandths per person.
  std::string name;           ///< 年度人均学时
  std::string unit;           ///< 学时
};
using MetBy = std::variant<MetBySubmission, MetByPost, MetByRecord, MetByMeasure>;

/// One line of the checklist that a reviewer goes through.
struct EvidenceItem : NamedId {
  std::string note;
};

struct Indicator;

/// 职责要求: what a unit must do, once a cycle or for each record of a kind.
struct Duty : NamedId {
  Id<Indicator> indicator;
  std::string action;                  ///< Verb phrase: 应于 … 前「整改」.
  std::optional<Id<RecordKind>> each;  ///< Absent: once a cycle.
  Conditions when;                     ///< On the triggering record.
  std::optional<Id<UnitField>> needs;  ///< Does not arise where this is 0.
  DueRule due;
  std::optional<Id<NamedDate>> not_before;
  bool resubmission = true;
  MetBy met_by;
  std::vector<EvidenceItem> evidence;
};

/// Each record of the kind costs `points`.
struct PerRecord {
  Id<RecordKind> kind;
  Conditions when;
  Points points;
};
/// Each missed obligation of these duties costs `points`, each late one `late`.
struct PerMissed {
  std::vector<Id<Duty>> duties;
  Points points;
  Points late;
};
/// A missed or late obligation of these duties takes the line to zero.
struct ZeroIfMissed {
  std::vector<Id<Duty>> duties;
};
/// `count` missed or late ones in a row take the line to zero.
struct Consecutive {
  Id<Duty> duty;
  int count = 2;
};

/// A scoring rule; a new form is a new alternative here, an evaluator in kernel/rules.cc and a YAML
/// form in policy/read_rules.cc.
struct Rule : NamedId {
  std::string clause;
  std::variant<PerRecord, PerMissed, ZeroIfMissed, Consecutive> form;
};

struct Aspect;

/// 考核指标: one scored line.
struct Indicator : NamedId {
  Id<Aspect> aspect;
  Points points;
  std::string clause;
  std::string requirement;  ///< 工作要求, word for word.
  std::string scoring;      ///< 评分细则, word for word.
  std::string explanation;  ///< 考核指标说明, word for word.
  std::string note;         ///< The regulation's own slips, kept and noted.
  std::vector<Id<Duty>> duties;
  std::vector<Rule> rules;
};

/// 考核方面.
struct Aspect : NamedId {
  Points points;
  std::vector<Id<Indicator>> indicators;
};

/// 一票否决: a record of `kind` makes the year's total 0; it counts in the year its field names.
struct Veto {
  Id<RecordKind> kind;
  std::optional<Id<Field>> year;
  std::string clause;
};

/// 本校解释: how an open point of the text is read, beside its clause.
struct Reading : NamedId {
  std::string clause;
  std::string question;
  std::string choice;
  std::string setting;  ///< Where in this file it takes effect; empty: nowhere yet.
};

/// One article of the regulation's body.
struct Article : NamedId {
  std::string chapter;
  std::string text;
};

/// 责任书 (附件 2).
struct Agreement {
  std::string title;
  std::string preamble;
  std::vector<std::string> clauses;
  std::string signatures;
};

/// Readings that are numbers.
struct PolicySettings {
  int post_vacancy_days = 0;  ///< A post counts as held this many days after its holder left.
  int new_unit_workdays = 0;  ///< Yearly duties of a new unit are due no earlier than this.
  std::optional<Id<NamedDate>> supplement_until;
  std::optional<Id<NamedDate>> initial_from;  ///< 初评 begins no earlier than this day.
  int feedback_workdays = 0;                  ///< Window for confirming the initial result.
  std::string silence;                        ///< What silence in it means.
};

/// 考核办法, whole.
struct Policy {
  std::string id;
  std::string version;
  std::string title;
  std::string issuer;
  std::string document;  ///< 文号
  CivilDate issued_on;
  Points points;
  std::string digest;  ///< SHA-256 of the file, hex.
  std::vector<Article> articles;
  Agreement agreement;
  std::vector<UnitKind> unit_kinds;
  std::vector<UnitField> unit_fields;
  std::vector<Post> posts;
  std::vector<NamedDate> dates;
  std::vector<RecordKind> kinds;
  std::vector<Aspect> aspects;
  std::vector<Indicator> indicators;
  std::vector<Duty> duties;  ///< In order of indicator, then as written.
  std::optional<Veto> veto;
  std::vector<Reading> readings;
  PolicySettings settings;
};

/// `indicator/duty`: how obligations of the duty begin their key.
std::string DutyKey(const Policy& policy, const Duty& duty);

}  // namespace shouze
