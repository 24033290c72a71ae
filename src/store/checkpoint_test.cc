#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sqlite3.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <thread>

#include "base/text.h"
#include "store/connection.h"
#include "store/test_entries.h"
#include "store/test_store.h"

namespace shouze {
namespace {

namespace fs = std::filesystem;

/// Stands in front of SQLite's files and calls `at_work` whenever a database file is written or a
/// checkpoint has just looked where the log ends: the moment at which 3.7.0–3.51.2 lose what
/// another connection commits.
class WatchedFiles {
 public:
  WatchedFiles() {
    real_ = sqlite3_vfs_find(nullptr);
    vfs_ = *real_;
    vfs_.zName = "watched";
    vfs_.szOsFile = static_cast<int>(sizeof(File)) + real_->szOsFile;
    vfs_.pAppData = this;
    vfs_.xOpen = [](sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags, int* out) {
      auto& self = *static_cast<WatchedFiles*>(vfs->pAppData);
      if ((flags & SQLITE_OPEN_MAIN_DB) == 0)
        return self.real_->xOpen(self.real_, name, file, flags, out);
      auto* const watched = reinterpret_cast<File*>(file);
      watched->self = &self;
      watched->real = reinterpret_cast<sqlite3_file*>(watched + 1);
      const int opened = self.real_->xOpen(self.real_, name, watched->real, flags, out);
      watched->base.pMethods = watched->real->pMethods == nullptr ? nullptr : &kMethods;
      return opened;
    };
    sqlite3_vfs_register(&vfs_, 1);
  }
  ~WatchedFiles() {
    sqlite3_vfs_unregister(&vfs_);
    sqlite3_vfs_register(real_, 1);
  }
  WatchedFiles(const WatchedFiles&) = delete;
  WatchedFiles& operator=(const WatchedFiles&) = delete;

  std::function<void()> at_work;
  const char* real_name() const { return real_->zName; }

 private:
  struct File {
    sqlite3_file base;
    sqlite3_file* real;
    WatchedFiles* self;
  };
  static File& Of(sqlite3_file* file) { return *reinterpret_cast<File*>(file); }
  static sqlite3_file* Real(sqlite3_file* file) { return Of(file).real; }
  static void Tell(sqlite3_file* file) {
    auto& at_work = Of(file).self->at_work;
    if (at_work) at_work();
  }
  static const sqlite3_io_methods kMethods;

  sqlite3_vfs* real_ = nullptr;
  sqlite3_vfs vfs_{};
};

#define SHOUZE_FORWARD(method, ...) \
  Real(file)->pMethods->method(Real(file) __VA_OPT__(, ) __VA_ARGS__)

const sqlite3_io_methods WatchedFiles::kMethods = {
    3,
    [](sqlite3_file* file) { return SHOUZE_FORWARD(xClose); },
    [](sqlite3_file* file, void* to, int size, sqlite3_int64 at) {
      return SHOUZE_FORWARD(xRead, to, size, at);
    },
    [](sqlite3_file* file, const void* from, int size, sqlite3_int64 at) {
      Tell(file);
      return SHOUZE_FORWARD(xWrite, from, size, at);
    },
    [](sqlite3_file* file, sqlite3_int64 size) { return SHOUZE_FORWARD(xTruncate, size); },
    [](sqlite3_file* file, int flags) { return SHOUZE_FORWARD(xSync, flags); },
    [](sqlite3_file* file, sqlite3_int64* size) { return SHOUZE_FORWARD(xFileSize, size); },
    [](sqlite3_file* file, int lock) { return SHOUZE_FORWARD(xLock, lock); },
    [](sqlite3_file* file, int lock) { return SHOUZE_FORWARD(xUnlock, lock); },
    [](sqlite3_file* file, int* out) { return SHOUZE_FORWARD(xCheckReservedLock, out); },
    [](sqlite3_file* file, int op, void* arg) { return SHOUZE_FORWARD(xFileControl, op, arg); },
    [](sqlite3_file* file) { return SHOUZE_FORWARD(xSectorSize); },
    [](sqlite3_file* file) { return SHOUZE_FORWARD(xDeviceCharacteristics); },
    [](sqlite3_file* file, int page, int size, int extend, void volatile** out) {
      return SHOUZE_FORWARD(xShmMap, page, size, extend, out);
    },
    [](sqlite3_file* file, int at, int n, int flags) {
      return SHOUZE_FORWARD(xShmLock, at, n, flags);
    },
    [](sqlite3_file* file) { SHOUZE_FORWARD(xShmBarrier); },
    [](sqlite3_file* file, int drop) { return SHOUZE_FORWARD(xShmUnmap, drop); },
    [](sqlite3_file* file, sqlite3_int64 at, int size, void** out) {
      return SHOUZE_FORWARD(xFetch, at, size, out);
    },
    [](sqlite3_file* file, sqlite3_int64 at, void* page) {
      if (page == nullptr) Tell(file);
      return SHOUZE_FORWARD(xUnfetch, at, page);
    },
};

class CheckpointTest : public ::testing::Test {
 protected:
  void SetUp() override {
    test_store_ = OpenTestStore(Database::kSqlite);
    options_ = test_store_->options();
    options_.log_pages_max = 8;
    test_store_->Close();
  }

  std::string path() const { return options_.database.substr(std::string("sqlite:").size()); }

