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
    const auto school = MakeDemoSchool(rules_->policy, rules_->calendar,
                                       FileText("demo/school.yaml"), "school.yaml", {});
    ASSERT_TRUE(school) << Describe(school.error().front());
    for (EntryDraft& draft : DraftEntries(school->facts)) {
      book_.Append(std::move(draft.kind), std::move(draft.body));
    }
  }

  /// The result of the whole facts file that the ledger exports, one unit's part of it.
  std::string ByFile(std::string_view unit, Instant as_of) {
    const auto text = ExportFacts(book_.state, book_.Cycle(2026), *rules_, as_of);
    EXPECT_TRUE(text);
    const auto file = ReadAndResolveFacts(rules_->policy, rules_->calendar, *text);
    EXPECT_TRUE(file) << Describe(file.error().front());
    const Facts& facts = file->resolved.facts;
    UnitResult result;
    Scorer(rules_->policy, rules_->calendar, facts, as_of).Score(*facts.FindUnit(unit), result);
    JsonWriter writer;
    WriteUnitResult(writer, {rules_->policy, rules_->calendar, facts, as_of}, result);
    return writer.Take();
  }

  Book book_;
  std::shared_ptr<const CycleRules> rules_;
};

TEST_F(SheetOfLedger, IsThatOfTheFactsFileItExportsForEveryUnitAtManyInstants) {
  int compared = 0;
  for (const std::string_view at :
       {"2026-02-01T00:00:00+08:00", "2026-04-09T12:00:00+08:00", "2026-07-31T23:59:59.999+08:00",
        "2026-12-21T00:00:00+08:00", "2027-01-01T00:00:00+08:00", "2027-01-20T09:00:00+08:00"}) {
    const Instant as_of = *ParseInstant(at);
    for (const auto& [unit, kept] : book_.state.All<UnitFact>()) {
      const auto sheet = MakeSheet(book_.state, book_.Cycle(2026), rules_, unit, as_of);
      ASSERT_TRUE(sheet) << unit;
      EXPECT_THAT(SheetJson(**sheet), testing::HasSubstr(ByFile(unit, as_of))) << unit << at;
      EXPECT_TRUE((*sheet)->facts.left_out.empty());
      ++compared;
    }
  }
  EXPECT_GT(compared, 100);
}

TEST_F(SheetOfLedger, LeavesOutWhatIsHandedInForAWithdrawnRecord) {
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
