#include "store/matter_rows.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "store/test_store.h"

namespace shouze {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class MatterRows : public StoreTest {
 protected:
  template <class Work>
  void Write(Work work) {
    ASSERT_TRUE(store().Write([&](WriteTx& tx) -> Result<int> {
      work(tx);
      return 1;
    }));
  }
  template <class Work>
  auto Read(Work work) {
    return store().Read(work);
  }
  /// One member of each row that `read` gives.
  template <class Member, class Work>
  auto Each(Member member, Work read) {
    std::vector<std::remove_cvref_t<decltype(std::invoke(member, Read(read).front()))>> values;
    for (auto& row : Read(read)) values.push_back(std::invoke(member, row));
    return values;
  }
};
SHOUZE_ON_BOTH_DATABASES(MatterRows);

TEST_P(MatterRows, RememberAnswers) {
  const std::string answer = R"({"说明":")" + std::string(300'000, 'y') + "\"}";
  Write([&](WriteTx& tx) {
    AddAnswered(tx, {"a1", "k-1", "req", answer, Instant{10}});
    AddAnswered(tx, {"a2", "k-1", "other", "{}", Instant{20}});
  });
  const auto found = Read([](const ReadTx& tx) { return FindAnswered(tx, "a1", "k-1"); });
  ASSERT_TRUE(found);
  EXPECT_EQ(found->request, "req");
  EXPECT_TRUE(found->answer == answer);
  EXPECT_EQ(found->at, Instant{10});
  EXPECT_FALSE(Read([](const ReadTx& tx) { return FindAnswered(tx, "a1", "K-1"); }));
  Write([](WriteTx& tx) { DropAnsweredBefore(tx, Instant{20}); });
  EXPECT_FALSE(Read([](const ReadTx& tx) { return FindAnswered(tx, "a1", "k-1"); }));
  EXPECT_TRUE(Read([](const ReadTx& tx) { return FindAnswered(tx, "a2", "k-1"); }));
}

