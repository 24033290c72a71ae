#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "service/accounts.h"
#include "service/units.h"
#include "testing/test_school.h"

namespace shouze {
namespace {

class Posts : public SchoolTest {
 protected:
  template <class Case>
  std::string WhyNot(const Case& use_case, const typename Case::RequestType& request) {
    const auto done = test().Run(use_case, "office", request);
    EXPECT_FALSE(done) << "it was not refused";
    return done ? "" : done.error().front().where;
  }
  bool IsOfUnit(std::string_view login) {
    const auto held = test().As(login).held;
    return std::ranges::any_of(held, [](const HeldRole& one) { return !one.unit.empty(); });
  }
};
SHOUZE_ON_BOTH_DATABASES(Posts);

TEST_P(Posts, DoNotOutlastTheirUnit) {
  const CivilDate last = *MakeDate(2026, 3, 1);
  test().Must(kEndUnit, "office", {"A1", last, "", "撤销"});
  EXPECT_FALSE(IsOfUnit("contact-a"));
  const auto posts = test().Must(kListPosts, "office", {}).posts;
  const auto post = std::ranges::find_if(
      posts, [](const PostFact& one) { return one.unit == "A1" && one.post == "contact"; });
  ASSERT_NE(post, posts.end());
  EXPECT_EQ(post->to, last);
  // Neither by an end that is later, nor by a change, nor anew.
  EXPECT_EQ(WhyNot(kEndPost, {post->id, *MakeDate(2026, 6, 30)}), "/to");
  EXPECT_EQ(WhyNot(kChangePost, {post->id, {}, {}, *MakeDate(2026, 6, 30)}), "/to");
  EXPECT_EQ(WhyNot(kChangePost, {post->id, {}, *MakeDate(2026, 3, 5), *MakeDate(2026, 6, 30)}),
            "/unit");
  const std::string nobody = test().AccountOf("nobody");
  EXPECT_EQ(WhyNot(kAssignPost, {"A1", "contact", nobody, *MakeDate(2026, 3, 2), {}}), "/unit");
  EXPECT_EQ(WhyNot(kAssignPost, {"A1", "contact", nobody, *MakeDate(2026, 1, 1), {}}), "/to");
  EXPECT_FALSE(IsOfUnit("contact-a"));
  EXPECT_FALSE(IsOfUnit("nobody"));
  // What was is still written down.
  test().Must(kAssignPost, "office", {"A1", "contact", nobody, *MakeDate(2026, 1, 1), last});
  test().Must(kEndPost, "office", {post->id, *MakeDate(2026, 2, 1)});
}

TEST_P(Posts, AreNotTakenOnByWhoeverCannotLogIn) {
  const Label nobody = test().AccountOf("nobody");
  test().Must(kDisableAccount, "sysadmin", {nobody});
  const CivilDate first = *MakeDate(2026, 1, 1);
  EXPECT_EQ(WhyNot(kAssignPost, {"A1", "contact", nobody, first, {}}), "/account");
  const auto post = test().Must(kListPosts, "office", {}).posts.front();
  EXPECT_EQ(WhyNot(kChangePost, {post.id, nobody, {}, {}}), "/account");
  // What was is still written down, and what is held ends.
  test().Must(kAssignPost, "office", {"A1", "contact", nobody, first, first + 20});
  test().Must(kDisableAccount, "sysadmin", {Label(post.account)});
  test().Must(kEndPost, "office", {post.id, *MakeDate(2026, 3, 1)});
}

}  // namespace
}  // namespace shouze
