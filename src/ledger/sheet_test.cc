#include "ledger/sheet.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "base/text.h"
#include "demo/demo_school.h"
#include "exchange/read_facts.h"
#include "exchange/write_result.h"
#include "ledger/drafts.h"
#include "ledger/verify.h"
#include "policy/read_policy.h"

namespace shouze {
namespace {

std::string FileText(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  EXPECT_TRUE(file) << path;
  return {std::istreambuf_iterator<char>(file), {}};
}

/// A ledger in memory.
struct Book {
  SchoolState state;
  std::vector<Entry> entries;

  void Append(std::string kind, std::string body, Instant at = {1'767'225'600'000}) {
    Entry entry;
    entry.seq = state.head().seq + 1;
    entry.at = std::max(at, state.last_at());
    entry.actor = "system";
    entry.kind = std::move(kind);
    entry.body = std::move(body);
    entry.prev_digest = state.head().digest;
    entry.digest = DigestOf(entry);
    auto change = state.Prepare(entry);
    ASSERT_TRUE(change) << Describe(change.error().front());
    state.Apply(std::move(*change));
    entries.push_back(std::move(entry));
  }

  void Open(int year) {
    const std::string text = FileText("policies/czie-2024.yaml");
    const auto policy = ReadPolicy(text, "czie-2024.yaml");
    ASSERT_TRUE(policy);
    Append("policy.add", BodyOf(PolicyFact{policy->digest, policy->id, policy->version, text}));
    CycleFact cycle;
    cycle.id = std::to_string(year);
    cycle.year = year;
    cycle.policy = policy->digest;
    for (int of = year - 1; of <= year; ++of) {
      const std::string days = FileText(Concat("calendars/cn/", of, ".yaml"));
      const CalendarFact fact{std::to_string(of), of, days};
      Append("calendar.add", BodyOf(fact));
      cycle.calendars.push_back(fact.id);
    }
    Append("cycle.prepare", BodyOf(cycle));
    cycle.stage = Stage::kOpen;
    Append("cycle.stage", BodyOf(cycle));
  }

  const CycleFact& Cycle(int year) const {
    return state.Find<CycleFact>(std::to_string(year))->fact;
  }
};

class SheetOfLedger : public testing::Test {
 protected:
  void SetUp() override {
    book_.Open(2026);
    rules_ = *RulesOf(book_.state, book_.Cycle(2026));
  }

  /// A demo school's year.
  void Rehearse(std::uint64_t seed) {
    DemoOptions options;
    options.seed = seed;
    const auto school = MakeDemoSchool(rules_->policy, rules_->calendar,
                                       FileText("demo/school.yaml"), "school.yaml", options);
    ASSERT_TRUE(school) << Describe(school.error().front());
    for (EntryDraft& draft : DraftEntries(school->facts)) {
      book_.Append(std::move(draft.kind), std::move(draft.body));
    }
  }

  void Register(std::string id, std::string kind, std::vector<Label> units, std::string_view at,
                FieldValues fields) {
    RecordFact fact;
    fact.id = std::move(id);
    fact.kind = std::move(kind);
    fact.units = std::move(units);
    fact.at = *ParseInstant(at);
    fact.fields = std::move(fields);
    book_.Append("record.register", BodyOf(fact));
  }

