#include "http/change_feed.h"

#include <gtest/gtest.h>

#include "http/fake_school.h"

namespace shouze {
namespace {

/// The stream of one person of the office.
class ChangeStream : public testing::Test {
 protected:
  ChangeStream() {
    caller_.account = "somebody";
    caller_.session = "session-1";
    stream_ = feed_.Subscribe(caller_, [this](const std::shared_ptr<const std::string>& text) {
      if (text) {
        ++told_;
      } else {
        over_ = true;
      }
    });
  }

  FakeSchool school_;
  ChangeFeed feed_{school_, 10, 10};
  Caller caller_;
  int told_ = 0;
  bool over_ = false;
  std::unique_ptr<Subscription> stream_;
};

TEST_F(ChangeStream, GoesOnWhileNothingOfItsOwnEnds) {
  school_.ends("session-2", "");
  school_.ends("", "somebody-else");
  school_.Change({11, {}, true});
  feed_.EndDead();
  EXPECT_FALSE(over_);
  EXPECT_EQ(told_, 2) << "hello, and a change";
}

TEST_F(ChangeStream, IsOverAtOnceWithItsSession) {
  school_.ends("session-1", "");
  EXPECT_TRUE(over_);
}

TEST_F(ChangeStream, IsOverAtOnceWithItsAccount) {
  school_.ends("", "somebody");
  EXPECT_TRUE(over_);
}

TEST_F(ChangeStream, IsOverAtOnceWithItsRole) {
  school_.holds_still = false;
  school_.Change({11, {}, false});
  EXPECT_FALSE(over_) << "an entry that changes nobody's role";
  school_.Change({12, {}, true});
  EXPECT_TRUE(over_);
}

TEST_F(ChangeStream, IsOverWhenNobodyHasBeenThereForTooLong) {
  feed_.EndDead();
  EXPECT_FALSE(over_);
  school_.goes_on = false;
  feed_.EndDead();
  EXPECT_TRUE(over_);
}

}  // namespace
}  // namespace shouze
