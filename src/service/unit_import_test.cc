#include "service/unit_import.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "service/sessions.h"
#include "service/units.h"
#include "testing/test_school.h"

namespace shouze {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

constexpr CivilDate kFrom{20514};  // 2026-03-02

class UnitImport : public SchoolTest {
 protected:
  static ImportedUnit Unit(std::string id, std::string kind = "teaching") {
    return {id, Concat(id, "学院"), kind, {}, {{"headcount", 20}}};
  }
  static ImportedPost Post(std::string unit, std::string post, std::string login,
                           std::string name = "") {
    return {unit, post, login, name, "", "", kFrom};
  }
  static ImportUnitsRequest Some() {
    return {false,
            {Unit("C3"), Unit("D4")},
            {Post("C3", "contact", "Zhang", "张三"), Post("C3", "info_admin", "zhang"),
             Post("D4", "head", "li", "李四"), Post("D4", "contact", "contact-a"),
             Post("D4", "info_admin", "")}};
  }
  std::vector<std::string> Faults(const ImportUnitsRequest& request,
                                  std::string_view login = "office") {
    std::vector<std::string> places;
    const auto refused = test().Run(kImportUnits, login, request);
    if (refused) return places;
    const Errors errors = refused.error();
    for (const Error& error : errors) places.push_back(error.where);
    return places;
  }
};
SHOUZE_ON_BOTH_DATABASES(UnitImport);

TEST_P(UnitImport, FoundsUnitsAndPutsPeopleIntoTheirPosts) {
  const std::int64_t before = test().entries();
  const auto answer = test().Must(kImportUnits, "office", Some());
  EXPECT_TRUE(answer.written);
  EXPECT_EQ(test().entries(), before + 7);
  ASSERT_THAT(answer.accounts, SizeIs(2));
  EXPECT_EQ(answer.accounts[0].login, "li");
  EXPECT_EQ(answer.accounts[1].name, "张三");
  const auto held = school().HeldBy(answer.accounts[1].id);
  EXPECT_EQ(held.size(), 3U);
  EXPECT_EQ(test().As("contact-a").held.size(), 3U);
  const auto in = LogIn(school(), {"zhang", Secret(answer.accounts[1].password.value())}, {});
  ASSERT_TRUE(in);
  EXPECT_TRUE(in->me.must_change_password);
}

TEST_P(UnitImport, CheckedOnlySaysWhatWouldBeAndDoesNothing) {
  auto request = Some();
  request.check_only = true;
  const std::int64_t before = test().entries();
  const auto answer = test().Must(kImportUnits, "office", request);
  EXPECT_FALSE(answer.written);
  EXPECT_EQ(answer.units, 2);
  EXPECT_EQ(answer.posts, 5);
  ASSERT_THAT(answer.accounts, SizeIs(2));
  EXPECT_FALSE(answer.accounts[0].password);
  EXPECT_EQ(test().entries(), before);
  EXPECT_THAT(Faults(request), IsEmpty());
  request.check_only = false;
  EXPECT_THAT(Faults(request), IsEmpty());
}

TEST_P(UnitImport, TellsAllThatIsWrongByRowAndDoesNothing) {
  ImportUnitsRequest request = Some();
  request.units.push_back(Unit("C3"));
  request.units.push_back(Unit("A1"));
  request.units.push_back(Unit("E 5", "school"));
  request.posts.push_back(Post("Z9", "boss", "wang", "王五"));
  request.posts.push_back(Post("C3", "head", "zhang", "张四"));
  request.posts.push_back(Post("C3", "contact", "ZHANG"));
  request.posts.push_back(Post("C3", "head", "a b", "赵六"));
  request.posts.push_back(Post("C3", "head", "auditor"));
  request.posts.push_back(Post("C3", "head", "contact-b", "别人"));
  request.posts.push_back(Post("C3", "head", "", "钱七"));
  request.posts.push_back(Post("C3", "head", "sun"));
  const std::int64_t before = test().entries();
  const auto places = Faults(request);
  EXPECT_THAT(places, ElementsAre("/units/2/id", "/units/3/id", "/units/4/id", "/units/4/kind",
                                  "/posts/5/unit", "/posts/5/post", "/posts/6/name",
                                  "/posts/7/login", "/posts/8/login", "/posts/9/login",
                                  "/posts/10/name", "/posts/11/login", "/posts/12/name"));
  request.check_only = true;
  EXPECT_EQ(Faults(request), places);
  EXPECT_EQ(test().entries(), before);
  EXPECT_THROW(test().AccountOf("wang"), std::runtime_error);
}

TEST_P(UnitImport, TakesOnePersonForOneHoweverTheRowsAreTyped) {
  ImportUnitsRequest request{false,
                             {Unit("Ｃ３")},
                             {Post("C3", "contact", "ｚｈａｎｇ", "张　三"),
                              Post("Ｃ３", "head", "Zhang\u200b", "张 三")}};
  request.posts.front().phone = "\u202d１３８１２３４５６７８\u202c";
  const auto answer = test().Must(kImportUnits, "office", request);
  ASSERT_THAT(answer.accounts, SizeIs(1));
  EXPECT_EQ(answer.accounts.front().login, "zhang");
  EXPECT_EQ(answer.accounts.front().name, "张三");
  EXPECT_EQ(school().HeldBy(answer.accounts.front().id).size(), 3U);
  request.units.clear();
  request.posts = {Post("C3", "info_admin", "ZHANG", "张\u3000三")};
  EXPECT_THAT(test().Must(kImportUnits, "office", request).accounts, IsEmpty());
}

TEST_P(UnitImport, NeedsSomethingToDoAndTheRightToDoIt) {
  EXPECT_THAT(Faults({}), ElementsAre("/units"));
  const auto refused = test().Run(kImportUnits, "contact-a", Some());
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().front().code, ErrorCode::kForbidden);
}

TEST_P(UnitImport, AUnitThatHasEndedTakesNobody) {
  test().Must(kEndUnit, "office", {"B2", FirstDayOf(2026) + 20, "", "撤销"});
  EXPECT_THAT(Faults({false, {}, {Post("B2", "head", "li", "李四")}}),
              ElementsAre("/posts/0/unit"));
}

}  // namespace
}  // namespace shouze
