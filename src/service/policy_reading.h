#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "kernel/policy.h"
#include "service/use_case.h"

/// 考核办法, to be read: the list, and one of them whole, as pages and forms need it. Sentences are
/// those of `shouze policy show` (policy/words.h).
namespace shouze {

/// One policy of the ledger.
struct PolicySummary {
  std::string id;  ///< Its digest.
  std::string name;
  std::string version;
  std::string title;
  std::string issuer;
  std::string document;  ///< 文号
  CivilDate issued_on;
  Points points;
  std::string digest;
  std::vector<int> years;  ///< Of the cycles that pin it.
};
SHOUZE_DESCRIBE(PolicySummary, id, name, version, title, issuer, document, issued_on, points,
                digest, years)

struct PoliciesAnswer {
  std::vector<PolicySummary> policies;  ///< Newest in the ledger first.
};
SHOUZE_DESCRIBE(PoliciesAnswer, policies)

extern const ReadCase<Nothing, PoliciesAnswer> kListPolicies;

/// Something with an id and its Chinese name.
struct PolicyName {
  std::string id;
  std::string name;
};
SHOUZE_DESCRIBE(PolicyName, id, name)

/// One article of the regulation's body.
struct PolicyArticle {
  std::string id;
  std::string name;
  std::string chapter;
  std::string text;
};
SHOUZE_DESCRIBE(PolicyArticle, id, name, chapter, text)

/// 责任书.
struct PolicyAgreement {
  std::string title;
  std::string preamble;
  std::vector<std::string> clauses;
  std::string signatures;
};
SHOUZE_DESCRIBE(PolicyAgreement, title, preamble, clauses, signatures)

/// A whole number known of every unit.
struct PolicyUnitField {
  std::string id;
  std::string name;
  std::string counts;  ///< The post whose holders are counted; empty: the number is entered.
};
SHOUZE_DESCRIBE(PolicyUnitField, id, name, counts)

/// 岗位.
struct PolicyPost {
  std::string id;
  std::string name;
  bool signs = false;
};
SHOUZE_DESCRIBE(PolicyPost, id, name, signs)

/// A date that a cycle may move, and its default.
struct PolicyDate {
  std::string id;
  std::string name;
  int month = 1;
  int day = 1;
  std::string note;
};
SHOUZE_DESCRIBE(PolicyDate, id, name, month, day, note)

/// The field has one of these values, written as a record's fields are: `true`, a choice's id, a
/// number, a date. All conditions of a list must hold.
struct PolicyCondition {
  std::string field;
  std::vector<std::string> values;
};
SHOUZE_DESCRIBE(PolicyCondition, field, values)

/// A field of a record kind: everything that its input needs.
struct PolicyField {
  std::string id;
  std::string name;
  std::string type;  ///< text, boolean, integer, number, date, choice, record
  bool required = false;
  bool per_unit = false;  ///< May be given as an object by unit code.
  bool title = false;     ///< Says which record it is.
  std::vector<PolicyName> choices;
  std::vector<std::string> kinds;  ///< record: the kinds it may name.
  bool same_unit = false;          ///< record: of the same units, and not later than this one.
  bool expected = false;           ///< The regulation demands it where `expected_when` holds;
                                   ///< ask for it, or for a reason.
  std::vector<PolicyCondition> expected_when;
  std::string expected_text;         ///< （等级保护级别：2、3、4、5）
  std::vector<std::string> due_for;  ///< Keys of duties due on it: left blank, they do not arise.
};
SHOUZE_DESCRIBE(PolicyField, id, name, type, required, per_unit, title, choices, kinds, same_unit,
                expected, expected_when, expected_text, due_for)

/// 台账类别.
struct PolicyRecordKind {
  std::string id;
  std::string name;
  std::string measure;
  std::string at_means;
  std::vector<std::string> registered_by;  ///< office, centre, unit
  std::vector<PolicyField> fields;
  std::vector<std::string> duties;      ///< Keys of duties that a record of it brings.
  std::vector<std::string> indicators;  ///< Lines that it may cost points.
  bool veto = false;                    ///< 一票否决
};
SHOUZE_DESCRIBE(PolicyRecordKind, id, name, measure, at_means, registered_by, fields, duties,
                indicators, veto)

/// One line of a reviewer's checklist.
struct PolicyEvidence {
  std::string id;
  std::string name;
  std::string note;
};
SHOUZE_DESCRIBE(PolicyEvidence, id, name, note)

/// 职责要求.
struct PolicyDuty {
  std::string key;  ///< `5.1/fix`
  std::string id;
  std::string name;
  std::string action;
  std::string each;  ///< The record kind that triggers it; empty: once a cycle.
  std::vector<PolicyCondition> when;
  std::string date;         ///< The named date it is due on, where it is.
  std::string field;        ///< The field of the record it is due on, where it is.
  std::string not_before;   ///< The named date from which it may be handed in.
  std::string met_by;       ///< submission, post, record, measure
  std::string met_by_post;  ///< Where it is met by one.
  std::string met_by_kind;  ///< The kind whose records meet it, or are summed up for it.
  std::string trigger_text;
  std::string deadline_text;
  std::string completion_text;
  std::string resubmission_text;  ///< Empty where nothing is handed in.
  bool resubmission = false;
  std::vector<PolicyEvidence> evidence;
};
SHOUZE_DESCRIBE(PolicyDuty, key, id, name, action, each, when, date, field, not_before, met_by,
                met_by_post, met_by_kind, trigger_text, deadline_text, completion_text,
                resubmission_text, resubmission, evidence)

/// 扣分规则.
struct PolicyRule {
  std::string id;
  std::string name;
  std::string clause;
  std::string form;  ///< per_record, per_missed, zero_if_missed, consecutive
  std::string text;
  std::optional<Points> points;     ///< Each time; absent: the whole line.
  std::string kind;                 ///< per_record: of records of this kind.
  std::vector<std::string> duties;  ///< Keys of those whose misses it counts.
  std::optional<int> count;         ///< consecutive: so many in a row.
};
SHOUZE_DESCRIBE(PolicyRule, id, name, clause, form, text, points, kind, duties, count)

/// 考核指标.
struct PolicyIndicator {
  std::string id;
  std::string name;
  Points points;
  std::string clause;
  std::string requirement;
  std::string scoring;
  std::string explanation;
  std::string note;
  std::vector<PolicyDuty> duties;
  std::vector<PolicyRule> rules;
  std::vector<std::string> readings;  ///< Ids of those that take effect here.
};
SHOUZE_DESCRIBE(PolicyIndicator, id, name, points, clause, requirement, scoring, explanation, note,
                duties, rules, readings)

/// 考核方面.
struct PolicyAspect {
  std::string id;
  std::string name;
  Points points;
  std::vector<PolicyIndicator> indicators;
};
SHOUZE_DESCRIBE(PolicyAspect, id, name, points, indicators)

/// 一票否决.
struct PolicyVeto {
  std::string kind;
  std::string year_field;  ///< The field that names the year it counts in; empty: that of `at`.
  std::string clause;
  std::string text;
};
SHOUZE_DESCRIBE(PolicyVeto, kind, year_field, clause, text)

/// 本校解释.
struct PolicyReading {
  std::string id;
  std::string name;
  std::string clause;
  std::string question;
  std::string choice;
  std::string setting;
  std::vector<std::string> indicators;  ///< Where it takes effect; empty: everywhere, or nowhere.
};
SHOUZE_DESCRIBE(PolicyReading, id, name, clause, question, choice, setting, indicators)

/// Readings that are numbers.
struct PolicySettingsRow {
  int post_vacancy_days = 0;
  int new_unit_workdays = 0;
  std::string supplement_until;  ///< The named date; empty: none.
  std::string initial_from;      ///< The named date; empty: none.
  int feedback_workdays = 0;
  std::string silence;
};
SHOUZE_DESCRIBE(PolicySettingsRow, post_vacancy_days, new_unit_workdays, supplement_until,
                initial_from, feedback_workdays, silence)

struct ReadPolicyRequest {
  Label policy;  ///< Its id.
};
SHOUZE_DESCRIBE(ReadPolicyRequest, policy)

struct ReadPolicyAnswer {
  PolicySummary summary;
  std::vector<PolicyArticle> articles;
  PolicyAgreement agreement;
  std::vector<PolicyName> unit_kinds;
  std::vector<PolicyUnitField> unit_fields;
  std::vector<PolicyPost> posts;
  std::vector<PolicyDate> dates;
  std::vector<PolicyRecordKind> kinds;
  std::vector<PolicyAspect> aspects;
  std::optional<PolicyVeto> veto;
  std::vector<PolicyReading> readings;
  PolicySettingsRow settings;
};
SHOUZE_DESCRIBE(ReadPolicyAnswer, summary, articles, agreement, unit_kinds, unit_fields, posts,
                dates, kinds, aspects, veto, readings, settings)

/// Errors: kNotFound.
extern const ReadCase<ReadPolicyRequest, ReadPolicyAnswer> kReadPolicyWhole;

/// A policy of the ledger, read; from memory where a cycle pins it. Errors: kNotFound at `/policy`.
ResultOrErrors<std::shared_ptr<const Policy>> FindPolicy(const View& view, std::string_view id);

}  // namespace shouze
