#include "service/head_mail.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "service/mail_state.h"
#include "testing/recorded_mailer.h"
#include "testing/test_school.h"

namespace shouze {
namespace {

using ::testing::HasSubstr;
using ::testing::SizeIs;

class HeadMail : public SchoolTest {
 protected:
  RecordedMailer mailer_;
};
SHOUZE_ON_BOTH_DATABASES(HeadMail);

TEST_P(HeadMail, GoesOutOnceADay) {
  EXPECT_TRUE(MailHead(school(), mailer_, "a@b.example").value());
  EXPECT_FALSE(MailHead(school(), mailer_, "a@b.example").value());
  ASSERT_THAT(mailer_.sent, SizeIs(1));
  EXPECT_EQ(mailer_.sent[0].to, "a@b.example");
  EXPECT_THAT(mailer_.sent[0].body, HasSubstr(school().head().digest));
}

TEST_P(HeadMail, IsTriedAgainWhereItWasRefused) {
  mailer_.refuse_with = Error{ErrorCode::kBusy, "", "连不上", "cannot connect"};
  EXPECT_FALSE(MailHead(school(), mailer_, "a@b.example"));
  mailer_.refuse_with.reset();
  EXPECT_TRUE(MailHead(school(), mailer_, "a@b.example").value());
}

TEST_P(HeadMail, WaitsWithAllMailForAWrongSetting) {
  mailer_.refuse_with = Error{ErrorCode::kInvalidInput, "mail.from", "553", "553"};
  EXPECT_FALSE(MailHead(school(), mailer_, "a@b.example"));
  EXPECT_FALSE(MailHead(school(), mailer_, "a@b.example").value());
  EXPECT_THAT(mailer_.tried, SizeIs(1));
  EXPECT_TRUE(ReadMailState(school()).fault);
  mailer_.refuse_with.reset();
  TryMailAnew(school());
  EXPECT_TRUE(MailHead(school(), mailer_, "a@b.example").value());
  EXPECT_FALSE(ReadMailState(school()).fault);
}

}  // namespace
}  // namespace shouze
