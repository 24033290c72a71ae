#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <functional>
#include <thread>

#include "service/cycles.h"
#include "service/feedback.h"
#include "service/proof.h"
#include "service/records.h"
#include "service/sheets.h"
#include "service/stages.h"
#include "store/ledger_rows.h"
#include "testing/test_school.h"

namespace shouze {
namespace {

using testing::HasSubstr;

/// What acts of the writes below do; set before they run.
std::function<void(Act&)> first_act;
std::function<void(Act&)> later_act;

ResultOrErrors<Nothing> RunFirst(Act& act, const Nothing&) {
  first_act(act);
  return Nothing();
}
ResultOrErrors<Nothing> RunLater(Act& act, const Nothing&) {
  later_act(act);
  return Nothing();
}
const WriteCase<Nothing, Nothing> kFirst = {"test.first", "先写", Action::kUseOwnAccount, "",
                                            RunFirst};
const WriteCase<Nothing, Nothing> kLater = {"test.later", "后写", Action::kUseOwnAccount, "",
                                            RunLater};
ResultOrErrors<Nothing> RunBreakCommit(Act& act, const Nothing&) {
  const Session wrong{"t", "no such account", {}, {}, "", ""};
  if (act.school().store().is_sqlite()) {
    EXPECT_THROW(AddSession(act.tx(), wrong), StoreBroken);
  } else {
    AddSession(act.tx(), wrong);
  }
  return Nothing();
}
const WriteCase<Nothing, Nothing> kBreakCommit = {"test.break", "坏掉", Action::kUseOwnAccount, "",
                                                  RunBreakCommit};

/// People who write at once: their acts share a transaction.
class AtOnce : public SchoolTest {
 protected:
  /// The acts come in this order while another write is at work.
  void Run(const std::vector<std::function<void()>>& acts) {
    std::vector<std::thread> threads;
    first_act = [&](Act&) {
      for (const auto& act : acts) {
        threads.emplace_back(act);
        std::this_thread::sleep_for(std::chrono::milliseconds(60));
      }
    };
    const Caller caller = test().As("office");
    try {
      EXPECT_TRUE(school().Run(kFirst, caller, Nothing()));
    } catch (const StoreBroken&) {
      ++broken_;
    }
    for (std::thread& thread : threads) thread.join();
  }
  /// Somebody's act, and what came of it.
  template <class Case>
  std::function<void()> Acting(std::string_view login, const Case& use_case,
                               const typename Case::RequestType& request) {
    return [this, caller = test().As(login), &use_case, request] {
      try {
        school().Run(use_case, caller, request) ? ++done_ : ++refused_;
      } catch (const StoreBroken&) {
        ++broken_;
      }
    };
  }

  HandInRequest HandingIn(std::string_view login, std::string_view unit) {
    HandInRequest request;
    request.year = TestSchool::kYear;
    request.unit = std::string(unit);
    request.obligations = {"1/sign"};
    request.files = {test().Upload(login, Concat("材料 ", login))};
    return request;
  }
  std::string State(std::string_view unit) { return test().ObligationOf(unit, "1/sign").state; }
  std::string Findings() { return Describe(Prove(store(), {}).findings); }

