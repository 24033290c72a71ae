#include "store/split_sql.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "store/store.h"

namespace shouze {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(SplitSql, EndsStatementsAtSemicolons) {
  EXPECT_THAT(SplitSql("CREATE TABLE a (b TEXT);\nINSERT INTO a VALUES (1) ;"),
              ElementsAre("CREATE TABLE a (b TEXT)", "INSERT INTO a VALUES (1)"));
}

TEST(SplitSql, TakesAStatementWithoutItsSemicolon) {
  EXPECT_THAT(SplitSql("a; b"), ElementsAre("a", "b"));
}

TEST(SplitSql, LeavesOutCommentsAndWhatIsEmpty) {
  EXPECT_THAT(SplitSql("-- it's; a comment: one\na -- ;\n/* ; ' */ b;;\n-- the end"),
              ElementsAre("a \n  b"));
  EXPECT_THAT(SplitSql(" \n;;"), IsEmpty());
}

TEST(SplitSql, KeepsLiteralsWhole) {
  EXPECT_THAT(SplitSql("a 'x;''y--z' \"q;\"\"r\" b; c '/*';"),
              ElementsAre("a 'x;''y--z' \"q;\"\"r\" b", "c '/*'"));
}

TEST(SplitSql, EndsWhereALiteralIsNeverClosed) {
  EXPECT_THAT(SplitSql("a; b 'c; d"), ElementsAre("a", "b 'c; d"));
  EXPECT_THAT(SplitSql("a /* b; c"), ElementsAre("a"));
}

TEST(SplitSql, FindsStatementsInEveryMigration) {
  ASSERT_FALSE(Migrations().empty());
  for (const Migration& migration : Migrations()) {
    for (const std::string& statement : SplitSql(migration.sql)) {
      EXPECT_TRUE(statement.starts_with("CREATE ") || statement.starts_with("INSERT ") ||
                  statement.starts_with("ALTER ") || statement.starts_with("UPDATE "))
          << migration.name << ": " << statement;
    }
  }
}

}  // namespace
}  // namespace shouze
