#include "service/people_reading.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "service/accounts.h"
#include "service/units.h"
#include "testing/test_school.h"

namespace shouze {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

class PeopleReading : public SchoolTest {
 protected:
  /// The name that `reader` is told of somebody; empty: none.
  std::string NameFor(std::string_view reader, std::string_view id) {
    for (const NameRow& row : test().Must(kListNames, reader, {}).names) {
      if (row.id == id) return row.name;
    }
    return "";
  }
  std::string NameOfLogin(std::string_view reader, std::string_view login) {
    return NameFor(reader, test().AccountOf(login));
  }
  UnitContactsRow ContactsOf(std::string_view unit) {
    for (auto& row : test().Must(kListContacts, "centre", {2026}).units) {
      if (row.unit == unit) return row;
    }
    return {};
  }
};
SHOUZE_ON_BOTH_DATABASES(PeopleReading);

TEST_P(PeopleReading, UnitsKnowTheirOwnPeopleAndTheOffice) {
  EXPECT_EQ(NameOfLogin("contact-a", "contact-a"), "某contact-a");
  EXPECT_EQ(NameOfLogin("contact-a", "head-a"), "某head-a");
  EXPECT_EQ(NameOfLogin("contact-a", "office2"), "某office2");
  EXPECT_EQ(NameOfLogin("contact-a", "centre"), "某centre");
  EXPECT_EQ(NameOfLogin("contact-a", "contact-b"), "");
  EXPECT_EQ(NameOfLogin("contact-a", "auditor"), "");
  EXPECT_EQ(NameOfLogin("nobody", "contact-a"), "");
  EXPECT_EQ(NameOfLogin("nobody", "nobody"), "某nobody");
}

TEST_P(PeopleReading, ThoseWhoReadTheSchoolKnowAll) {
  for (const std::string_view reader : {"office", "leader", "inspector", "auditor", "sysadmin"}) {
    EXPECT_EQ(NameOfLogin(reader, "contact-b"), "某contact-b");
    EXPECT_EQ(NameOfLogin(reader, "secadmin"), "某secadmin");
  }
  EXPECT_EQ(NameFor("nobody", "operator"), "运行维护人员");
}

TEST_P(PeopleReading, WhoHasLeftIsStillNamedAndWhoIsErasedIsNot) {
  const std::string head = test().AccountOf("head-a");
  for (const PostFact& post : test().Must(kListPosts, "office", {}).posts) {
    if (post.account == head) test().Must(kEndPost, "office", {post.id, FirstDayOf(2026) + 10});
  }
  EXPECT_EQ(NameFor("contact-a", head), "某head-a");
  test().Must(kEraseUnitAccount, "office", {Label(head)});
  EXPECT_EQ(NameFor("contact-a", head), "已注销人员");
  EXPECT_EQ(NameFor("office", head), "已注销人员");
}

TEST_P(PeopleReading, ContactsAreTheHoldersOfToday) {
  test().Must(kChangeUnitAccount, "office", {Label(test().AccountOf("contact-a")), {}, "8101", {}});
  const auto a = ContactsOf("A1");
  EXPECT_EQ(a.unit_name, "信息工程学院");
  ASSERT_THAT(a.holders, SizeIs(3));
  EXPECT_EQ(a.holders[0].post, "head");
  EXPECT_EQ(a.holders[2].post_name, "网络安全信息员");
  EXPECT_EQ(a.holders[2].name, "某contact-a");
  EXPECT_EQ(a.holders[2].phone, "8101");
  EXPECT_EQ(a.holders[2].mail, "contact-a@school.example");
}

TEST_P(PeopleReading, ContactsLeaveOutWhoHasLeftAndUnitsThatHaveEnded) {
  test().Must(kAssignPost, "office", {"B2", "info_admin", "", FirstDayOf(2026), {}});
  EXPECT_THAT(ContactsOf("B2").holders, SizeIs(3));
  EXPECT_EQ(ContactsOf("B2").holders.back().name, "");
  test().Must(kEndUnit, "office", {"B2", FirstDayOf(2026) + 20, "", "撤销"});
  EXPECT_EQ(ContactsOf("B2").unit, "");
}

TEST_P(PeopleReading, ContactsAreForThoseWhoRegisterForTheSchool) {
  for (const std::string_view reader : {"contact-a", "leader", "auditor", "nobody"}) {
    const auto refused = test().Run(kListContacts, reader, {2026});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().front().code, ErrorCode::kForbidden);
  }
}

}  // namespace
}  // namespace shouze