  /// What a demo's year has none of: a unit that has no part in the year among those of a record,
  /// records that name other units' records (which name others), posts that are counted.
  void AddOddities() {
    UnitFact later;
    later.id = "later";
    later.name = "筹建中的学院";
    later.kind = "teaching";
    later.from = FirstDayOf(2027);
    book_.Append("unit.found", BodyOf(later));
    Register(
        "all-train", "training", {"xxgc", "later", "kyc"}, "2026-05-06T09:00:00+08:00",
        {{"audience", "all"},
         {"hours", Points{4000}},
         {"half_days", Points{1000}},
         {"attendees", NumbersByUnit{{"xxgc", {30'000}}, {"later", {1000}}, {"kyc", {5000}}}}});
    Register("theirs", "meeting", {"kyc"}, "2026-05-06T14:00:00+08:00", {{"name", "别家的会"}});
    Register("came", "attendance", {"xxgc"}, "2026-05-06T14:00:00+08:00",
             {{"attendee", "主任"}, {"meeting", "theirs"}});
    // Of another year, and known to this one by what names it alone.
    Register("next", "meeting", {"kyc", "later"}, "2027-02-01T14:00:00+08:00", {});
    Register("early", "attendance", {"xxgc"}, "2026-12-06T14:00:00+08:00", {{"meeting", "next"}});
    int day = 1;
    for (const std::string unit : {"xxgc", "kyc", "xxgc"}) {
      PostFact post;
      post.id = Concat("counted", day);
      post.unit = unit;
      post.post = "info_admin";
      post.from = *MakeDate(2026, 4, day++);
      if (unit == "kyc") post.to = *MakeDate(2026, 7, 31);
      book_.Append("post.assign", BodyOf(post));
    }
  }

  /// By the facts file of the whole school that the ledger exports, every unit's result.
  std::map<std::string, std::string> ByFile(Instant as_of) {
    const auto text = ExportFacts(book_.state, book_.Cycle(2026), *rules_, as_of);
    EXPECT_TRUE(text);
    const auto file = ReadAndResolveFacts(rules_->policy, rules_->calendar, *text);
    EXPECT_TRUE(file) << Describe(file.error().front());
    const Facts& facts = file->resolved.facts;
    Scorer scorer(rules_->policy, rules_->calendar, facts, as_of);
    std::map<std::string, std::string> results;
    for (std::size_t i = 0; i < facts.units.size(); ++i) {
      UnitResult result;
      scorer.Score(Id<Unit>(i), result);
      JsonWriter writer;
      WriteUnitResult(writer, {rules_->policy, rules_->calendar, facts, as_of}, result);
      results[facts.units[i].code] = writer.Take();
    }
    return results;
  }

  /// Every unit's sheet, of its own slice, is that of the slice of all. How many were compared.
  std::size_t CompareAll(Instant as_of) {
    const auto by_file = ByFile(as_of);
    for (const auto& [unit, result] : by_file) {
      const auto sheet = MakeSheet(book_.state, book_.Cycle(2026), rules_, unit, as_of);
      EXPECT_TRUE(sheet) << unit;
      if (!sheet) continue;
      EXPECT_THAT(SheetJson(**sheet), testing::HasSubstr(Concat("\"sheet\":", result, ",")))
          << unit << " " << as_of.ms;
    }
    return by_file.size();
  }

  Book book_;
  std::shared_ptr<const CycleRules> rules_;
};

TEST_F(SheetOfLedger, IsThatOfTheFactsFileItExportsForEveryUnitAtManyInstants) {
  Rehearse(1);
  std::size_t compared = 0;
  for (const std::string_view at :
       {"2026-02-01T00:00:00+08:00", "2026-04-09T12:00:00+08:00", "2026-07-31T23:59:59.999+08:00",
        "2026-12-21T00:00:00+08:00", "2027-01-01T00:00:00+08:00", "2027-01-20T09:00:00+08:00"}) {
    compared += CompareAll(*ParseInstant(at));
  }
  EXPECT_GT(compared, 100u);
}

TEST_F(SheetOfLedger, OfAUnitsOwnSliceIsThatOfTheSliceOfAllWhateverNamesOtherUnits) {
  Rehearse(2);
  AddOddities();
  const auto& units = book_.state.All<UnitFact>();
  ASSERT_TRUE(units.contains("later"));
  for (const std::string_view at :
       {"2026-04-02T12:00:00+08:00", "2026-08-01T00:00:00+08:00", "2027-01-20T09:00:00+08:00"}) {
    EXPECT_EQ(CompareAll(*ParseInstant(at)), units.size() - 1);
  }
}

TEST_F(SheetOfLedger, HoldsUntilOneOfTheUnitsOwnPostsIsCountedAnew) {
  Rehearse(1);
  const Instant as_of = *ParseInstant("2026-07-31T12:00:00+08:00");
  const auto until = [&](std::string_view unit) {
    return (*MakeSheet(book_.state, book_.Cycle(2026), rules_, unit, as_of))->valid_until;
  };
  const auto theirs = until("jwc");
  AddOddities();
  EXPECT_LE(until("kyc"), *ParseInstant("2026-08-01T00:00:00+08:00"));
  EXPECT_EQ(until("jwc"), theirs);
}

TEST_F(SheetOfLedger, LeavesOutWhatIsHandedInForAWithdrawnRecord) {
  Rehearse(1);
  const auto& records = book_.state.All<RecordFact>();
  const auto fixed = std::ranges::find_if(book_.state.All<SubmissionFact>(), [](const auto& kept) {
    return kept.second.fact.obligation.starts_with("5.1/fix/");
  });
  ASSERT_NE(fixed, book_.state.All<SubmissionFact>().end());
  const std::string record(RecordOfKey(fixed->second.fact.obligation));
  const std::string unit = fixed->second.fact.unit;
  ASSERT_TRUE(records.contains(record));
  book_.Append("record.withdraw", BodyOf(Dropped{record, "误登"}));
  const auto sheet = MakeSheet(book_.state, book_.Cycle(2026), rules_, unit,
                               *ParseInstant("2027-01-01T00:00:00+08:00"));
  ASSERT_TRUE(sheet);
  EXPECT_THAT(SheetJson(**sheet), testing::Not(testing::HasSubstr(Concat("5.1/fix/", record))));
}

TEST_F(SheetOfLedger, AnEditedEntryIsNamedByTheProof) {
  Rehearse(1);
  LedgerProof whole;
  for (const Entry& entry : book_.entries) whole.Add(entry);
  EXPECT_THAT(whole.findings(), testing::IsEmpty());
  EXPECT_EQ(whole.head(), book_.state.head());

  LedgerProof edited;
  for (Entry entry : book_.entries) {
    if (entry.seq == 40) entry.body.insert(1, "\"a\":1,");
    edited.Add(entry);
  }
  ASSERT_FALSE(edited.findings().empty());
  EXPECT_EQ(edited.findings().front().where, "entry 40");
}

}  // namespace
}  // namespace shouze
