#include "store/ledger_rows.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/digest.h"
#include "store/test_entries.h"
#include "store/test_store.h"

namespace shouze {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class LedgerRows : public StoreTest {
 protected:
  std::vector<std::int64_t> Seqs(const EntryFilter& filter) {
    std::vector<std::int64_t> seqs;
    store().Read([&](const ReadTx& tx) {
      ForEachEntry(tx, filter, [&](Entry&& entry) { seqs.push_back(entry.seq); });
      return 0;
    });
    return seqs;
  }
  /// `kind/id@seq` of each current version.
  std::vector<std::string> Facts(std::optional<std::int64_t> known_to) {
    std::vector<std::string> facts;
    store().Read([&](const ReadTx& tx) {
      ForEachFact(tx, known_to, [&](FactEntry&& fact) {
        facts.push_back(fact.fact_kind + "/" + fact.fact_id + "@" + std::to_string(fact.entry.seq));
      });
      return 0;
    });
    return facts;
  }
  std::int64_t PutIn(std::string_view kind, std::string_view id, bool put = true) {
    return *store().Write([&](WriteTx& tx) {
      auto seq = Append(tx, NextEntry(tx));
      EndFact(tx, kind, id, *seq);
      if (put) BeginFact(tx, kind, id, *seq);
      return seq;
    });
  }
};
SHOUZE_ON_BOTH_DATABASES(LedgerRows);

TEST_P(LedgerRows, BeginWithAnEmptyChain) {
  EXPECT_EQ(store().Read(ReadHead), Head{});
  EXPECT_THAT(Seqs({}), IsEmpty());
}

TEST_P(LedgerRows, GiveEntriesBackAsTheyWere) {
  const std::string bodies[] = {
      R"({"题目":"弱口令：'admin' 与 \"root\"","emoji":"🔒👩‍💻","sql":"'; DROP TABLE entry; --"})",
      "{}",
      "{\"long\":\"" + std::string(1'000'000, 'x') + "守责\"}",
      "{\"escaped\":\"\\u0000 :name ? $1 %s\\n\"}",
  };
  std::vector<Entry> written;
  for (const std::string& body : bodies) {
    store().Write([&](WriteTx& tx) {
      Entry entry = NextEntry(tx, "record.register", body, "9f86d081884c7d65");
      entry.at = Instant{1'790'000'000'123 + entry.seq};
      entry.digest = DigestOf(entry);
      written.push_back(entry);
      return Append(tx, entry, {"计算机学院", "*"});
    });
  }
  const auto read = store().Read([](const ReadTx& tx) { return ReadEntries(tx, {}); });
  ASSERT_EQ(read.size(), written.size());
  for (std::size_t i = 0; i < read.size(); ++i) {
    EXPECT_EQ(read[i].seq, written[i].seq);
    EXPECT_EQ(read[i].at, written[i].at);
    EXPECT_EQ(read[i].actor, written[i].actor);
    EXPECT_EQ(read[i].kind, written[i].kind);
    EXPECT_TRUE(read[i].body == written[i].body) << i;
    EXPECT_EQ(read[i].prev_digest, written[i].prev_digest);
    EXPECT_EQ(read[i].digest, DigestOf(read[i]));
    EXPECT_EQ(read[i].alg, "sha256");
  }
  EXPECT_EQ(store().Read(ReadHead), (Head{4, written.back().digest}));
}

TEST_P(LedgerRows, AppendOnlyWhatFollowsTheHead) {
  AppendOne(store());
  const auto append = [&](auto change) {
    store().Write([&](WriteTx& tx) {
      Entry entry = NextEntry(tx);
      change(entry);
      return Append(tx, entry);
    });
  };
  EXPECT_DEATH(append([](Entry& entry) { entry.seq = 3; }), "moved == 1");
  EXPECT_DEATH(append([](Entry& entry) { entry.prev_digest = kNoDigest; }), "moved == 1");
  append([](Entry&) {});
  EXPECT_EQ(store().Read(ReadHead).seq, 2);
}

TEST_P(LedgerRows, AreFilteredByWhatIsSet) {
  AppendOne(store(), {"u1"}, "record.register", "a1");    // 1
  AppendOne(store(), {"u2"}, "record.withdraw", "a2");    // 2
  AppendOne(store(), {"*"}, "stage.close", "a1");         // 3
  AppendOne(store(), {"u1", "u2"}, "record_x.do", "a1");  // 4
  AppendOne(store(), {}, "record.register", "a2");        // 5
  const auto with = [](auto change) {
    EntryFilter filter;
    change(filter);
    return filter;
  };
  using F = EntryFilter;
  EXPECT_THAT(Seqs({}), ElementsAre(1, 2, 3, 4, 5));
  EXPECT_THAT(Seqs(with([](F& f) { f.after = 2; })), ElementsAre(3, 4, 5));
  EXPECT_THAT(Seqs(with([](F& f) { f.before = 3; })), ElementsAre(1, 2));
  EXPECT_THAT(Seqs(with([](F& f) { f.newest_first = true, f.limit = 2; })), ElementsAre(5, 4));
  EXPECT_THAT(Seqs(with([](F& f) { f.limit = 2, f.after = 1; })), ElementsAre(2, 3));
  EXPECT_THAT(Seqs(with([](F& f) { f.kind = "record.register"; })), ElementsAre(1, 5));
  EXPECT_THAT(Seqs(with([](F& f) { f.kind = "record."; })), ElementsAre(1, 2, 5));
  EXPECT_THAT(Seqs(with([](F& f) { f.kind = "record"; })), IsEmpty());
  EXPECT_THAT(Seqs(with([](F& f) { f.kind = "记录."; })), IsEmpty());
  EXPECT_THAT(Seqs(with([](F& f) { f.actor = "a2", f.newest_first = true; })), ElementsAre(5, 2));
  EXPECT_THAT(Seqs(with([](F& f) { f.unit = "u1"; })), ElementsAre(1, 3, 4));
  EXPECT_THAT(Seqs(with([](F& f) { f.unit = "u1", f.after = 1, f.limit = 1; })), ElementsAre(3));
  EXPECT_THAT(Seqs(with([](F& f) { f.unit = "u9"; })), ElementsAre(3));
  EXPECT_THAT(Seqs(with([](F& f) { f.unit = "u2", f.newest_first = true; })), ElementsAre(4, 3, 2));
  EXPECT_THAT(Seqs(with([](F& f) { f.from = Instant{2000}, f.to = Instant{4000}; })),
              ElementsAre(2, 3));
  EXPECT_THAT(Seqs(with([](F& f) {
                f.unit = "u1", f.actor = "a1", f.kind = "record.register", f.after = 0;
                f.before = 5, f.from = Instant{0}, f.to = Instant{9000}, f.limit = 9;
              })),
              ElementsAre(1));
  EXPECT_THAT(Seqs(with([](F& f) { f.kind = "' OR '1'='1"; })), IsEmpty());
}