  std::atomic<int> done_ = 0;
  std::atomic<int> refused_ = 0;
  std::atomic<int> broken_ = 0;
};
SHOUZE_ON_BOTH_DATABASES(AtOnce);

TEST_P(AtOnce, EachIsJudgedByWhatTheOthersBeforeItWrote) {
  const auto ours = Acting("contact-a", kHandIn, HandingIn("contact-a", "A1"));
  const auto theirs = Acting("contact-b", kHandIn, HandingIn("contact-b", "B2"));
  const std::int64_t before = test().entries();
  Run({ours, ours, theirs});
  EXPECT_EQ(done_, 2);
  EXPECT_EQ(refused_, 1);
  EXPECT_EQ(test().entries(), before + 2);
  EXPECT_EQ(State("A1"), "submitted");
  EXPECT_EQ(State("B2"), "submitted");
  EXPECT_EQ(Findings(), "");
}

TEST_P(AtOnce, OneKeyTwiceIsOneEntryAndOneAnswer) {
  const HandInRequest request = HandingIn("contact-a", "A1");
  const Caller caller = test().As("contact-a");
  const std::int64_t before = test().entries();
  std::vector<std::string> ids(2);
  const auto hand_in = [&](std::string& id) {
    return [&] { id = school().Run(kHandIn, caller, request, "key-1")->submissions.front().id; };
  };
  Run({hand_in(ids[0]), hand_in(ids[1])});
  EXPECT_EQ(ids[0], ids[1]);
  EXPECT_EQ(test().entries(), before + 1);
}

TEST_P(AtOnce, NobodyReadsWhatIsNotCommitted) {
  const std::int64_t before = test().entries();
  std::int64_t told = 0;
  const int watcher = school().Watch([&](const Changed& changed) { told = changed.seq; });
  later_act = [&](Act& act) {
    EXPECT_EQ(act.state().head().seq, before + 1);
    EXPECT_EQ(test().entries(), before);
    EXPECT_EQ(told, 0);
    EXPECT_EQ(State("A1"), "open");
  };
  Run({Acting("contact-a", kHandIn, HandingIn("contact-a", "A1")),
       Acting("contact-a", kLater, Nothing())});
  EXPECT_EQ(done_, 2);
  EXPECT_EQ(State("A1"), "submitted");
  EXPECT_EQ(told, before + 1);
  school().Unwatch(watcher);
}

TEST_P(AtOnce, AFailedCommitLeavesNothingInMemory) {
  test_store().FindWrongSessionsAtCommit();
  const HandInRequest request = HandingIn("contact-a", "A1");
  const Head before = school().head();
  // The second is judged by a sheet of what is going to be lost.
  Run({Acting("contact-a", kHandIn, request), Acting("contact-a", kHandIn, request),
       Acting("contact-a", kBreakCommit, Nothing())});
  EXPECT_EQ(broken_, 4);
  EXPECT_EQ(school().head(), before);
  EXPECT_EQ(store().Read(ReadHead), before);
  EXPECT_EQ(State("A1"), "open");
  // The next entry has the number of the one that is gone; no sheet is taken for its.
  const auto record = test().Register("notice", {"A1"}, {});
  EXPECT_EQ(test().entries(), before.seq + 1);
  const auto sheet =
      test().Must(kReadSheet, "contact-a", {TestSchool::kYear, "A1", {}, {}, {}, {}});
  EXPECT_THAT(sheet.text, HasSubstr(record));
  EXPECT_THAT(sheet.text, Not(HasSubstr("\"submitted\"")));
  EXPECT_EQ(Findings(), "");
  EXPECT_EQ(test().HandIn("contact-a", "A1", "1/sign"), Concat("s", before.seq + 2));
}

TEST_P(AtOnce, AHandInBeforeAFreezeBlocksItAndOneAfterItIsNotInIt) {
  const AdvanceRequest freeze{2026, Stage::kInitial, "", {}, {}};
  Run({Acting("contact-a", kHandIn, HandingIn("contact-a", "A1")),
       Acting("office", kAdvance, freeze)});
  EXPECT_EQ(done_, 1);
  EXPECT_EQ(refused_, 1) << "what was handed in waits for a review";
  test().Review(test().ObligationOf("A1", "1/sign").submissions.front().id, Verdict::kAccepted);
  Run({Acting("office", kAdvance, freeze),
       Acting("contact-b", kHandIn, HandingIn("contact-b", "B2"))});
  EXPECT_EQ(done_, 3);
  const auto cycle = test().Must(kListCycles, "office", {}).cycles.front();
  EXPECT_EQ(cycle.stage, Stage::kInitial);
  ASSERT_EQ(cycle.frozen.size(), 1U);
  EXPECT_EQ(test().ObligationOf("B2", "1/sign").state, "submitted");
  EXPECT_LT(cycle.frozen.front().known_to, test().entries());
  EXPECT_EQ(Describe(Prove(store(), {}).findings), "") << "the freeze is of what was known then";
}

TEST_P(AtOnce, OfTwoAtTheSameButtonOneTakesTheStep) {
  const AdvanceRequest initial{2026, Stage::kInitial, "", {}, {}};
  Run({Acting("office", kAdvance, initial), Acting("office2", kAdvance, initial)});
  EXPECT_EQ(done_, 1);
  EXPECT_EQ(refused_, 1);
  test().Must(kAdvance, "office", {2026, Stage::kConfirming, ""});
  const SignFeedbackRequest sign{2026, "A1", 0};
  Run({Acting("head-a", kSignFeedback, sign), Acting("head-a", kSignFeedback, sign)});
  EXPECT_EQ(done_, 2);
  EXPECT_EQ(refused_, 2);
  test().Must(kSignFeedback, "head-b", {2026, "B2", 0});
  test().Must(kAdvance, "office", {2026, Stage::kFinal, ""});
  const DecideResultRequest approve{2026, Stage::kApproved, "3 号", *MakeDate(2026, 3, 2), ""};
  Run({Acting("leader", kDecideResult, approve), Acting("leader", kDecideResult, approve)});
  EXPECT_EQ(done_, 3);
  EXPECT_EQ(refused_, 3);
  EXPECT_EQ(Describe(Prove(store(), {}).findings), "");
}

}  // namespace
}  // namespace shouze
