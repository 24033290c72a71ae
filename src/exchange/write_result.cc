#include "exchange/write_result.h"

#include <array>
#include <cstdint>
#include <span>
#include <utility>
#include <variant>
#include <vector>

#include "base/text.h"
#include "exchange/version.h"
#include "kernel/explain.h"

namespace shouze {
namespace {

/// One unit's result being written.
class UnitWriter {
 public:
  UnitWriter(JsonWriter& writer, const ScoringInput& input, const UnitResult& result)
      : writer_(writer),
        policy_(input.policy),
        facts_(input.facts),
        result_(result),
        unit_(At(input.facts.units, result.unit)) {}

  void Write() {
    writer_.BeginObject();
    writer_.Member("unit", unit_.code);
    writer_.Member("name", unit_.name);
    writer_.Member("kind", At(policy_.unit_kinds, unit_.kind).id);
    if (result_.ended) {
      writer_.Member("ended", true);
    } else {
      WriteTotals();
      WriteLines();
      WriteObligations();
    }
    writer_.EndObject();
  }

 private:
  std::string Written(Instant instant) const { return FormatRfc3339(instant, facts_.offset); }

  /// Only what is true is said.
  void Flag(std::string_view key, bool yes) {
    if (yes) writer_.Member(key, true);
  }

  void WriteVetoes(std::string_view key, std::span<const UnitRecord* const> vetoes) {
    if (vetoes.empty()) return;
    writer_.Key(key);
    writer_.BeginArray();
    for (const UnitRecord* veto : vetoes) {
      writer_.BeginObject();
      writer_.Member("record", facts_.IdOf(veto->record));
      writer_.Member("text", ExplainVeto(policy_, facts_, *veto));
      writer_.EndObject();
    }
    writer_.EndArray();
  }

  void WriteTotals() {
    writer_.Member("total", result_.total);
    writer_.Member("computed_total", result_.computed_total);
    writer_.Member("score_max", policy_.points);
    writer_.Member("vetoed", result_.vetoed());
    WriteVetoes("vetoes", result_.vetoes);
    WriteVetoes("disputed_vetoes", result_.disputed_vetoes);
    if (result_.valid_until) writer_.Member("valid_until", Written(*result_.valid_until));
  }

  void WriteLines() {
    writer_.Key("lines");
    writer_.BeginArray();
    for (const ScoreLine& line : result_.lines) {
      const Indicator& indicator = At(policy_.indicators, line.indicator);
      writer_.BeginObject();
      writer_.Member("indicator", indicator.id);
      writer_.Member("name", indicator.name);
      writer_.Member("points", indicator.points);
      writer_.Member("score", line.score);
      writer_.Member("lost", line.lost);
      writer_.Member("at_risk", line.at_risk);
      writer_.Member("not_occurred", line.not_occurred);
      writer_.Key("deductions");
      writer_.BeginArray();
      for (const Deduction& deduction : result_.Deductions(line)) WriteDeduction(line, deduction);
      writer_.EndArray();
      writer_.EndObject();
    }
    writer_.EndArray();
  }

  void WriteDeduction(const ScoreLine& line, const Deduction& deduction) {
    const Rule& rule = At(policy_.indicators, line.indicator).rules[deduction.rule];
    writer_.BeginObject();
    writer_.Member("points", deduction.points);
    writer_.Member("applied", deduction.applied);
    writer_.Member("rule", rule.id);
    writer_.Member("clause", rule.clause);
    writer_.Key("cause");
    WriteCause(rule, deduction);
    writer_.Member("text", ExplainDeduction(policy_, facts_, result_, line, deduction));
    writer_.EndObject();
  }

  void WriteCause(const Rule& rule, const Deduction& deduction) {
    const auto key = [&](std::uint32_t cause) {
      return KeyOf(policy_, facts_, result_.obligations[cause]);
    };
    writer_.BeginObject();
    if (deduction.record != nullptr) {
      writer_.Member("record", facts_.IdOf(deduction.record->record));
    } else if (std::holds_alternative<Consecutive>(rule.form)) {
      writer_.Key("obligations");
      writer_.BeginArray();
      for (const std::uint32_t cause : result_.Causes(deduction)) writer_.Text(key(cause));
      writer_.EndArray();
    } else {
      writer_.Member("obligation", key(result_.Causes(deduction).front()));
    }
    writer_.EndObject();
  }

