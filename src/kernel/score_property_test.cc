// What must hold of every year, tried on random ones under a policy that has each kind of duty and
// rule. Facts cluster on the instants where answers change.

#include <gtest/gtest.h>

#include <algorithm>
#include <deque>
#include <random>

#include "base/text.h"
#include "kernel/explain.h"
#include "kernel/score.h"

namespace shouze {
namespace {

constexpr UtcOffset kChina{480};
constexpr int kYear = 2026;

Field MakeField(const char* id, FieldType type) {
  Field field;
  field.id = field.name = id;
  field.type = type;
  return field;
}

RecordKind Kind(const char* id, std::vector<Field> fields = {}) {
  RecordKind kind;
  kind.id = kind.name = id;
  kind.fields = std::move(fields);
  return kind;
}

Rule MakeRule(const char* id, decltype(Rule::form) form) {
  Rule rule;
  rule.id = rule.name = id;
  rule.clause = "附件";
  rule.form = std::move(form);
  return rule;
}

enum Kinds : std::size_t { kFinding, kNotice, kCall, kMeeting, kAttendance, kTraining, kCensure };

/// One line per kind of duty.
class PolicyBuilder {
 public:
  PolicyBuilder() {
    policy_.unit_kinds.push_back({{"teaching", "teaching"}});
    policy_.unit_fields.push_back({{"headcount", "headcount"}, {}});
    policy_.posts.push_back({{"contact", "contact"}});
    policy_.dates.push_back({{"report_due", "report_due"}, 12, 15, {}});
    policy_.dates.push_back({{"until", "until"}, 12, 20, {}});
    Field of = MakeField("meeting", FieldType::kRecord);
    of.kinds = {Id<RecordKind>(kMeeting)};
    policy_.kinds = {Kind("finding"),
                     Kind("notice"),
                     Kind("call", {MakeField("due_on", FieldType::kDate)}),
                     Kind("meeting"),
                     Kind("attendance", {of}),
                     Kind("training", {MakeField("hours", FieldType::kNumber),
                                       MakeField("attendees", FieldType::kInteger)}),
                     Kind("censure", {MakeField("year", FieldType::kInteger)})};
    policy_.settings.post_vacancy_days = 14;
    policy_.settings.new_unit_workdays = 10;
    policy_.settings.supplement_until = Id<NamedDate>(1);
    policy_.veto = Veto{Id<RecordKind>(kCensure), Id<Field>(0), "第八条"};
  }

  PolicyBuilder& AddLine(const char* id, std::int64_t points) {
    Indicator indicator;
    indicator.id = indicator.name = id;
    indicator.points = {points};
    policy_.points += indicator.points;
    policy_.indicators.push_back(indicator);
    return *this;
  }
  PolicyBuilder& AddDuty(std::optional<Kinds> each, DueForm due, bool resubmission, MetBy met_by) {
    Duty duty;
    duty.indicator = Id<Indicator>(policy_.indicators.size() - 1);
    duty.id = duty.name = "do";
    duty.action = "办理";
    if (each) duty.each = Id<RecordKind>(*each);
    duty.due.otherwise = due;
    duty.resubmission = resubmission;
    duty.met_by = met_by;
    policy_.indicators.back().duties.push_back(Id<Duty>(policy_.duties.size()));
    policy_.duties.push_back(duty);
    return *this;
  }
  PolicyBuilder& CountRecords(Kinds kind, std::int64_t points) {
    return Add(MakeRule("found", PerRecord{Id<RecordKind>(kind), {}, {points}}));
  }
  PolicyBuilder& CountMissed(std::int64_t points, std::int64_t late) {
    return Add(MakeRule("overdue", PerMissed{{Last()}, {points}, {late}}));
  }
  PolicyBuilder& ZeroWhenMissed() { return Add(MakeRule("zero", ZeroIfMissed{{Last()}})); }
  PolicyBuilder& RowOf(int count) { return Add(MakeRule("row", Consecutive{Last(), count})); }
  Policy Done() { return std::move(policy_); }

