#include "service/outbox.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "service/mail_state.h"
#include "service/notices.h"
#include "service/notify.h"
#include "service/tick.h"
#include "store/account_rows.h"
#include "store/matter_rows.h"
#include "testing/recorded_mailer.h"
#include "testing/test_school.h"

namespace shouze {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

const Error kMute{ErrorCode::kBusy, "", "连不上", "cannot connect"};
const Error kBadAddress{ErrorCode::kInvalidInput, "", "地址不对", "no such mailbox"};
const Error kBadSender{ErrorCode::kInvalidInput, "mail.from",
                       "不接受这个发件人。服务器的回答：553 x1", "553 x1"};

class Outbox : public SchoolTest {
 protected:
  SchoolOptions Options() override {
    SchoolOptions options = TestSchool::DefaultOptions();
    options.mail = true;
    return options;
  }
  /// One urgent notice to somebody, in a transaction of its own.
  bool Give(std::string_view login, std::string once, bool urgent = true) {
    Notice notice;
    notice.account = test().AccountOf(login);
    notice.at = test().now();
    notice.kind = "hour_clock";
    notice.text = Concat("事情 ", once, "。");
    notice.once = std::move(once);
    notice.urgent = urgent;
    return *store().Write(
        [&](WriteTx& tx) -> Result<bool> { return GiveNotice(tx, school().options(), notice); });
  }
  std::vector<std::string> SentTo() {
    std::vector<std::string> to;
    for (const Mail& mail : mailer_.sent) to.push_back(mail.to);
    return to;
  }
  /// What somebody has been told, newest first.
  std::vector<std::string> Told(std::string_view login) {
    std::vector<std::string> texts;
    for (const NoticeRow& row : test().Must(kListNotices, login, {}).notices) {
      texts.push_back(row.text);
    }
    return texts;
  }
  std::size_t Due() {
    return store().Read(
        [&](const ReadTx& tx) { return ReadMailDue(tx, {INT64_MAX}, 1000).size(); });
  }

