#include "store/dump.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <set>

#include "base/text.h"
#include "exchange/json_tree.h"
#include "store/account_act_rows.h"
#include "store/account_rows.h"
#include "store/matter_rows.h"
#include "store/query.h"
#include "store/test_entries.h"
#include "store/test_store.h"

namespace shouze {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

using Rows = std::map<std::string, std::vector<std::string>, std::less<>>;

constexpr std::string_view kSqliteTables =
    "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'";
constexpr std::string_view kPostgresTables =
    "SELECT CAST(tablename AS TEXT) FROM pg_tables WHERE schemaname = current_schema()";
constexpr std::string_view kSqliteColumns =
    "SELECT name FROM pragma_table_info(:name) ORDER BY name";
constexpr std::string_view kPostgresColumns =
    "SELECT CAST(column_name AS TEXT) FROM information_schema.columns"
    " WHERE table_schema = current_schema() AND table_name = :name";

class Dump : public StoreTest {
 protected:
  void SetUp() override {
    StoreTest::SetUp();
    if (!IsSkipped()) target_ = OpenTestStore(GetParam());
  }

  /// A row in every table that is dumped, and more than are fetched at once in two.
  void Fill() {
    const auto filled = store().Write([&](WriteTx& tx) -> Result<void> {
      Account account{"0a", "zhang.wei", "张伟", "027-8\"7", "a@x.example", "$argon2id$x",
                      true, false,       false,  {5},        Instant{6},    std::nullopt};
      AddAccount(tx, account);
      AccountAct act;
      act.account = "0a";
      AddAccountAct(tx, act);
      AddSecurityEvent(tx, {0, {7}, "0a", "login", "::1", "{\"why\":\"改\\n\"}"});
      for (int i = 0; i < 450; ++i) {
        const std::string unit = Concat("单位 ", i);
        (void)Append(tx, NextEntry(tx, "record.register", "{\"名\":\"\\\\ é \U0001F512\"}"),
                     {unit});
        AddFrozenSheet(tx, {i / 150 + 1, unit, std::string(kNoDigest), "{}"});
        const std::string digest = Concat("d", i % 3);
        AddFile(tx, {digest, 1 + i % 3, "application/pdf", "0a", {i % 3}});
        AddFileUse(tx, {digest, unit, "submission", Concat("s", i % 7)});
        AddUpload(tx, digest, Concat("a", i), {i});
      }
      Notice notice{0, "0a", {9}, "near", "u1", "k", "即将到期", "once", true, {}, Instant{-1}};
      AddNotice(tx, notice);
      AddOpened(tx, {"u1", "k", "0a", {std::int64_t{1} << 52}});
      Remember(tx, "digest", "");
      return {};
    });
    ASSERT_TRUE(filled);
  }

  static Rows RowsOf(Store& store) {
    Rows rows;
    store.Read([&](const ReadTx& tx) {
      for (const std::string_view table : DumpedTables()) {
        ForEachDumpedRow(
            tx, table, [&](std::string_view json) { rows[std::string(table)].emplace_back(json); });
      }
      return true;
    });
    return rows;
  }

  static Result<void> Restore(Store& store, std::string_view table, const std::string& json) {
    return store.Write([&](WriteTx& tx) { return RestoreRow(tx, table, json); });
  }

  std::set<std::string> Texts(std::string_view sqlite, std::string_view postgres,
                              std::optional<std::string> name = std::nullopt) {
    return store().Read([&](const ReadTx& tx) {
      std::set<std::string> texts;
      Query query(tx, store().is_sqlite() ? sqlite : postgres);
      if (name) query.With("name", *name);
      for (OneText& text : query.All<OneText>()) texts.insert(std::move(text.value));
      return texts;
    });
  }

  std::unique_ptr<TestStore> target_;
};
SHOUZE_ON_BOTH_DATABASES(Dump);

TEST_P(Dump, KnowsEveryTable) {
  std::set<std::string> known;
  for (const auto tables : {DumpedTables(), TablesLeftOut()}) {
    for (const std::string_view table : tables) EXPECT_TRUE(known.emplace(table).second) << table;
  }
  EXPECT_EQ(known, Texts(kSqliteTables, kPostgresTables))
      << "a new table belongs into a list in src/store/dump.cc";
}

TEST_P(Dump, HoldsEveryColumn) {
  Fill();
  const Rows rows = RowsOf(store());
  for (const std::string_view table : DumpedTables()) {
    ASSERT_TRUE(rows.contains(table)) << table << " is not filled by this test";
    const auto tree = JsonTree::Parse(rows.find(table)->second.front());
    std::set<std::string> columns;
    for (const JsonValue column : (*tree)->root()) columns.emplace(column.key());
    EXPECT_EQ(columns, Texts(kSqliteColumns, kPostgresColumns, std::string(table))) << table;
  }
}

TEST_P(Dump, GivesEachRowOnceInOneLine) {
  Fill();
  const Rows rows = RowsOf(store());
  EXPECT_EQ(rows.at("entry").size(), 450u);
  EXPECT_EQ(rows.at("file_use").size(), 450u);
  for (const auto& [table, lines] : rows) {
    EXPECT_EQ(std::set<std::string>(lines.begin(), lines.end()).size(), lines.size()) << table;
    for (const std::string& line : lines) EXPECT_EQ(line.find('\n'), line.npos);
  }
  EXPECT_EQ(rows.at("account").front(),
            R"({"id":"0a","login":"zhang.wei","name":"张伟","phone":"027-8\"7",)"
            R"("mail":"a@x.example","password_hash":"$argon2id$x","must_change_password":true,)"
            R"("disabled":false,"erased":false,"created_at":5,"password_changed_at":6,)"
            R"("last_login_at":null,"first_until":null,"let_in_by":"","let_in_at":null})");
}