  void WriteObligations() {
    writer_.Key("obligations");
    writer_.BeginArray();
    for (const Obligation& obligation : result_.obligations) WriteObligation(obligation);
    writer_.EndArray();
  }

  void WriteObligation(const Obligation& obligation) {
    const Duty& duty = At(policy_.duties, obligation.duty);
    const UnitRecord* trigger = obligation.trigger;
    writer_.BeginObject();
    writer_.Member("key", KeyOf(policy_, facts_, obligation));
    writer_.Member("indicator", At(policy_.indicators, duty.indicator).id);
    writer_.Member("duty", duty.id);
    writer_.Member("name", duty.name);
    if (trigger != nullptr) writer_.Member("record", facts_.IdOf(trigger->record));
    writer_.Member("start", Written(obligation.start));
    writer_.Key("due");
    if (obligation.due.at) {
      writer_.Text(Written(*obligation.due.at));
    } else {
      writer_.Null();
      writer_.Member("due_cause", Concat("工作日历没有 ", obligation.due.missing_year,
                                         " 年的数据，期限待补充该年日历后推算"));
    }
    writer_.Member("state", Name(obligation.state));
    Flag("extended", obligation.extended);
    Flag("disputed", obligation.disputed);
    Flag("carried_over", trigger != nullptr && trigger->at < facts_.YearStart());
    Flag("can_be_lost", obligation.can_be_lost);
    writer_.EndObject();
  }

  JsonWriter& writer_;
  const Policy& policy_;
  const Facts& facts_;
  const UnitResult& result_;
  const Unit& unit_;
};

/// How many of each kind of fact there are, as far as `counts` says.
struct FactCounts {
  std::int64_t records = 0;
  std::int64_t submissions = 0;
  std::int64_t reviews = 0;
  std::int64_t waivers = 0;
  std::int64_t extensions = 0;
  std::int64_t disputes = 0;
  std::int64_t decisions = 0;

  std::string Chinese() const {
    return Listed({"条台账", "次报送", "次审核", "项豁免", "项延期", "项争议", "项争议裁定"}, "、");
  }
  std::string English() const {
    return Listed({"record(s)", "submission(s)", "review(s)", "waiver(s)", "extension(s)",
                   "dispute(s)", "decision(s) of disputes"},
                  ", ");
  }