  RecordedMailer mailer_;
};
SHOUZE_ON_BOTH_DATABASES(Outbox);

TEST_P(Outbox, SendsUrgentNoticesAtOnceAndOnce) {
  EXPECT_TRUE(Give("contact-a", "x"));
  EXPECT_FALSE(Give("contact-a", "x"));
  EXPECT_EQ(SendDueMail(school(), mailer_), 1);
  EXPECT_EQ(SendDueMail(school(), mailer_), 0);
  ASSERT_THAT(mailer_.sent, SizeIs(1));
  EXPECT_EQ(mailer_.sent[0].to, "contact-a@school.example");
  EXPECT_EQ(mailer_.sent[0].subject, "【试验学院】事情 x。");
  EXPECT_THAT(mailer_.sent[0].body, HasSubstr("事情 x。"));
  EXPECT_EQ(Due(), 0U);
}

class OutboxWithAddress : public Outbox {
 protected:
  SchoolOptions Options() override {
    SchoolOptions options = Outbox::Options();
    options.public_url = "https://wangan.school.example";
    return options;
  }
};
SHOUZE_ON_BOTH_DATABASES(OutboxWithAddress);

TEST_P(OutboxWithAddress, MailsLeadToWherePeopleOpenIt) {
  Give("contact-a", "x");
  Give("head-a", "y", false);
  clock().MoveDays(1);
  EXPECT_EQ(QueueDigests(school()), 1);
  EXPECT_EQ(SendDueMail(school(), mailer_), 2);
  for (const Mail& mail : mailer_.sent) {
    EXPECT_THAT(mail.body, HasSubstr("https://wangan.school.example"));
  }
}

TEST_P(Outbox, SendsNothingWithoutAnAddressOrToADisabledAccount) {
  test().ChangeAccount("contact-a", [](Account& account) { account.mail = ""; });
  test().ChangeAccount("head-a", [](Account& account) { account.disabled = true; });
  EXPECT_TRUE(Give("contact-a", "x"));
  EXPECT_TRUE(Give("head-a", "x"));
  EXPECT_TRUE(Give("head-b", "x"));
  EXPECT_EQ(Due(), 1U);
  test().ChangeAccount("head-b", [](Account& account) { account.disabled = true; });
  EXPECT_EQ(SendDueMail(school(), mailer_), 0) << "disabled between queueing and sending";
  EXPECT_EQ(Due(), 0U);
}

TEST_P(Outbox, TriesAgainLaterAndLaterAndThenGivesUp) {
  Give("contact-a", "x");
  mailer_.refuse_with = kMute;
  std::vector<std::int64_t> minutes;
  const std::int64_t begun = test().now().ms;
  for (int i = 0; i < 2000; ++i) {
    const std::size_t before = mailer_.tried.size();
    SendDueMail(school(), mailer_);
    if (mailer_.tried.size() > before) minutes.push_back((test().now().ms - begun) / 60'000);
    clock().MoveMinutes(1);
  }
  EXPECT_THAT(minutes, ElementsAre(0, 1, 6, 36, 156, 876));
  const auto given_up = test().Must(kReadMail, "sysadmin", {}).given_up;
  ASSERT_THAT(given_up, SizeIs(1));
  EXPECT_EQ(given_up[0].login, "contact-a");
  EXPECT_EQ(given_up[0].tries, 6);
  EXPECT_THAT(given_up[0].why, HasSubstr("cannot connect"));
}

TEST_P(Outbox, SendsItWhenTheServerIsBack) {
  Give("contact-a", "x");
  mailer_.refuse_with = kMute;
  SendDueMail(school(), mailer_);
  mailer_.refuse_with.reset();
  EXPECT_EQ(SendDueMail(school(), mailer_), 0) << "not due again yet";
  clock().MoveMinutes(1);
  EXPECT_EQ(SendDueMail(school(), mailer_), 1);
}

TEST_P(Outbox, GivesUpARefusedAddressAtOnce) {
  Give("contact-a", "x");
  mailer_.refuse_with = kBadAddress;
  SendDueMail(school(), mailer_);
  clock().MoveDays(1);
  SendDueMail(school(), mailer_);
  EXPECT_THAT(mailer_.tried, SizeIs(1));
  EXPECT_THAT(test().Must(kReadMail, "operator", {}).given_up, SizeIs(1));
  EXPECT_FALSE(test().Run(kReadMail, "office", {}));
}

TEST_P(Outbox, TellsOnceThatAMailboxIsRefused) {
  mailer_.refuse_with = kBadAddress;
  for (const std::string once : {"x", "y"}) {
    Give("contact-a", once);
    SendDueMail(school(), mailer_);
  }
  EXPECT_THAT(Told("office"), ElementsAre(AllOf(HasSubstr("contact-a"), HasSubstr("地址不对"))));
  EXPECT_THAT(Told("sysadmin"), SizeIs(1));
  EXPECT_THAT(Told("contact-a"), ElementsAre("事情 y。", "事情 x。"));
}

TEST_P(Outbox, StopsForAWrongSettingAndGoesOnWhenItIsRight) {
  for (int i = 0; i < 5; ++i) Give("contact-a", std::to_string(i));
  mailer_.refuse_with = kBadSender;
  for (int minute = 0; minute < 60 * 23; minute += 7) {
    SendDueMail(school(), mailer_);
    clock().MoveMinutes(7);
  }
  EXPECT_THAT(mailer_.tried, SizeIs(1)) << "not again and again";
  auto state = test().Must(kReadMail, "sysadmin", {});
  ASSERT_TRUE(state.fault);
  EXPECT_EQ(state.fault->setting, "mail.from");
  EXPECT_THAT(state.fault->message, HasSubstr("553 x1"));
  EXPECT_EQ(state.waiting, 5);
  EXPECT_THAT(state.given_up, IsEmpty());
  for (const char* login : {"office", "sysadmin"}) {
    EXPECT_THAT(Told(login), ElementsAre(HasSubstr("553 x1"))) << login;
  }

  test().Restart();
  TryMailAnew(school());
  mailer_.refuse_with->message = "不接受这个发件人。服务器的回答：553 x2";
  SendDueMail(school(), mailer_);
  EXPECT_THAT(mailer_.tried, SizeIs(2)) << "the settings may be others now";
  EXPECT_THAT(Told("office"), SizeIs(1)) << "they have been told";

  mailer_.refuse_with.reset();
  EXPECT_EQ(SendDueMail(school(), mailer_), 0) << "nothing says that it would go";
  TryMailAnew(school());
  EXPECT_EQ(SendDueMail(school(), mailer_), 5) << "none of it was lost";
  state = test().Must(kReadMail, "sysadmin", {});
  EXPECT_FALSE(state.fault);
  EXPECT_EQ(state.sent_at, test().now());
}

TEST_P(Outbox, TriesAStoppedServerOnceADayAndForgetsWhatIsOld) {
  Give("contact-a", "x");
  mailer_.refuse_with = kBadSender;
  SendDueMail(school(), mailer_);
  clock().MoveDays(1);
  SendDueMail(school(), mailer_);
  EXPECT_THAT(mailer_.tried, SizeIs(2));
  clock().MoveDays(3);
  mailer_.refuse_with.reset();
  Give("contact-a", "y");
  EXPECT_EQ(SendDueMail(school(), mailer_), 1);
  EXPECT_EQ(mailer_.sent[0].subject, "【试验学院】事情 y。");
  const auto given_up = test().Must(kReadMail, "sysadmin", {}).given_up;
  ASSERT_THAT(given_up, SizeIs(1));
  EXPECT_THAT(given_up[0].why, HasSubstr("553 x1"));
}

TEST_P(Outbox, ATestMailTellsTheServersWordsAndLetsTheRestGo) {
  Give("contact-a", "x");
  mailer_.refuse_with = kBadSender;
  SendDueMail(school(), mailer_);
  const auto refused =
      SendTestMail(school(), test().As("sysadmin"), &mailer_, {"me@school.example"});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().front().code, ErrorCode::kConflict);
  EXPECT_THAT(refused.error().front().message, HasSubstr("553 x1"));
  mailer_.refuse_with.reset();
  ASSERT_TRUE(SendTestMail(school(), test().As("sysadmin"), &mailer_, {"me@school.example"}));
  EXPECT_EQ(mailer_.sent.back().to, "me@school.example");
  EXPECT_THAT(mailer_.sent.back().subject, HasSubstr("测试邮件"));
  EXPECT_EQ(SendDueMail(school(), mailer_), 1);

  const auto office = SendTestMail(school(), test().As("office"), &mailer_, {"me@school.example"});
  ASSERT_FALSE(office);
  EXPECT_EQ(office.error().front().code, ErrorCode::kForbidden);
  const auto unset = SendTestMail(school(), test().As("sysadmin"), nullptr, {"me@school.example"});
  EXPECT_THAT(Describe(unset.error().front()), HasSubstr("mail.url"));
}

TEST_P(Outbox, StopsAfterAFewFailuresOfAMuteServer) {
  for (int i = 0; i < 10; ++i) Give("contact-a", std::to_string(i));
  mailer_.refuse_with = kMute;
  SendDueMail(school(), mailer_);
  EXPECT_THAT(mailer_.tried, SizeIs(3));
  EXPECT_EQ(Due(), 10U);
  mailer_.refuse_with.reset();
  EXPECT_EQ(SendDueMail(school(), mailer_), 7);
}

TEST_P(Outbox, SurvivesAMailerThatThrows) {
  Give("contact-a", "x");
  mailer_.before_send = [](const Mail&) { throw std::runtime_error("no memory"); };
  EXPECT_EQ(SendDueMail(school(), mailer_), 0);
  mailer_.before_send = nullptr;
  clock().MoveMinutes(1);
  EXPECT_EQ(SendDueMail(school(), mailer_), 1);
}

TEST_P(Outbox, IsClaimedByOneSenderOnly) {
  Give("contact-a", "x");
  const auto other = test().Another();
  RecordedMailer second;
  mailer_.before_send = [&](const Mail&) { SendDueMail(*other, second); };
  EXPECT_EQ(SendDueMail(school(), mailer_), 1);
  EXPECT_THAT(second.tried, IsEmpty());
}

TEST_P(Outbox, IsNotSentAgainWhereOnlyTheRecordingFailed) {
  Give("contact-a", "x");
  const auto row = store().Read([&](const ReadTx& tx) { return ReadMailDue(tx, test().now(), 1); });
  ASSERT_THAT(row, SizeIs(1));
  school().tick_memory().sent.insert(row.front().id);
  EXPECT_EQ(SendDueMail(school(), mailer_), 0);
  EXPECT_EQ(Due(), 0U);
  Give("contact-a", "y");
  EXPECT_EQ(SendDueMail(school(), mailer_), 1) << "its number may be that of the row that went";
}

TEST_P(Outbox, MakesOneDigestADay) {
  clock().MoveTo(SchoolTime("2026-03-03T07:30"));
  Give("contact-a", "one", false);
  Give("contact-a", "two", false);
  Give("head-a", "three", false);
  Give("contact-b", "urgent");
  EXPECT_EQ(QueueDigests(school()), 0) << "before eight";
  clock().MoveTo(SchoolTime("2026-03-03T08:00"));
  EXPECT_EQ(QueueDigests(school()), 2);
  EXPECT_EQ(QueueDigests(school()), 0);
  Give("contact-a", "four", false);
  clock().MoveHours(10);
  test().Restart();
  EXPECT_EQ(QueueDigests(school()), 0) << "once a day, restarts or not";
  SendDueMail(school(), mailer_);
  ASSERT_THAT(mailer_.sent, SizeIs(3));
  EXPECT_EQ(SentTo()[0], "contact-b@school.example");
  const auto digest = std::ranges::find(mailer_.sent, "contact-a@school.example", &Mail::to);
  ASSERT_NE(digest, mailer_.sent.end());
  EXPECT_EQ(digest->subject, "【试验学院】您有 2 条通知");
  EXPECT_THAT(digest->body, HasSubstr("1. 事情 one。\n2. 事情 two。"));
  clock().MoveTo(SchoolTime("2026-03-04T08:00"));
  EXPECT_EQ(QueueDigests(school()), 1);
  SendDueMail(school(), mailer_);
  EXPECT_EQ(mailer_.sent.back().subject, "【试验学院】事情 four。");
}

TEST_P(Outbox, LeavesOutOfTheDigestWhatIsReadOrOld) {
  Give("contact-a", "old", false);
  clock().MoveTo(SchoolTime("2026-03-06T07:00"));
  Give("contact-a", "read", false);
  const auto rows = test().Must(kListNotices, "contact-a", {}).notices;
  test().Must(kMarkNoticesRead, "contact-a", {rows.front().id});
  Give("contact-a", "unread", false);
  clock().MoveTo(SchoolTime("2026-03-06T08:00"));
  EXPECT_EQ(QueueDigests(school()), 1);
  SendDueMail(school(), mailer_);
  EXPECT_EQ(mailer_.sent.back().subject, "【试验学院】事情 unread。");
}

TEST_P(Outbox, TicksThroughADay) {
  test().Register("incident", {"A1"}, {{"major", true}});
  EXPECT_EQ(Tick(school(), &mailer_), 0);
  const std::size_t urgent = mailer_.sent.size();
  EXPECT_EQ(urgent, 3U + 5U) << "the clock to three of A1 at once, and a digest each";
  for (int i = 0; i < 24 * 4; ++i) {
    clock().MoveMinutes(15);
    EXPECT_EQ(Tick(school(), &mailer_), 0);
  }
  int calls = 0;
  for (const Mail& mail : mailer_.sent) {
    if (mail.to == "contact-a@school.example" && mail.subject.find("时限") != std::string::npos) {
      ++calls;
    }
  }
  EXPECT_EQ(calls, 2) << "half and a quarter";
}

TEST_P(Outbox, TicksOnWhereOnePartFails) {
  Give("contact-a", "x");
  test().Upload("contact-a", "没有报送");
  EXPECT_EQ(Tick(school(), &mailer_), 0);
  clock().MoveDays(8);
  test().vault().Break(VaultFault::kRemove);
  EXPECT_EQ(Tick(school(), &mailer_), 1);
  EXPECT_EQ(Tick(school(), &mailer_), 0);
  EXPECT_THAT(test().vault().List(), IsEmpty());
}

TEST_P(Outbox, CleansUpWhatHasRunOut) {
  const auto key = std::string("k1");
  ASSERT_TRUE(test().Run(kMarkNoticesRead, "contact-a", {0}, key));
  const auto is_answered = [&] {
    return store().Read([&](const ReadTx& tx) {
      return FindAnswered(tx, test().AccountOf("contact-a"), key).has_value();
    });
  };
  EXPECT_TRUE(is_answered());
  clock().MoveDays(6);
  Tick(school(), nullptr);
  EXPECT_TRUE(is_answered());
  clock().MoveDays(2);
  Tick(school(), nullptr);
  EXPECT_FALSE(is_answered());
}

class MailIsOff : public Outbox {
 protected:
  SchoolOptions Options() override { return TestSchool::DefaultOptions(); }
};
SHOUZE_ON_BOTH_DATABASES(MailIsOff);

TEST_P(MailIsOff, QueuesNothing) {
  EXPECT_TRUE(Give("contact-a", "x"));
  EXPECT_TRUE(Give("contact-a", "y", false));
  clock().MoveTo(SchoolTime("2026-03-03T09:00"));
  EXPECT_EQ(QueueDigests(school()), 0);
  EXPECT_EQ(Due(), 0U);
  EXPECT_THAT(test().Must(kListNotices, "contact-a", {}).notices, SizeIs(2));
}

}  // namespace
}  // namespace shouze
