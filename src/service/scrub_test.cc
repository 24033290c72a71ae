#include "service/scrub.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "service/notices.h"
#include "service/tick.h"
#include "testing/test_school.h"

namespace shouze {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class Scrubs : public SchoolTest {
 protected:
  /// So many files, one handed in; the digest of each.
  std::vector<std::string> Files(int count) {
    test().HandIn("contact-a", "A1", "1/sign");
    for (int i = 1; i < count; ++i) test().Upload("contact-a", Concat("第 ", i, " 份"));
    return test().vault().List();
  }
  std::vector<NoticeRow> Told(std::string_view login) {
    std::vector<NoticeRow> told = test().Must(kListNotices, login, {}).notices;
    std::erase_if(told, [](const NoticeRow& one) { return one.kind != "vault"; });
    return told;
  }
  ScrubState State() { return store().Read(ReadScrub); }
};
SHOUZE_ON_BOTH_DATABASES(Scrubs);

TEST_P(Scrubs, ReadEveryFileAFewAtATimeAndRestUntilTheNextRound) {
  Files(5);
  const ScrubStep two{1 << 20, 2};
  EXPECT_EQ(Scrub(school(), two).files, 2);
  test().Restart();
  EXPECT_EQ(Scrub(school(), two).files, 4) << "it goes on after a restart";
  const ScrubState done = Scrub(school(), two);
  EXPECT_EQ(done.files, 5);
  EXPECT_TRUE(done.is_resting);
  EXPECT_EQ(done.ended_at, clock().Now());
  EXPECT_THAT(done.damaged, IsEmpty());
  clock().MoveDays(1);
  EXPECT_EQ(Scrub(school(), two).files, 5);
  clock().MoveDays(2);
  EXPECT_EQ(Scrub(school(), two).files, 2) << "a new round";
}

TEST_P(Scrubs, ReadNoMoreThanAStepMayButALargeFileAlone) {
  Files(3);
  EXPECT_EQ(Scrub(school(), {1, 100}).files, 1);
  EXPECT_EQ(Scrub(school(), {1, 100}).files, 2);
  EXPECT_FALSE(State().is_resting);
}

TEST_P(Scrubs, TellTheSystemAdministratorsWhatHasDecayedOnce) {
  const std::vector<std::string> files = Files(4);
  const std::string used =
      test().ObligationOf("A1", "1/sign").submissions.front().files.front().digest;
  test().vault().Put(used, "something else");
  const std::string lost = files.front() == used ? files.back() : files.front();
  test().vault().Lose(lost);
  EXPECT_THAT(Scrub(school()).damaged, ::testing::UnorderedElementsAre(used, lost));
  ASSERT_THAT(Told("sysadmin"), SizeIs(2));
  EXPECT_THAT(Told("office"), IsEmpty());
  for (const NoticeRow& notice : Told("sysadmin")) {
    EXPECT_EQ(notice.urgent, notice.about == used);
    EXPECT_THAT(notice.text, HasSubstr(notice.about == used ? "已损坏（用于 1 处）" : "缺失"));
  }
  clock().MoveDays(3);
  Scrub(school());
  EXPECT_THAT(Told("sysadmin"), SizeIs(2)) << "known already";
}

TEST_P(Scrubs, ForgetWhatHasBeenPutRight) {
  const std::string digest = Files(1).front();
  const std::string bytes = test().vault().Read(digest).value();
  test().vault().Put(digest, "another");
  EXPECT_THAT(Scrub(school()).damaged, ElementsAre(digest));
  EXPECT_THAT(Scrub(school()).damaged, ElementsAre(digest)) << "between rounds as well";
  test().vault().Put(digest, bytes);
  EXPECT_THAT(Scrub(school()).damaged, IsEmpty());
}

TEST_P(Scrubs, GoOnWhereAFileCannotBeRead) {
  Files(3);
  test().vault().Break(VaultFault::kRead);
  EXPECT_THAT(Scrub(school()).damaged, SizeIs(1));
  EXPECT_TRUE(State().is_resting);
  EXPECT_THAT(Scrub(school()).damaged, IsEmpty()) << "it was the moment, not the file";
}

TEST_P(Scrubs, AreAPartOfTheTick) {
  Files(2);
  EXPECT_EQ(Tick(school(), nullptr), 0);
  EXPECT_EQ(State().files, 2);
}

}  // namespace
}  // namespace shouze
