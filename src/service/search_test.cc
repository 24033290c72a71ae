#include "service/search.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "testing/test_school.h"

namespace shouze {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

class Search : public SchoolTest {
 protected:
  SearchAnswer For(std::string_view login, std::string_view text) {
    return test().Must(kSearch, login, {2026, Label(std::string(text))});
  }
  std::vector<std::string> KeysFor(std::string_view login, std::string_view text) {
    std::vector<std::string> keys;
    for (const FoundRow& row : For(login, text).found) keys.push_back(row.key);
    return keys;
  }
};
SHOUZE_ON_BOTH_DATABASES(Search);

TEST_P(Search, FindsUnitsRecordsAndObligationsWhateverTheCase) {
  const std::string id = test().Register(
      "vulnerability", {"A1"},
      {{"system", std::string("教务系统")}, {"identifier", std::string("CVE-2026-0001")}});
  EXPECT_THAT(KeysFor("office", "cve-2026"), ElementsAre(id));
  EXPECT_THAT(KeysFor("office", "教务系统"), ElementsAre(id, Concat("5.1/fix/", id)));
  EXPECT_THAT(KeysFor("leader", "5.1/FIX"), ElementsAre(Concat("5.1/fix/", id)));
  EXPECT_THAT(KeysFor("office", "b2"), ElementsAre("B2"));
  EXPECT_THAT(KeysFor("office", "ｃｖｅ－２０２６"), ElementsAre(id));
  const auto found = For("office", "教务系统").found;
  EXPECT_EQ(found[0].title, Concat("漏洞 ", id, "（教务系统）"));
  EXPECT_EQ(found[1].unit_name, "信息工程学院");
  EXPECT_EQ(found[1].detail, "待办，期限 2026-03-05 24:00");
}

TEST_P(Search, ShowsAUnitOnlyItsOwn) {
  const std::string id =
      test().Register("meeting", {"A1", "B2"}, {{"name", std::string("第一次例会")}});
  test().Register("vulnerability", {"B2"}, {{"system", std::string("第一次")}});
  const auto found = For("contact-a", "第一次").found;
  ASSERT_THAT(found, SizeIs(2));
  EXPECT_EQ(found[0].key, id);
  EXPECT_EQ(found[0].unit_name, "信息工程学院");
  EXPECT_EQ(found[1].unit, "A1");
  EXPECT_THAT(KeysFor("contact-a", "教务处"), IsEmpty());
  EXPECT_THAT(KeysFor("sysadmin", "第一次"), IsEmpty());
  EXPECT_THAT(KeysFor("nobody", "A1"), IsEmpty());
}

TEST_P(Search, ShowsTenOfEachAndSaysThatThereIsMore) {
  for (int i = 0; i < 12; ++i) {
    test().Register("vulnerability", {"A1"}, {{"system", std::string("门户")}});
  }
  const auto answer = For("office", "门户");
  EXPECT_THAT(answer.found, SizeIs(20));
  EXPECT_TRUE(answer.more);
  EXPECT_FALSE(For("office", "教务处").more);
}

}  // namespace
}  // namespace shouze