 private:
  Id<Duty> Last() const { return Id<Duty>(policy_.duties.size() - 1); }
  PolicyBuilder& Add(Rule rule) {
    policy_.indicators.back().rules.push_back(std::move(rule));
    return *this;
  }
  Policy policy_;
};

Policy EveryDuty() {
  MetByMeasure hours;
  hours.kind = Id<RecordKind>(kTraining);
  hours.amount = Id<Field>(0);
  hours.times = Id<Field>(1);
  hours.per = Id<UnitField>(0);
  hours.at_least = 4000;
  const DueNamedDate report{Id<NamedDate>(0)};
  return PolicyBuilder()
      .AddLine("report", 3000)
      .AddDuty({}, report, true, MetBySubmission{})
      .ZeroWhenMissed()
      .AddLine("post", 2500)
      .AddDuty({}, report, true, MetByPost{Id<Post>(0)})
      .ZeroWhenMissed()
      .AddLine("hours", 3000)
      .AddDuty({}, report, true, hours)
      .ZeroWhenMissed()
      .AddLine("finding", 10'000)
      .AddDuty(kFinding, DueWorkdays{3}, false, MetBySubmission{})
      .CountRecords(kFinding, 2000)
      .CountMissed(5000, 1167)
      .AddLine("notice", 10'000)
      .AddDuty(kNotice, DueHours{24}, false, MetBySubmission{})
      .CountRecords(kNotice, 500)
      .CountMissed(3050, 3050)
      .RowOf(3)
      .AddLine("call", 5000)
      .AddDuty(kCall, DueField{Id<Field>(0)}, true, MetBySubmission{})
      .ZeroWhenMissed()
      .AddLine("meeting", 4000)
      .AddDuty(kMeeting, DueSameDay{}, true, MetByRecord{Id<RecordKind>(kAttendance), Id<Field>(0)})
      .CountMissed(1000, 1000)
      .Done();
}

WorkCalendar Calendar() {
  CalendarYear before, year;
  before.year = kYear - 1;
  year.year = kYear;
  year.off.push_back({"国庆节", {*ParseDate("2026-10-01"), *ParseDate("2026-10-02")}});
  year.work = {*ParseDate("2026-10-10")};
  return *WorkCalendar::Build({before, year});
}

/// A random year of one unit; owns the texts that the raw facts point at.
class RandomYear {
 public:
  explicit RandomYear(unsigned seed) : random_(seed) {
    raw.year = kYear;
    raw.offset = kChina;
    RawUnit unit{"u", "u", "teaching", {}, {}, "", {{"headcount", RawNumber{1000 * Pick(5)}}}};
    if (Pick(4) == 0) unit.from = FirstDayOf(kYear) + static_cast<int>(Pick(365));
    if (Pick(6) == 0) unit.to = FirstDayOf(kYear) + 180 + static_cast<int>(Pick(190));
    if (unit.from && unit.to && *unit.to < *unit.from) unit.to.reset();
    raw.units.push_back(unit);
    const CivilDate from = FirstDayOf(kYear) + static_cast<int>(Pick(300));
    raw.posts.push_back({"u", "contact", from, from + static_cast<int>(Pick(200))});
    for (std::int64_t n = Pick(14); n >= 0; --n) AddRecord(static_cast<Kinds>(Pick(7)));
    AddSubmission("report/do", Midnight(FirstDayOf(kYear), kChina), "2026-12-15");
  }

  void AddRecord(Kinds kind) {
    static constexpr const char* kNames[] = {"finding",    "notice",   "call",   "meeting",
                                             "attendance", "training", "censure"};
    RawRecord record;
    record.id = Text(Concat("r", raw.records.size()));
    record.units = {"u"};
    record.kind = kNames[kind];
    record.at = Midnight(FirstDayOf(kYear) - 9, kChina);
    record.at->ms += Pick(372) * kMsPerDay + Pick(3) * 12 * kMsPerHour;
    const CivilDate day = DateAt(*record.at, kChina);
    if (kind == kCall) {
      record.fields.push_back({"due_on", Text(Format(day + static_cast<int>(Pick(30))))});
    } else if (kind == kTraining) {
      record.fields.push_back({"hours", RawNumber{500 * Pick(20)}});
      record.fields.push_back({"attendees", RawNumber{1000 * Pick(4)}});
    } else if (kind == kCensure && Pick(2) == 0) {
      record.fields.push_back({"year", RawNumber{1000 * (kYear - Pick(2))}});
    } else if (kind == kAttendance) {
      const auto meeting = std::ranges::find(raw.records, "meeting", &RawRecord::kind);
      if (meeting == raw.records.end()) return;
      record.fields.push_back({"meeting", meeting->id});
    }
    raw.records.push_back(record);
    if (kind <= kCall) {
      AddSubmission(Text(Concat(kNames[kind], "/do/", record.id)), *record.at, Format(day + 3));
    }
    if (Pick(8) == 0) {
      raw.disputes.push_back({"u", record.id, *record.at, {}, ""});
      if (Pick(2) == 0) {
        raw.disputes.back().decided_at = Instant{record.at->ms + Pick(40) * kMsPerDay};
      }
    }
    if (Pick(9) == 0) raw.waivers.push_back({"u", {}, record.id, *record.at, ""});
  }

  std::int64_t Pick(std::int64_t below) {
    return static_cast<std::int64_t>(random_() % static_cast<std::uint64_t>(below));
  }

  RawFacts raw;

 private:
  void AddSubmission(std::string_view obligation, Instant not_before, const std::string& around) {
    for (std::int64_t n = Pick(3); n > 0; --n) {
      const std::int64_t about = Midnight(*ParseDate(around) + 1, kChina).ms;
      constexpr std::int64_t kNear[] = {-kMsPerDay, -1, 0, 1, kMsPerDay, 5 * kMsPerDay};
      const Instant at{std::max(not_before.ms, about + kNear[Pick(6)])};
      raw.submissions.push_back({Text(Concat("s", raw.submissions.size())), "u", obligation, at});
      for (std::int64_t reviews = Pick(3); reviews > 0; --reviews) {
        raw.reviews.push_back({raw.submissions.back().id,
                               Instant{at.ms + reviews * (1 + Pick(3)) * kMsPerDay}, Pick(2) == 0,
                               ""});
      }
      std::ranges::sort(raw.reviews, {},
                        [](const RawReview& r) { return std::pair(r.submission, r.at); });
      const auto twice = std::ranges::unique(
          raw.reviews, {}, [](const RawReview& r) { return std::pair(r.submission, r.at); });
      raw.reviews.erase(twice.begin(), twice.end());
    }
  }
  std::string_view Text(std::string text) { return texts_.emplace_back(std::move(text)); }

  std::mt19937_64 random_;
  std::deque<std::string> texts_;
};

/// Everything a result says, as text.
std::string Print(const Policy& policy, const Facts& facts, const UnitResult& result) {
  std::string text = Concat(result.ended ? "ended" : "", Format(result.total), "\n");
  for (const UnitRecord* veto : result.vetoes) text += ExplainVeto(policy, facts, *veto) + "\n";
  for (const ScoreLine& line : result.lines) {
    text +=
        Concat(Format(line.score), " ", Format(line.at_risk), line.not_occurred ? " -" : "", "\n");
    for (const Deduction& deduction : result.Deductions(line)) {
      text += ExplainDeduction(policy, facts, result, line, deduction) + "\n";
    }
  }
  for (const Obligation& obligation : result.obligations) {
    text += Concat(KeyOf(policy, facts, obligation), " ", Name(obligation.state), "\n");
  }
  return text;
}

class EveryYear : public ::testing::TestWithParam<unsigned> {
 protected:
  const Policy policy = EveryDuty();
  const WorkCalendar calendar = Calendar();

  Facts Resolve(const RawFacts& raw) {
    auto resolved = ResolveFacts(policy, calendar, raw);
    if (!resolved) ADD_FAILURE() << Describe(resolved.error().front());
    return resolved ? std::move(resolved->facts) : Facts{};
  }
  UnitResult Score(const Facts& facts, Instant as_of) {
    UnitResult result;
    Scorer(policy, calendar, facts, as_of).Score(Id<Unit>(0), result);
    return result;
  }
  std::vector<Instant> SomeInstants(RandomYear& year) {
    std::vector<Instant> instants = {year.raw.records.empty() ? Instant{}
                                                              : *year.raw.records[0].at};
    for (int i = 0; i < 4; ++i) {
      instants.push_back({Midnight(FirstDayOf(kYear), kChina).ms + year.Pick(366) * kMsPerDay});
    }
    instants.push_back(Midnight(FirstDayOf(kYear + 1), kChina));
    return instants;
  }
};

TEST_P(EveryYear, PointsAddUp) {
  RandomYear year(GetParam());
  const Facts facts = Resolve(year.raw);
  for (const Instant at : SomeInstants(year)) {
    const UnitResult result = Score(facts, at);
    Points total;
    for (const ScoreLine& line : result.lines) {
      const Points points = shouze::At(policy.indicators, line.indicator).points;
      Points applied;
      for (const Deduction& deduction : result.Deductions(line)) applied += deduction.applied;
      EXPECT_EQ(line.score + line.lost, points);
      EXPECT_EQ(applied, line.lost);
      EXPECT_GE(line.score, Points{});
      EXPECT_GE(line.at_risk, Points{});
      EXPECT_LE(line.at_risk, line.score);
      total += line.score;
    }
    EXPECT_EQ(result.computed_total, total);
    EXPECT_EQ(result.total, result.vetoed() ? Points{} : total);
  }
}

TEST_P(EveryYear, OrderOfInputNeverMatters) {
  RandomYear year(GetParam());
  const std::vector<Instant> instants = SomeInstants(year);
  const Facts facts = Resolve(year.raw);
  RawFacts turned = year.raw;
  std::ranges::reverse(turned.records);
  std::ranges::reverse(turned.submissions);
  std::ranges::reverse(turned.reviews);
  std::ranges::reverse(turned.waivers);
  std::ranges::reverse(turned.disputes);
  const Facts other = Resolve(turned);
  for (const Instant at : instants) {
    EXPECT_EQ(Print(policy, facts, Score(facts, at)), Print(policy, other, Score(other, at)));
  }
}

TEST_P(EveryYear, NothingChangesBeforeValidUntil) {
  RandomYear year(GetParam());
  const Facts facts = Resolve(year.raw);
  for (Instant at : SomeInstants(year)) {
    const UnitResult result = Score(facts, at);
    const Instant last =
        result.valid_until ? Instant{result.valid_until->ms - 1} : Instant{at.ms + 900 * kMsPerDay};
    EXPECT_GT(last.ms + 1, at.ms);
    const UnitResult later = Score(facts, last);
    EXPECT_EQ(Print(policy, facts, result), Print(policy, facts, later));
    EXPECT_EQ(result.valid_until, later.valid_until);
  }
}

TEST_P(EveryYear, OneMoreFindingNoticeOrCensureNeverRaisesAScore) {
  RandomYear year(GetParam());
  const std::vector<Instant> instants = SomeInstants(year);
  const Facts before = Resolve(year.raw);
  for (const Kinds kind : {kFinding, kNotice, kCensure}) {
    RandomYear more = RandomYear(GetParam());
    more.AddRecord(kind);
    more.raw.waivers = year.raw.waivers;
    const Facts after = Resolve(more.raw);
    for (const Instant at : instants) {
      const UnitResult was = Score(before, at);
      const UnitResult is = Score(after, at);
      EXPECT_LE(is.total, was.total);
      for (std::size_t i = 0; i < was.lines.size(); ++i) {
        // In the middle of a row an obligation that is met would break it; the line of notices
        // is held to the promise where no row was taken.
        if (is.lines[i].score <= was.lines[i].score) continue;
        bool row_taken = false;
        for (const Deduction& deduction : was.Deductions(was.lines[i])) {
          row_taken |= was.Causes(deduction).size() > 1;
        }
        EXPECT_TRUE(row_taken);
      }
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Random, EveryYear, ::testing::Range(0u, 400u));

}  // namespace
}  // namespace shouze
