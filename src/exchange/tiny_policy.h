#pragma once

#include <string>
#include <utility>

#include "base/check.h"
#include "exchange/read_facts.h"
#include "kernel/calendar.h"
#include "kernel/policy.h"

/// For tests: a policy of one line and ten points, with a calendar of one year. Each `thing` costs
/// 2 and has to be fixed in 3 workdays or costs 3 more, two in a row the whole line; a yearly paper
/// costs 1; a post is to be held for 1.
namespace shouze {

/// A field that is called what its id is.
inline Field MakeField(std::string id, FieldType type, bool per_unit = false) {
  Field field;
  field.name = id;
  field.id = std::move(id);
  field.type = type;
  field.per_unit = per_unit;
  return field;
}

/// A duty of the only line.
inline Duty MakeDuty(std::string id, std::string name, std::optional<Id<RecordKind>> each,
                     DueForm due, MetBy met_by) {
  Duty duty;
  duty.id = std::move(id);
  duty.name = name;
  duty.action = std::move(name);
  duty.indicator = Id<Indicator>(0);
  duty.each = each;
  duty.due.otherwise = due;
  duty.met_by = met_by;
  return duty;
}

/// A rule that is called what its id is.
inline Rule MakeRule(std::string id, decltype(Rule::form) form) {
  Rule rule;
  rule.id = id;
  rule.name = std::move(id);
  rule.clause = "第1项";
  rule.form = std::move(form);
  return rule;
}

/// As above.
inline Policy TinyPolicy() {
  Policy policy;
  policy.id = "tiny";
  policy.version = "1";
  policy.title = "小办法";
  policy.points = {10'000};
  policy.digest = "0123";
  policy.unit_kinds.push_back({{"teaching", "教学单位"}});
  policy.unit_fields.push_back({{"headcount", "人数"}, {}});
  policy.posts.push_back({{"contact", "信息员"}});
  NamedDate paper_due;
  paper_due.id = "paper_due";
  paper_due.month = 3;
  paper_due.day = 31;
  policy.dates.push_back(paper_due);

  RecordKind thing;
  thing.id = "thing";
  thing.name = "事项";
  thing.fields = {MakeField("name", FieldType::kText), MakeField("big", FieldType::kBoolean),
                  MakeField("count", FieldType::kInteger, true),
                  MakeField("due_on", FieldType::kDate)};
  thing.title = Id<Field>(0);
  RecordKind verdict;
  verdict.id = "verdict";
  verdict.name = "问责";
  policy.kinds = {thing, verdict};
  policy.veto = Veto{Id<RecordKind>(1), std::nullopt, "第八条"};

  policy.duties = {MakeDuty("paper", "报送材料", std::nullopt, DueNamedDate{Id<NamedDate>(0)},
                            MetBySubmission{}),
                   MakeDuty("fix", "整改", Id<RecordKind>(0), DueWorkdays{3}, MetBySubmission{}),
                   MakeDuty("held", "指定信息员", std::nullopt, DueNamedDate{Id<NamedDate>(0)},
                            MetByPost{Id<Post>(0)})};
  policy.duties[1].resubmission = false;
  Indicator line;
  line.id = "1";
  line.name = "处置事项";
  line.points = policy.points;
  line.clause = "第1项";
  line.duties = {Id<Duty>(0), Id<Duty>(1), Id<Duty>(2)};
  line.rules = {MakeRule("found", PerRecord{Id<RecordKind>(0), {}, {2'000}}),
                MakeRule("overdue", PerMissed{{Id<Duty>(1)}, {3'000}, {3'000}}),
                MakeRule("row", Consecutive{Id<Duty>(1), 2}),
                MakeRule("missing", PerMissed{{Id<Duty>(0), Id<Duty>(2)}, {1'000}, {1'000}})};
  policy.indicators.push_back(line);
  Aspect aspect;
  aspect.id = "1";
  aspect.points = policy.points;
  aspect.indicators = {Id<Indicator>(0)};
  policy.aspects.push_back(aspect);
  return policy;
}

/// 2026 without any holidays.
inline WorkCalendar TinyCalendar() {
  CalendarYear year;
  year.year = 2026;
  auto calendar = WorkCalendar::Build({year});
  CHECK(calendar.has_value());
  return std::move(*calendar);
}

/// `where: English` of each, or nothing where the facts are right.
inline std::vector<std::string> Problems(const std::string& text) {
  const Policy policy = TinyPolicy();
  const WorkCalendar calendar = TinyCalendar();
  const auto file = ReadAndResolveFacts(policy, calendar, text);
  std::vector<std::string> problems;
  if (file) return problems;
  for (const Error& error : file.error()) {
    CHECK(!error.message.empty());
    problems.push_back(error.where + ": " + error.english);
  }
  return problems;
}

/// Facts with one unit `a`, and `more` members.
inline std::string FactsWith(const std::string& more) {
  return R"({"cycle": {"year": 2026}, "units": [{"code": "a", "kind": "teaching", "headcount": 3}])" +
         (more.empty() ? "" : ", " + more) + "}";
}

}  // namespace shouze