TEST_P(LedgerRows, TellWhatWasKnownWhen) {
  EXPECT_EQ(PutIn("record", "r1"), 1);
  EXPECT_EQ(PutIn("record", "r2"), 2);
  EXPECT_EQ(PutIn("record", "r1"), 3);
  EXPECT_EQ(PutIn("unit", "r2"), 4);
  EXPECT_EQ(PutIn("record", "r2", false), 5);
  EXPECT_EQ(PutIn("record", "r9", false), 6);
  EXPECT_THAT(Facts(std::nullopt), ElementsAre("record/r1@3", "unit/r2@4"));
  EXPECT_THAT(Facts(0), IsEmpty());
  EXPECT_THAT(Facts(2), ElementsAre("record/r1@1", "record/r2@2"));
  EXPECT_THAT(Facts(3), ElementsAre("record/r2@2", "record/r1@3"));
  EXPECT_THAT(Facts(4), ElementsAre("record/r2@2", "record/r1@3", "unit/r2@4"));
  EXPECT_THAT(Facts(6), ElementsAre("record/r1@3", "unit/r2@4"));
}

TEST_P(LedgerRows, AreOrderedByBytesForComparison) {
  PutIn("record", "b");
  PutIn("record", "a_b");
  PutIn("record", "aB");
  PutIn("Record", "信");
  PutIn("Record", "安");
  AppendOne(store(), {"b", "a", "a"});
  AppendOne(store(), {"*", "B"});
  store().Read([](const ReadTx& tx) {
    const auto facts = ReadFactRows(tx);
    EXPECT_EQ(facts.size(), 5U);
    EXPECT_TRUE(std::ranges::is_sorted(facts));
    EXPECT_EQ(facts.front(), (FactRow{"Record", "信", 4, 0}));
    EXPECT_THAT(ReadEntryUnits(tx), ElementsAre(EntryUnit{6, "a"}, EntryUnit{6, "b"},
                                                EntryUnit{7, "*"}, EntryUnit{7, "B"}));
    return 0;
  });
}

TEST_P(LedgerRows, AreRestoredAndRebuilt) {
  AppendOne(store(), {"u1"});
  PutIn("record", "r1");
  const auto target = OpenTestStore(GetParam());
  const auto entries = store().Read([](const ReadTx& tx) { return ReadEntries(tx, {}); });
  const auto facts = store().Read(ReadFactRows);
  const auto units = store().Read(ReadEntryUnits);
  for (int times = 0; times < 2; ++times) {
    (*target)->Write([&](WriteTx& tx) -> Result<int> {
      if (times == 0) {
        for (const Entry& entry : entries) RestoreEntry(tx, entry);
      }
      ReplaceProjections(tx, facts, units);
      return 1;
    });
    EXPECT_EQ((*target)->Read(ReadHead), store().Read(ReadHead));
    EXPECT_EQ((*target)->Read(ReadFactRows), facts);
    EXPECT_EQ((*target)->Read(ReadEntryUnits), units);
  }
  EXPECT_EQ(AppendOne(**target), 3);
}

TEST_P(LedgerRows, KeepFrozenSheets) {
  const std::int64_t seq = AppendOne(store());
  const std::string sheet = R"({"unit":"数学学院","score":98.5})";
  store().Write([&](WriteTx& tx) -> Result<int> {
    AddFrozenSheet(tx, {seq, "信息学院", Sha256Hex("{}"), "{}"});
    AddFrozenSheet(tx, {seq, "数学学院", Sha256Hex(sheet), sheet});
    return 1;
  });
  store().Read([&](const ReadTx& tx) {
    const auto sheets = ReadFrozenSheets(tx, seq);
    EXPECT_EQ(sheets.size(), 2U);
    EXPECT_EQ(sheets.front().unit, "信息学院");
    const auto found = ReadFrozenSheet(tx, seq, "数学学院");
    EXPECT_EQ(found.value_or(FrozenSheet{}).sheet, sheet);
    EXPECT_EQ(found.value_or(FrozenSheet{}).digest, Sha256Hex(sheet));
    EXPECT_FALSE(ReadFrozenSheet(tx, seq, "没有"));
    EXPECT_THAT(ReadFrozenSheets(tx, 9), IsEmpty());
    return 0;
  });
}

}  // namespace
}  // namespace shouze