 private:
  std::string Listed(const std::array<std::string_view, 7>& nouns, std::string_view between) const {
    const std::array<std::int64_t, 7> counts = {records,    submissions, reviews,  waivers,
                                                extensions, disputes,    decisions};
    std::vector<std::string> parts;
    for (std::size_t i = 0; i < counts.size(); ++i) {
      if (counts[i] > 0) parts.push_back(Concat(counts[i], " ", nouns[i]));
    }
    return Join(parts, between);
  }
};

FactCounts CountAfter(const Facts& facts, Instant as_of) {
  FactCounts counts;
  const auto after = [&](Instant at) { return at > as_of ? 1 : 0; };
  for (const Record& record : facts.records) counts.records += after(record.at);
  for (const Submission& submission : facts.submissions.rows) {
    counts.submissions += after(submission.at);
    for (auto i = submission.reviews_begin; i < submission.reviews_end; ++i) {
      counts.reviews += after(facts.reviews[i].at);
    }
  }
  for (const ObligationWaiver& waiver : facts.waivers.rows) counts.waivers += after(waiver.at);
  for (const RecordWaiver& waiver : facts.record_waivers.rows) counts.waivers += after(waiver.at);
  for (const Extension& extension : facts.extensions.rows) counts.extensions += after(extension.at);
  for (const Dispute& dispute : facts.disputes.rows) {
    counts.disputes += after(dispute.at);
    if (dispute.at <= as_of && dispute.decided_at) counts.decisions += after(*dispute.decided_at);
  }
  return counts;
}

/// What exists at `as_of` and still counts in no line, since it came after the year's end.
FactCounts CountBeyondYear(const Policy& policy, const Facts& facts, Instant as_of) {
  FactCounts counts;
  const Instant end = facts.YearEnd();
  for (const Record& record : facts.records) {
    const bool veto = policy.veto && policy.veto->kind == record.kind;
    counts.records += !veto && record.at >= end && record.at <= as_of ? 1 : 0;
  }
  for (const Submission& submission : facts.submissions.rows) {
    counts.submissions += submission.at > end && submission.at <= as_of ? 1 : 0;
  }
  return counts;
}

/// What lies before the year: it only lives on in obligations that are still due.
FactCounts CountBeforeYear(const Facts& facts) {
  FactCounts counts;
  for (const Record& record : facts.records)
    counts.records += record.at < facts.YearStart() ? 1 : 0;
  return counts;
}

Error Notice(std::string message, std::string english) {
  return {ErrorCode::kInvalidInput, "", std::move(message), std::move(english)};
}

}  // namespace

Errors UncountedNotices(const Policy& policy, const Facts& facts, Instant as_of) {
  Errors notices;
  const FactCounts after = CountAfter(facts, as_of);
  if (const std::string listed = after.Chinese(); !listed.empty()) {
    const std::string instant = FormatDeadline(as_of, facts.offset);
    notices.push_back(Notice(Concat("截至时刻 ", instant, " 之后的 ", listed, "未计入"),
                             Concat(after.English(), " after ", instant, " did not count")));
  }
  const FactCounts before = CountBeforeYear(facts);
  if (const std::string listed = before.Chinese(); !listed.empty()) {
    notices.push_back(Notice(
        Concat(facts.year, " 年度之前的 ", listed, "只作上年结转，不计数"),
        Concat(before.English(), " before ", facts.year, " only carry over what is still due")));
  }
  const FactCounts beyond = CountBeyondYear(policy, facts, as_of);
  if (const std::string listed = beyond.Chinese(); !listed.empty()) {
    notices.push_back(
        Notice(Concat(facts.year, " 年度结束之后的 ", listed, "不属于本考核年度，未计入"),
               Concat(beyond.English(), " after the end of ", facts.year,
                      " did not count in this cycle")));
  }
  return notices;
}

void WriteUnitResult(JsonWriter& writer, const ScoringInput& input, const UnitResult& result) {
  UnitWriter(writer, input, result).Write();
}

std::string WriteResult(const ScoringInput& input, std::optional<Id<Unit>> only) {
  const auto& [policy, calendar, facts, as_of] = input;
  JsonWriter writer;
  writer.BeginObject();
  writer.Key("policy");
  writer.BeginObject();
  writer.Member("id", policy.id);
  writer.Member("version", policy.version);
  writer.Member("digest", policy.digest);
  writer.EndObject();
  writer.Key("calendar");
  writer.BeginObject();
  writer.Member("digest", calendar.digest());
  writer.Key("years");
  writer.BeginArray();
  for (const CalendarYear& year : calendar.years()) writer.Whole(year.year);
  writer.EndArray();
  writer.EndObject();
  writer.Member("engine", kEngineVersion);
  writer.Member("as_of", FormatRfc3339(as_of, facts.offset));

  writer.Key("units");
  writer.BeginArray();
  Scorer scorer(policy, calendar, facts, as_of);
  UnitResult result;
  for (std::size_t i = 0; i < facts.units.size(); ++i) {
    if (only && only->value != i) continue;
    scorer.Score(Id<Unit>(i), result);
    WriteUnitResult(writer, input, result);
  }
  writer.EndArray();

  if (const Errors notices = UncountedNotices(policy, facts, as_of); !notices.empty()) {
    writer.Key("notices");
    writer.BeginArray();
    for (const Error& notice : notices) writer.Text(notice.message);
    writer.EndArray();
  }
  writer.EndObject();
  return writer.Take();
}

}  // namespace shouze
