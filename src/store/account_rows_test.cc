#include "store/account_rows.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "store/test_store.h"

namespace shouze {
namespace {

using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::IsEmpty;

Account NewAccount(std::string id, std::string login) {
  Account account;
  account.id = std::move(id);
  account.login = std::move(login);
  account.name = "欧阳 O'Brien 🐉";
  account.phone = "+86 138 0000 0000";
  account.mail = "a@b.edu.cn";
  account.password_hash = "$argon2id$v=19$m=19456,t=2,p=1$x$y";
  account.must_change_password = true;
  account.created_at = Instant{1'790'000'000'001};
  return account;
}

class AccountRows : public StoreTest {
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
  void AddTwo() {
    Write([](WriteTx& tx) {
      EXPECT_TRUE(AddAccount(tx, NewAccount("a1", "Wang_Li")));
      EXPECT_TRUE(AddAccount(tx, NewAccount("a2", "wangli")));
    });
  }
};
SHOUZE_ON_BOTH_DATABASES(AccountRows);

TEST_P(AccountRows, AreFoundByIdAndByLoginInAnyCase) {
  AddTwo();
  const auto found = Read([](const ReadTx& tx) { return FindAccountByLogin(tx, "WANG_li"); });
  ASSERT_TRUE(found);
  const Account expected = NewAccount("a1", "wang_li");
  EXPECT_EQ(found->id, "a1");
  EXPECT_EQ(found->login, "wang_li");
  EXPECT_EQ(found->name, expected.name);
  EXPECT_EQ(found->phone, expected.phone);
  EXPECT_EQ(found->mail, expected.mail);
  EXPECT_EQ(found->password_hash, expected.password_hash);
  EXPECT_TRUE(found->must_change_password);
  EXPECT_FALSE(found->disabled);
  EXPECT_FALSE(found->erased);
  EXPECT_EQ(found->created_at, expected.created_at);
  EXPECT_EQ(found->password_changed_at, std::nullopt);
  EXPECT_EQ(found->last_login_at, std::nullopt);
  EXPECT_EQ(Read([](const ReadTx& tx) { return FindAccount(tx, "a2"); })->login, "wangli");
  EXPECT_FALSE(Read([](const ReadTx& tx) { return FindAccount(tx, "a3"); }));
  EXPECT_FALSE(Read([](const ReadTx& tx) { return FindAccountByLogin(tx, "' OR 1=1 --"); }));
}

TEST_P(AccountRows, AreOrderedByTheirLoginsBytes) {
  AddTwo();
  Write([](WriteTx& tx) { AddAccount(tx, NewAccount("a3", "wang-li")); });
  EXPECT_THAT(Read(ReadAccounts),
              ElementsAre(Field(&Account::login, "wang-li"), Field(&Account::login, "wang_li"),
                          Field(&Account::login, "wangli")));
}

TEST_P(AccountRows, NeverShareALogin) {
  AddTwo();
  Write([](WriteTx& tx) {
    EXPECT_FALSE(AddAccount(tx, NewAccount("a3", "WANGLI")));
    EXPECT_TRUE(AddAccount(tx, NewAccount("a3", "else")));
  });
  EXPECT_EQ(Read(ReadAccounts).size(), 3U);
}

TEST_P(AccountRows, ChangeAndAreErased) {
  AddTwo();
  Write([](WriteTx& tx) {
    Account account = *FindAccount(tx, "a1");
    account.name = account.phone = account.mail = account.password_hash = "";
    account.must_change_password = false;
    account.disabled = account.erased = true;
    account.password_changed_at = Instant{-5};
    account.last_login_at = Instant{7};
    UpdateAccount(tx, account);
  });
  const auto found = Read([](const ReadTx& tx) { return FindAccount(tx, "a1"); });
  EXPECT_EQ(found->name, "");
  EXPECT_EQ(found->password_hash, "");
  EXPECT_FALSE(found->must_change_password);
  EXPECT_TRUE(found->disabled && found->erased);
  EXPECT_EQ(found->password_changed_at, Instant{-5});
  EXPECT_EQ(found->last_login_at, Instant{7});
  EXPECT_EQ(Read([](const ReadTx& tx) { return FindAccount(tx, "a2"); })->mail, "a@b.edu.cn");
}

TEST_P(AccountRows, KeepSessionsUntilTheyEnd) {
  AddTwo();
  Write([](WriteTx& tx) {
    AddSession(tx, {"t1", "a1", Instant{10}, Instant{10}, "10.0.0.1", "浏览器 \"360\""});
    AddSession(tx, {"t2", "a1", Instant{20}, Instant{20}, "::1", ""});
    AddSession(tx, {"t3", "a2", Instant{30}, Instant{30}, "::1", ""});
    AddSession(tx, {"t4", "a1", Instant{40}, Instant{40}, "::1", ""});
    TouchSession(tx, "t1", Instant{50});
  });
  const auto found = Read([](const ReadTx& tx) { return FindSession(tx, "t1"); });
  ASSERT_TRUE(found);
  EXPECT_EQ(found->account, "a1");
  EXPECT_EQ(found->created_at, Instant{10});
  EXPECT_EQ(found->seen_at, Instant{50});
  EXPECT_EQ(found->address, "10.0.0.1");
  EXPECT_EQ(found->agent, "浏览器 \"360\"");
  const auto sessions = [&](std::string_view account) {
    std::vector<std::string> tokens;
    for (auto& session : Read([&](const ReadTx& tx) { return ReadSessions(tx, account); })) {
      tokens.push_back(session.token_digest);
    }
    return tokens;
  };
  EXPECT_THAT(sessions("a1"), ElementsAre("t1", "t2", "t4"));
  Write([](WriteTx& tx) { EndSessions(tx, "a1", "t2"); });
  EXPECT_THAT(sessions("a1"), ElementsAre("t2"));
  Write([](WriteTx& tx) { EndSessionsBefore(tx, Instant{20}, Instant{21}); });
  EXPECT_THAT(sessions("a1"), IsEmpty());
  EXPECT_THAT(sessions("a2"), ElementsAre("t3"));
  Write([](WriteTx& tx) { EndSession(tx, "t3"); });
  EXPECT_FALSE(Read([](const ReadTx& tx) { return FindSession(tx, "t3"); }));
  Write([](WriteTx& tx) {
    AddSession(tx, {"t5", "a1", Instant{60}, Instant{60}, "", ""});
    EndSessions(tx, "a1", "");
  });
  EXPECT_THAT(sessions("a1"), IsEmpty());
}

TEST_P(AccountRows, KnowDevices) {
  AddTwo();
  const auto known = [&](std::string_view token, std::string_view account) {
    return Read([&](const ReadTx& tx) { return IsKnownDevice(tx, token, account); });
  };
  Write([](WriteTx& tx) {
    PutKnownDevice(tx, {"d1", "a1", Instant{10}});
    PutKnownDevice(tx, {"d1", "a2", Instant{10}});
    PutKnownDevice(tx, {"d1", "a1", Instant{30}});
  });
  EXPECT_TRUE(known("d1", "a1") && known("d1", "a2"));
  EXPECT_FALSE(known("d2", "a1"));
  Write([](WriteTx& tx) { DropKnownDevicesBefore(tx, Instant{20}); });
  EXPECT_TRUE(known("d1", "a1"));
  EXPECT_FALSE(known("d1", "a2"));
  Write([](WriteTx& tx) { DropKnownDevices(tx, "a1"); });
  EXPECT_FALSE(known("d1", "a1"));
}

TEST_P(AccountRows, CountFailures) {
  const auto count = [&](std::string_view key) {
    const auto found = Read([&](const ReadTx& tx) { return FindLoginFailures(tx, key); });
    return found ? found->count : -1;
  };
  EXPECT_EQ(count("a1|10.0.0.1"), -1);
  Write([](WriteTx& tx) {
    PutLoginFailures(tx, {"a1|10.0.0.1", 1, Instant{10}, Instant{10}});
    PutLoginFailures(tx, {"a1|10.0.0.1", 2, Instant{10}, Instant{30}});
    PutLoginFailures(tx, {"a2", 5, Instant{10}, Instant{10}});
    PutLoginFailures(tx, {"a3", 6, Instant{50}, Instant{50}});
  });
  EXPECT_EQ(count("a1|10.0.0.1"), 2);
  Write([](WriteTx& tx) {
    DropLoginFailuresBefore(tx, Instant{30});
    DropLoginFailures(tx, "a3");
  });
  EXPECT_EQ(count("a1|10.0.0.1"), 2);
  EXPECT_EQ(count("a2"), -1);
  EXPECT_EQ(count("a3"), -1);
}

TEST_P(AccountRows, ChainSecurityEventsEachToTheOneBefore) {
  std::string before(64, '0');
  for (int i = 1; i <= 3; ++i) {
    Write([&](WriteTx& tx) { AddSecurityEvent(tx, {0, Instant{i}, "a", "login", "::1", ""}); });
    const auto last = Read([](const ReadTx& tx) { return ReadSecurityEvents(tx, {}, 1); }).front();
    EXPECT_EQ(last.prev_digest, before);
    EXPECT_EQ(last.digest, DigestOf(last));
    EXPECT_EQ(last.detail, "{}");
    EXPECT_EQ(Read(ReadSecurityHead), (SecurityHead{i, last.digest}));
    before = last.digest;
  }
}

TEST_P(AccountRows, FindSecurityEventsByWhoWhatWhenAndText) {
  Write([](WriteTx& tx) {
    AddSecurityEvent(tx, {0, Instant{1}, "a", "read", "::1", R"({"action":"查看"})", "ok",
                          "sheet.read unit=07"});
    AddSecurityEvent(tx, {0, Instant{2}, "b", "refused", "::2", "{}", "refused", "ledger.read"});
    AddSecurityEvent(tx, {0, Instant{3}, "a", "export", "::1", R"({"100%":"X_y"})", "ok", "facts"});
  });
  const auto found = [&](auto set) {
    SecurityEventFilter filter;
    set(filter);
    std::vector<std::int64_t> ids;
    for (const auto& event :
         Read([&](const ReadTx& tx) { return ReadSecurityEvents(tx, filter); })) {
      ids.push_back(event.id);
    }
    return ids;
  };
  using Filter = SecurityEventFilter;
  EXPECT_THAT(found([](Filter& filter) { filter.account = "a"; }), ElementsAre(3, 1));
  EXPECT_THAT(found([](Filter& filter) { filter.kind = "read"; }), ElementsAre(1));
  EXPECT_THAT(found([](Filter& filter) { filter.outcome = "refused"; }), ElementsAre(2));
  EXPECT_THAT(found([](Filter& filter) { filter.address = "::2"; }), ElementsAre(2));
  EXPECT_THAT(found([](Filter& filter) { filter.text = "UNIT=07"; }), ElementsAre(1));
  EXPECT_THAT(found([](Filter& filter) { filter.text = "查看"; }), ElementsAre(1));
  EXPECT_THAT(found([](Filter& filter) { filter.text = "100%"; }), ElementsAre(3));
  EXPECT_THAT(found([](Filter& filter) { filter.text = "x_Y"; }), ElementsAre(3));
  EXPECT_THAT(found([](Filter& filter) { filter.text = "xzy"; }), IsEmpty());
  EXPECT_THAT(found([](Filter& filter) { filter.from = Instant{2}, filter.to = Instant{3}; }),
              ElementsAre(2));
}

TEST_P(AccountRows, LogSecurityEventsNewestFirst) {
  Write([](WriteTx& tx) {
    for (int i = 1; i <= 5; ++i) {
      AddSecurityEvent(tx, {0, Instant{i}, "", "login_failed", "10.0.0.1", R"({"第":"几次"})"});
    }
  });
  const auto ids = [&](std::optional<std::int64_t> before, int limit) {
    std::vector<std::int64_t> found;
    for (const auto& event :
         Read([&](const ReadTx& tx) { return ReadSecurityEvents(tx, before, limit); })) {
      EXPECT_EQ(event.at, Instant{event.id});
      EXPECT_EQ(event.detail, R"({"第":"几次"})");
      found.push_back(event.id);
    }
    return found;
  };
  EXPECT_THAT(ids(std::nullopt, 2), ElementsAre(5, 4));
  EXPECT_THAT(ids(4, 10), ElementsAre(3, 2, 1));
}

}  // namespace
}  // namespace shouze
