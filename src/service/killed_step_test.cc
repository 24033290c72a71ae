#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <functional>

#include "base/text.h"
#include "service/cycles.h"
#include "service/proof.h"
#include "service/records.h"
#include "service/stages.h"
#include "testing/test_school.h"

/// A process that is killed at each write of a step of the year, and what another then finds: the
/// step done, or not begun.
namespace shouze {
namespace {

namespace files = std::filesystem;

/// Half a frame of SQLite's journal: killed at each page, and within each.
constexpr rlim_t kStride = 2060;

class KilledStep : public ::testing::Test {
 protected:
  using Step = std::function<bool(School& school, const Caller& caller)>;

  void SetUp() override {
    store_ = OpenTestStore(Database::kSqlite);
    test_ = std::make_unique<TestSchool>(**store_);
    test_->Register("vulnerability", {"A1"}, {{"system", std::string("教务系统")}});
    test_->clock().MoveTo(SchoolTime("2026-12-21T09:00"));
  }
  void TearDown() override {
    files::remove_all(Folder("rest"));
    files::remove_all(Folder("work"));
  }

  static Step Advancing(const AdvanceRequest& request) {
    return [request](School& school, const Caller& caller) {
      return bool(school.Run(kAdvance, caller, request));
    };
  }

  /// Tries the step in copies of the school, killed one write later each time until it is through;
  /// then takes it for good. Returns how often it was killed.
  int KillAtEachWrite(std::string_view login, Stage after, const Step& step) {
    const Caller caller = test_->As(login);
    const Stage before = StageOf(**test_);
    Rest();
    int kills = 0;
    bool is_through = false;
    for (rlim_t bytes = 0; !is_through; bytes += kStride) {
      CopyTo("work");
      const int ended = Child(bytes, caller, step);
      is_through = WIFEXITED(ended);
      EXPECT_TRUE(!is_through || WEXITSTATUS(ended) == 0) << "refused";
      if (WIFSIGNALED(ended)) {
        EXPECT_EQ(WTERMSIG(ended), SIGXFSZ);
        ++kills;
      }
      Look(before, after, is_through, caller, step);
      if (HasFailure()) break;
    }
    EXPECT_TRUE(step(**test_, caller));
    return kills;
  }

 private:
  std::string Folder(std::string_view name) const { return Concat(store_->folder(), "/", name); }
  static Stage StageOf(School& school) {
    return school.Run(kListCycles, school.Operator(), {})->cycles.front().stage;
  }
  /// A copy of the tables with nothing left in the journal.
  void Rest() {
    files::remove_all(Folder("rest"));
    files::create_directory(Folder("rest"));
    const files::path from(store_->options().database.substr(std::string_view("sqlite:").size()));
    for (const auto& one : files::directory_iterator(from.parent_path())) {
      if (!one.path().filename().string().starts_with(from.filename().string())) continue;
      files::copy_file(one.path(), files::path(Folder("rest")) / one.path().filename());
    }
    file_ = from.filename().string();
    ASSERT_TRUE(Store::Open(OptionsIn("rest")));
  }
  void CopyTo(std::string_view name) {
    files::remove_all(Folder(name));
    files::copy(Folder("rest"), Folder(name));
  }
  StoreOptions OptionsIn(std::string_view name) const {
    StoreOptions options;
    options.database = Concat("sqlite:", Folder(name), "/", file_);
    return options;
  }
  std::unique_ptr<School> OpenIn(Store& store) {
    auto school =
        School::Open({store, vault_, test_->clock(), random_}, TestSchool::DefaultOptions());
    EXPECT_TRUE(school);
    return school ? std::move(*school) : nullptr;
  }
  /// Takes the step in a process that no file of may grow beyond `bytes`; how it ended.
  int Child(rlim_t bytes, const Caller& caller, const Step& step) {
    const pid_t child = fork();
    if (child == 0) {
      std::signal(SIGXFSZ, SIG_DFL);
      const rlimit none{0, 0};
      setrlimit(RLIMIT_CORE, &none);
      auto store = Store::Open(OptionsIn("work"));
      if (!store) _exit(2);
      const auto school = OpenIn(**store);
      const rlimit limit{bytes, bytes};
      setrlimit(RLIMIT_FSIZE, &limit);
      _exit(step(*school, caller) ? 0 : 1);  // Without closing anything.
    }
    int ended = 0;
    waitpid(child, &ended, 0);
    return ended;
  }
  /// What another process finds.
  void Look(Stage before, Stage after, bool must_be_done, const Caller& caller, const Step& step) {
    auto store = Store::Open(OptionsIn("work"));
    ASSERT_TRUE(store);
    const auto school = OpenIn(**store);
    ASSERT_TRUE(school);
    EXPECT_EQ(Describe(Prove(**store, {}).findings), "");
    const Stage found = StageOf(*school);
    EXPECT_TRUE(found == before || found == after);
    EXPECT_TRUE(!must_be_done || found == after) << "what was answered is kept";
    if (found == after) return;
    EXPECT_TRUE(step(*school, caller)) << "it can be taken again";
    EXPECT_EQ(StageOf(*school), after);
    EXPECT_EQ(Describe(Prove(**store, {}).findings), "");
  }

  std::string file_;
  MemoryVault vault_;
  CountedRandom random_;

 protected:
  std::unique_ptr<TestStore> store_;
  std::unique_ptr<TestSchool> test_;
};

TEST_F(KilledStep, FreezingAndPublishingAreDoneOrNotBegun) {
  EXPECT_GT(KillAtEachWrite("office", Stage::kInitial, Advancing({2026, Stage::kInitial, ""})), 10);
  EXPECT_GT(KillAtEachWrite("office", Stage::kConfirming,
                            Advancing({2026, Stage::kConfirming, "", *MakeDate(2026, 12, 28)})),
            2);
  test_->ConfirmAll();
  EXPECT_GT(KillAtEachWrite("office", Stage::kFinal, Advancing({2026, Stage::kFinal, ""})), 10);
  const DecideResultRequest approve{2026, Stage::kApproved, "领导小组〔2026〕3 号",
                                    *MakeDate(2026, 12, 21), ""};
  EXPECT_GT(KillAtEachWrite("leader", Stage::kApproved,
                            [&](School& school, const Caller& caller) {
                              return bool(school.Run(kDecideResult, caller, approve));
                            }),
            2);
  EXPECT_GT(KillAtEachWrite("office", Stage::kPublished,
                            Advancing({2026, Stage::kPublished, "", {}, Publication{true, true}})),
            2);
}

}  // namespace
}  // namespace shouze