TEST_P(Dump, RestoresTheSameRowsAndHead) {
  Fill();
  const Rows rows = RowsOf(store());
  const auto restored = (*target_)->Write([&](WriteTx& tx) -> Result<void> {
    for (const std::string_view table : DumpedTables()) {
      for (const std::string& json : rows.find(table)->second) {
        if (const auto done = RestoreRow(tx, table, json); !done) return done.error();
      }
    }
    return {};
  });
  ASSERT_TRUE(restored) << Describe(restored.error());
  EXPECT_EQ(RowsOf(**target_), rows);
  const auto head_of = [](Store& store) {
    return store.Read([](const ReadTx& tx) { return ReadHead(tx); });
  };
  EXPECT_EQ(head_of(**target_), head_of(store()));
}

TEST_P(Dump, SeesOneStateWhileOthersWrite) {
  Fill();
  store().Read([&](const ReadTx& tx) {
    std::size_t rows = 0;
    ForEachDumpedRow(tx, "entry", [&](std::string_view) {
      if (++rows == 1) AppendOne(store(), {"u1"});
    });
    EXPECT_EQ(rows, 450u);
    return true;
  });
}

TEST_P(Dump, KnowsAnEmptyStore) {
  const auto is_empty = [&] { return store().Read([](const ReadTx& tx) { return IsEmpty(tx); }); };
  EXPECT_TRUE(is_empty());
  (void)store().Write([](WriteTx& tx) -> Result<void> {
    Remember(tx, "x", "y");
    return {};
  });
  EXPECT_FALSE(is_empty());
}

TEST_P(Dump, TakesNothingThatIsNoRow) {
  const std::string row = R"({"unit":"u","obligation":"o","account":"a","at":1})";
  for (const std::string& json : {
           std::string(""),
           std::string("[]"),
           std::string("{}"),
           std::string("{"),
           std::string(R"({"unit":"u","obligation":"o","account":"a"})"),
           std::string(R"({"unit":"u","obligation":"o","account":"a","at":"1"})"),
           std::string(R"({"unit":"u","obligation":"o","account":"a","at":1.5})"),
           std::string(R"({"unit":"u","obligation":"o","account":"a","at":null})"),
           std::string(R"({"unit":"u","obligation":"o","account":"a","at":9223372036854775808})"),
           std::string(R"({"unit":"u","obligation":"o","account":"a","at":1,"x":1})"),
           std::string(R"({"unit":"u","unit":"u","obligation":"o","account":"a","at":1})"),
           std::string(R"({"unit":"\u0000","obligation":"o","account":"a","at":1})"),
           std::string("{\"unit\":\"\xff\",\"obligation\":\"o\",\"account\":\"a\",\"at\":1}"),
           row + row,
       }) {
    EXPECT_FALSE(Restore(store(), "opened", json)) << json;
  }
  EXPECT_FALSE(Restore(store(), "session", row));
  EXPECT_FALSE(Restore(store(), "no", row));
  EXPECT_TRUE(RowsOf(store()).empty());
  EXPECT_TRUE(Restore(store(), "opened", row));
}

TEST_P(Dump, TellsWhatTheDatabaseRefuses) {
  const std::string row = R"({"unit":"u","obligation":"o","account":"a","at":1})";
  ASSERT_TRUE(Restore(store(), "opened", row));
  const auto twice = Restore(store(), "opened", row);
  ASSERT_FALSE(twice);
  EXPECT_THAT(twice.error().message, HasSubstr("数据库不接受这一行"));
  EXPECT_FALSE(Restore(store(), "upload", R"({"digest":"none","account":"a","at":1})"));
  EXPECT_THAT(RowsOf(store())["opened"], ElementsAre(row));
  EXPECT_TRUE(Restore(store(), "remembered", R"({"name":"n","value":"v"})"));
}

}  // namespace
}  // namespace shouze