  /// What somebody else hears who wants to write now: SQLite's code.
  int SomebodyElseBegins(const char* vfs) const {
    sqlite3* other = nullptr;
    sqlite3_open_v2(path().c_str(), &other, SQLITE_OPEN_READWRITE, vfs);
    sqlite3_db_config(other, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
    const int code = sqlite3_exec(other, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr);
    sqlite3_close(other);
    return code;
  }

  std::unique_ptr<TestStore> test_store_;
  StoreOptions options_;
};

TEST_F(CheckpointTest, NobodyCommitsWhileTheLogIsTakenIn) {
  WatchedFiles files;
  std::multiset<int> heard;
  {
    const auto store = Store::Open(options_).value();
    files.at_work = [&] { heard.insert(SomebodyElseBegins(files.real_name())); };
    for (int i = 0; i < 30; ++i) AppendOne(*store, {"u"});
    EXPECT_GT(heard.size(), 10U) << "the log was taken in";
  }
  files.at_work = nullptr;
  EXPECT_EQ(heard.count(SQLITE_BUSY), heard.size());
}

TEST_F(CheckpointTest, TheLogStaysSmall) {
  const auto store = Store::Open(options_).value();
  for (int i = 0; i < 80; ++i) AppendOne(*store, {"u"});
  EXPECT_LT(fs::file_size(path() + "-wal"), 60U * 4120U);
}

TEST_F(CheckpointTest, AfterALongReadTheLogBeginsAnew) {
  const auto store = Store::Open(options_).value();
  AppendOne(*store, {"u"});
  store->Read([&](const ReadTx& tx) {
    EXPECT_EQ(ReadHead(tx).seq, 1);
    for (int i = 0; i < 40; ++i) AppendOne(*store, {"u"});
    EXPECT_EQ(ReadHead(tx).seq, 1) << "it sees what was there when it began";
    return true;
  });
  const auto grown = fs::file_size(path() + "-wal");
  EXPECT_GT(grown, 40U * 4120U);
  for (int i = 0; i < 40; ++i) AppendOne(*store, {"u"});
  EXPECT_LT(fs::file_size(path() + "-wal"), grown + 20U * 4120U);
}

TEST_F(CheckpointTest, ClosedTheFileIsWholeByItself) {
  {
    const auto store = Store::Open(options_).value();
    for (int i = 0; i < 5; ++i) AppendOne(*store, {"u"});
  }
  EXPECT_FALSE(fs::exists(path() + "-wal"));
  EXPECT_EQ(Store::Open(options_).value()->Read(ReadHead).seq, 5);
}

TEST_F(CheckpointTest, KnowsWhichLibrariesRace) {
  const auto store = Store::Open(options_).value();
  const int version = sqlite3_libversion_number();
  if (version < 3'044'000) {
    EXPECT_TRUE(store->has_racing_checkpoints());
  } else if (version >= 3'051'003) {
    EXPECT_FALSE(store->has_racing_checkpoints());
  }
}

/// Two processes that append, each acknowledging what was kept, now and then opening anew; a third
/// that looks. A short fixed run; SHOUZE_TEST_STRESS_SECONDS makes it a long one.
class TwoProcesses : public CheckpointTest {
 protected:
  using Time = std::chrono::steady_clock;

  std::string AcknowledgedBy(int who) const {
    return Concat(test_store_->folder(), "/acknowledged-", who);
  }

  bool Goes(int i, Time::time_point begun) const {
    const char* const seconds = std::getenv("SHOUZE_TEST_STRESS_SECONDS");
    if (seconds == nullptr) return i < 120;
    return Time::now() - begun < std::chrono::seconds(std::atoi(seconds));
  }

  void Write(int who) {
    std::ofstream acknowledged(AcknowledgedBy(who));
    const auto begun = Time::now();
    auto store = Store::Open(options_).value();
    for (int i = 0; Goes(i, begun); ++i) {
      const std::string unit = Concat("w", who, "-", i);
      AppendOne(*store, {unit});
      acknowledged << unit << std::endl;
      if (i % 25 == 24) {
        store.reset();
        store = Store::Open(options_).value();
      }
    }
  }

  template <class Work>
  static pid_t InAnotherProcess(Work work) {
    const pid_t child = fork();
    if (child != 0) return child;
    try {
      work();
    } catch (const std::exception& failed) {
      std::cerr << failed.what() << "\n";
      _exit(1);
    }
    _exit(0);
  }
};

TEST_F(TwoProcesses, LoseNothingThatWasAcknowledged) {
  const pid_t first = InAnotherProcess([&] { Write(1); });
  const pid_t second = InAnotherProcess([&] { Write(2); });
  StoreOptions reading = options_;
  reading.opening = Opening::kReadOnly;
  std::int64_t seen = 0;
  int left = 2;
  while (left > 0) {
    const auto looked = Store::Open(reading).value();
    const std::int64_t seq = looked->Read(ReadHead).seq;
    EXPECT_GE(seq, seen) << "what was there is there";
    seen = seq;
    int status = 0;
    for (pid_t ended; left > 0 && (ended = waitpid(-1, &status, WNOHANG)) > 0; --left) {
      EXPECT_TRUE(ended == first || ended == second);
      EXPECT_EQ(status, 0);
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }

  const auto store = Store::Open(options_).value();
  EXPECT_THAT(store->FindDamage(), ::testing::IsEmpty());
  std::set<std::string> there;
  store->Read([&](const ReadTx& tx) {
    std::string before(kNoDigest);
    for (const Entry& entry : ReadEntries(tx, {})) {
      EXPECT_EQ(entry.prev_digest, before);
      before = entry.digest;
    }
    EXPECT_EQ(ReadHead(tx).digest, before);
    for (EntryUnit& row : ReadEntryUnits(tx)) there.insert(std::move(row.unit));
    return true;
  });
  for (const int who : {1, 2}) {
    std::ifstream acknowledged(AcknowledgedBy(who));
    int count = 0;
    for (std::string unit; acknowledged >> unit; ++count) {
      EXPECT_TRUE(there.contains(unit)) << unit << " was acknowledged";
    }
    EXPECT_GT(count, 0);
  }
}

}  // namespace
}  // namespace shouze