TEST_P(MatterRows, KeepAFileAsItWasFirstUploaded) {
  Write([](WriteTx& tx) {
    AddFile(tx, {"d2", 5'000'000'000, "application/pdf", "a1", Instant{10}});
    AddFile(tx, {"d2", 1, "text/plain", "a2", Instant{20}});
    AddFile(tx, {"d1", 0, "image/png", "a2", Instant{20}});
    AddUpload(tx, "d2", "a1", Instant{10});
    AddUpload(tx, "d2", "a2", Instant{20});
    AddUpload(tx, "d2", "a2", Instant{25});
  });
  const auto found = Read([](const ReadTx& tx) { return FindFile(tx, "d2"); });
  ASSERT_TRUE(found);
  EXPECT_EQ(found->bytes, 5'000'000'000);
  EXPECT_EQ(found->type, "application/pdf");
  EXPECT_EQ(found->uploaded_by, "a1");
  EXPECT_EQ(found->uploaded_at, Instant{10});
  EXPECT_THAT(Each(&StoredFile::digest, ReadFiles), ElementsAre("d1", "d2"));
  EXPECT_TRUE(Read([](const ReadTx& tx) { return HasUploaded(tx, "d2", "a2"); }));
  EXPECT_FALSE(Read([](const ReadTx& tx) { return HasUploaded(tx, "d1", "a2"); }));
}

TEST_P(MatterRows, CountWhatAnAccountHasUploadedAndNoFactUses) {
  const auto count = [&](const char* account) {
    const auto unused = Read([&](const ReadTx& tx) { return CountUnusedUploads(tx, account); });
    return std::pair(unused.files, unused.bytes);
  };
  EXPECT_EQ(count("a1"), std::pair(0L, 0L));
  Write([](WriteTx& tx) {
    for (const char* digest : {"used", "both", "mine"}) {
      AddFile(tx, {digest, 3'000'000'000, "t", "a1", Instant{10}});
      AddUpload(tx, digest, "a1", Instant{10});
    }
    AddUpload(tx, "both", "a2", Instant{20});
    AddFileUse(tx, {"used", "u1", "submission", "s1"});
  });
  EXPECT_EQ(count("a1"), std::pair(2L, 6'000'000'000L));
  EXPECT_EQ(count("a2"), std::pair(1L, 3'000'000'000L));
}

TEST_P(MatterRows, CollectFilesThatNobodyUses) {
  Write([](WriteTx& tx) {
    for (const char* digest : {"used", "old", "again", "new"}) {
      AddFile(tx, {digest, 1, "t", "a1", Instant{digest == std::string("new") ? 50 : 10}});
      AddUpload(tx, digest, "a1", Instant{10});
    }
    AddUpload(tx, "again", "a2", Instant{50});
    AddFileUse(tx, {"used", "u1", "submission", "s2"});
    AddFileUse(tx, {"used", "u1", "submission", "s1"});
    AddFileUse(tx, {"used", "u1", "submission", "s1"});
  });
  const auto unused = [](const ReadTx& tx) { return ReadUnusedFiles(tx, Instant{50}); };
  EXPECT_THAT(Each(&StoredFile::digest, unused), ElementsAre("old"));
  Write([](WriteTx& tx) { DropFile(tx, "old"); });
  EXPECT_FALSE(Read([](const ReadTx& tx) { return FindFile(tx, "old"); }));
  EXPECT_FALSE(Read([](const ReadTx& tx) { return HasUploaded(tx, "old", "a1"); }));
  EXPECT_THAT(Each(&FileUse::fact_id, [](const ReadTx& tx) { return ReadFileUses(tx, "used"); }),
              ElementsAre("s1", "s2"));
  EXPECT_EQ(Read(ReadAllFileUses).size(), 2U);
  const auto drop_used = [](WriteTx& tx) -> Result<int> {
    DropFile(tx, "used");
    return 1;
  };
  EXPECT_THROW(store().Write(drop_used), StoreBroken);
}

TEST_P(MatterRows, GiveANoticeOnce) {
  Notice notice;
  notice.account = "a1";
  notice.at = Instant{10};
  notice.kind = "hour_clock";
  notice.unit = "u1";
  notice.about = "u1/3.2/2026";
  notice.text = "请在 24 小时内处置 \"弱口令\" ⏰";
  notice.once = "x";
  notice.urgent = true;
  Write([&](WriteTx& tx) {
    EXPECT_TRUE(AddNotice(tx, notice));
    EXPECT_FALSE(AddNotice(tx, notice));
    notice.once = "y";
    notice.urgent = false;
    EXPECT_TRUE(AddNotice(tx, notice));
    notice.account = "a0";
    EXPECT_TRUE(AddNotice(tx, notice));
  });
  const auto read = [&](bool unread_only) {
    return Read([&](const ReadTx& tx) { return ReadNotices(tx, "a1", unread_only, 10); });
  };
  ASSERT_EQ(read(false).size(), 2U);
  const Notice first = read(false).back();
  EXPECT_EQ(first.id, 1);
  EXPECT_EQ(first.text, notice.text);
  EXPECT_EQ(first.about, notice.about);
  EXPECT_TRUE(first.urgent);
  EXPECT_FALSE(first.read_at || first.mailed_at);
  EXPECT_THAT(Each(&Notice::id, ReadUnmailed), ElementsAre(3, 1, 2));
  Write([](WriteTx& tx) {
    MarkNoticesRead(tx, "a1", 1, Instant{20});
    MarkNoticesRead(tx, "a1", 1, Instant{30});
    MarkMailed(tx, 3, Instant{40});
  });
  EXPECT_EQ(read(true).size(), 1U);
  EXPECT_EQ(read(false).back().read_at, Instant{20});
  EXPECT_EQ(Read([](const ReadTx& tx) { return CountUnread(tx, "a1"); }), 1);
  EXPECT_EQ(Read([](const ReadTx& tx) { return CountUnread(tx, "a0"); }), 1);
  EXPECT_THAT(Each(&Notice::id, ReadUnmailed), ElementsAre(1, 2));
  EXPECT_EQ(Read([](const ReadTx& tx) { return ReadNotices(tx, "a1", false, 1); }).size(), 1U);
}

TEST_P(MatterRows, SendMailUntilItIsGivenUp) {
  OutgoingMail mail;
  mail.account = "a1";
  mail.subject = "【守责】整改到期提醒";
  mail.body = "第一行\n\n第二行 'x'";
  mail.next_try_at = Instant{10};
  Write([&](WriteTx& tx) {
    AddMail(tx, mail);
    mail.next_try_at = Instant{5};
    AddMail(tx, mail);
    mail.next_try_at = Instant{99};
    AddMail(tx, mail);
  });
  const auto due = [](const ReadTx& tx) { return ReadMailDue(tx, Instant{10}, 10); };
  EXPECT_THAT(Each(&OutgoingMail::id, due), ElementsAre(2, 1));
  OutgoingMail tried = Read(due).front();
  EXPECT_EQ(tried.body, mail.body);
  tried.tries = 8;
  tried.last_error = "550 没有这个人";
  tried.given_up = true;
  Write([&](WriteTx& tx) {
    UpdateMail(tx, tried);
    DropMail(tx, 1);
  });
  EXPECT_THAT(Each(&OutgoingMail::id, due), IsEmpty());
  const auto given_up = Read(ReadMailGivenUp);
  ASSERT_EQ(given_up.size(), 1U);
  EXPECT_EQ(given_up.front().id, 2);
  EXPECT_EQ(given_up.front().tries, 8);
  EXPECT_EQ(given_up.front().last_error, "550 没有这个人");
}

TEST_P(MatterRows, CountTheFirstOpening) {
  Write([](WriteTx& tx) {
    AddOpened(tx, {"u1", "o2", "a1", Instant{10}});
    AddOpened(tx, {"u1", "o2", "a2", Instant{20}});
    AddOpened(tx, {"u1", "o1", "a2", Instant{20}});
  });
  EXPECT_THAT(Each(&Opened::obligation, ReadOpened), ElementsAre("o1", "o2"));
  EXPECT_THAT(Each(&Opened::account, ReadOpened), ElementsAre("a2", "a1"));
}

TEST_P(MatterRows, RememberByName) {
  const auto value = [&] {
    return Read([](const ReadTx& tx) { return ReadRemembered(tx, "digest"); });
  };
  EXPECT_EQ(value(), std::nullopt);
  Write([](WriteTx& tx) { Remember(tx, "digest", ""); });
  EXPECT_EQ(value(), "");
  Write([](WriteTx& tx) { Remember(tx, "digest", "二"); });
  EXPECT_EQ(value(), "二");
}

}  // namespace
}  // namespace shouze
