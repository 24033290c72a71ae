// Facts files as strangers may write them: never a crash, every error has a place, and what is
// right can be written, read back and scored with sums that agree.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "base/check.h"
#include "exchange/read_facts.h"
#include "exchange/write_facts.h"
#include "exchange/write_result.h"
#include "policy/read_policy.h"

namespace {

/// Every form of duty and rule that facts meet.
constexpr std::string_view kPolicy = R"(format: shouze-policy/1
id: small
version: "1"
title: 小办法
issuer: 学校
document: 1 号
issued_on: "2026-01-02"
points: 20
unit_kinds: [{id: teaching, name: 教学单位}]
unit_fields: [{id: headcount, name: 人数}]
posts: [{id: contact, name: 信息员}]
dates:
  - {id: spring, name: 春日, default: "03-31"}
  - {id: autumn, name: 秋日, default: "10-01"}
  - {id: last, name: 补充截止, default: "12-20"}
settings: {post_vacancy_days: 14, new_unit_workdays: 10, supplement_until: last}
veto: {each: leak, year: year, clause: 第八条}
record_kinds:
  - id: leak
    name: 漏洞
    measure: 个
    at: 通报的时刻
    registered_by: [centre]
    title: system
    fields:
      - {id: system, name: 系统, type: text}
      - {id: major, name: 重大, type: boolean}
      - {id: grade, name: 级别, type: choice, choices: [{id: high, name: 高}, {id: low, name: 低}]}
      - {id: year, name: 年度, type: integer}
      - {id: due_on, name: 期限, type: date}
  - id: course
    name: 培训
    measure: 场
    at: 开始的时刻
    registered_by: [office]
    title: topic
    fields:
      - {id: topic, name: 主题, type: text}
      - {id: after, name: 起因, type: record, kinds: [leak], same_unit: true}
      - {id: hours, name: 学时, type: number, required: true}
      - {id: half_days, name: 半天, type: number}
      - {id: attendees, name: 人次, type: integer, per_unit: true}
aspects:
  - id: "1"
    name: 处置
    points: 10
    indicators:
      - id: "1.1"
        name: 整改
        points: 10
        clause: 第一条
        duties:
          - {id: fix, name: 整改, action: 整改, each: leak, when: {major: true},
             due: {by: grade, values: {high: {hours: 24}}, otherwise: {workdays: 3}},
             resubmission: false}
          - {id: teach, name: 复训, action: 组织复训, each: leak, due: {field: due_on},
             met_by: {record: course, reference: after}}
        rules:
          - {id: found, name: 发现, clause: 第一条, per_record: leak, when: {grade: [high]}, points: 2.5}
          - {id: overdue, name: 逾期, clause: 第一条, per_missed: [fix, teach], points: 5, late: 1}
          - {id: row, name: 连续, clause: 第一条, consecutive: fix, count: 2}
  - id: "2"
    name: 队伍
    points: 10
    indicators:
      - id: "2"
        name: 队伍
        points: 10
        clause: 第二条
        duties:
          - {id: sign, name: 签订, action: 签订, due: {date: autumn}, not_before: spring}
          - {id: staff, name: 信息员, action: 明确信息员, due: {date: autumn},
             met_by: {post: contact}}
          - id: hours
            name: 学时
            action: 完成学时
            needs: headcount
            due: {date: autumn}
            met_by:
              measure: {record: course, amount: hours, capped_by: half_days, cap_each: 4,
                        times: attendees, per: headcount, at_least: 4, name: 人均, unit: 学时}
        rules:
          - {id: unsigned, name: 未签, clause: 第二条, zero_if_missed: [sign]}
          - {id: unstaffed, name: 未明确, clause: 第二条, per_missed: [staff, hours], points: 2}
)";

const shouze::Policy& SmallPolicy() {
  static const shouze::Policy policy = shouze::ReadPolicy(kPolicy, "small").value();
  return policy;
}

const shouze::WorkCalendar& Calendar() {
  static const shouze::WorkCalendar calendar = [] {
    shouze::CalendarYear year;
    year.year = 2026;
    return shouze::WorkCalendar::Build({year}).value();
  }();
  return calendar;
}

void CheckErrors(const shouze::Errors& errors) {
  CHECK(!errors.empty());
  for (const shouze::Error& error : errors) {
    CHECK(error.where.empty() || error.where.starts_with("/"));
    CHECK(!error.message.empty() && !error.english.empty());
  }
}

void CheckScores(const shouze::Facts& facts, shouze::Instant as_of) {
  shouze::Scorer scorer(SmallPolicy(), Calendar(), facts, as_of);
  shouze::UnitResult result;
  for (std::size_t i = 0; i < facts.units.size(); ++i) {
    scorer.Score(shouze::Id<shouze::Unit>(i), result);
    for (const shouze::ScoreLine& line : result.lines) {
      const shouze::Points points = At(SmallPolicy().indicators, line.indicator).points;
      shouze::Points applied;
      for (const shouze::Deduction& one : result.Deductions(line)) applied += one.applied;
      CHECK(line.score + line.lost == points && applied == line.lost);
      CHECK(line.score >= shouze::Points{} && line.at_risk >= shouze::Points{});
      CHECK(line.at_risk <= line.score);
    }
  }
  const std::string written = shouze::WriteResult({SmallPolicy(), Calendar(), facts, as_of});
  CHECK(shouze::JsonTree::Parse(written).has_value());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(bytes), size);
  if (const auto document = shouze::ReadFacts(text)) {
    const std::string written = shouze::WriteFactsJson(document->facts);
    const auto again = shouze::ReadFacts(written);
    CHECK(again.has_value() && shouze::WriteFactsJson(again->facts) == written);
  } else {
    CheckErrors(document.error());
  }
  const auto file = shouze::ReadAndResolveFacts(SmallPolicy(), Calendar(), text);
  if (!file) {
    CheckErrors(file.error());
    return 0;
  }
  const shouze::Facts& facts = file->resolved.facts;
  for (const shouze::Instant as_of :
       {facts.DefaultAsOf(SmallPolicy()), facts.YearEnd(), facts.YearStart(),
        shouze::Instant{(facts.YearStart().ms + facts.YearEnd().ms) / 2}}) {
    CheckScores(facts, as_of);
  }
  return 0;
}
