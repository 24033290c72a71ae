#include "store/store.h"

#include <algorithm>
#include <condition_variable>
#include <filesystem>
#include <fstream>
#include <mutex>
#include <optional>

#include "base/check.h"
#include "base/text.h"
#include "store/dump.h"
#include "store/matter_rows.h"
#include "store/migrate.h"
#include "store/query.h"
#include "store/write_queue.h"

namespace shouze {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kSqliteVersion = "SELECT sqlite_version()";
constexpr std::string_view kPostgresVersion = "SELECT current_setting('server_version')";
constexpr std::string_view kSqliteCheck = "SELECT integrity_check FROM pragma_integrity_check(100)";
constexpr std::string_view kSqliteBytes =
    "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()";
constexpr std::string_view kPostgresBytes =
    "SELECT CAST(COALESCE(SUM(pg_total_relation_size(c.oid)), 0) AS BIGINT)"
    " FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
    " WHERE n.nspname = current_schema() AND c.relkind = 'r'";

constexpr std::string_view kProven = "store.proven";

/// Makes the folder (0700) and the file (0600) where they are missing; SQLite gives its other files
/// the mode of this one.
void PrepareFile(const fs::path& path) {
  std::error_code failure;
  if (fs::create_directories(path.parent_path(), failure)) {
    fs::permissions(path.parent_path(), fs::perms::owner_all, failure);
  }
  if (fs::exists(path, failure)) return;
  std::ofstream(path, std::ios::app).close();
  fs::permissions(path, fs::perms::owner_read | fs::perms::owner_write, failure);
}

Error Unreachable(const DatabaseAddress& address, std::string_view reason) {
  for (const std::string_view damaged : {"malformed", "not a database"}) {
    if (!address.is_sqlite || reason.find(damaged) == reason.npos) continue;
    return {
        ErrorCode::kConflict, address.target,
        Concat("数据库文件已损坏：", reason, "；请停止服务，原样复制数据目录保存，再从备份恢复"),
        "the database is damaged: stop the server, keep a copy of the data folder as it is, "
        "restore a backup"};
  }
  const std::string_view place = address.is_sqlite ? std::string_view(address.target) : "database";
  const bool cannot = address.is_sqlite && reason.find("unable to open") != reason.npos;
  return {
      ErrorCode::kNotFound, std::string(place),
      Concat("打不开数据库，请检查地址、权限和数据库服务",
             cannot ? "；磁盘只读而旁边的 -wal 文件还有内容时，请把目录整个复制到可写的磁盘上再看"
                    : "",
             "：", reason),
      Concat("the database cannot be opened, check its address, permissions and server",
             cannot ? "; from a disk that cannot be written copy the whole folder elsewhere" : "",
             ": ", reason)};
}

/// SQLite makes a file of nothing when it opens one: such a file is no database.
bool IsNothing(const fs::path& path) {
  std::error_code failure;
  const auto bytes = fs::file_size(path, failure);
  return failure || bytes == 0;
}

}  // namespace

struct Store::Connections {
  DatabaseAddress address;
  int schema_version = 0;
  std::optional<WriteQueue> writers;

  std::mutex lending;
  std::condition_variable returned;
  std::vector<std::unique_ptr<Connection>> readers;

  std::unique_ptr<Connection> Lend() {
    std::unique_lock lock(lending);
    returned.wait(lock, [&] { return !readers.empty(); });
    std::unique_ptr<Connection> reader = std::move(readers.back());
    readers.pop_back();
    return reader;
  }

  void GiveBack(std::unique_ptr<Connection> reader) {
    {
      const std::lock_guard lock(lending);
      readers.push_back(std::move(reader));
    }
    returned.notify_one();
  }
};

Store::Store(std::unique_ptr<Connections> connections) : connections_(std::move(connections)) {}

Store::~Store() {
  // The writer goes last, and takes SQLite's log into the file when it is the last of all.
  if (connections_) connections_->readers.clear();
}

Result<std::unique_ptr<Store>> Store::Open(const StoreOptions& options) {
  auto address = ParseDatabaseAddress(options.database);
  if (!address) return address.error();
  auto connections = std::make_unique<Connections>();
  connections->address = *address;
  const bool read_only = options.opening == Opening::kReadOnly;
  if (address->is_sqlite) {
    if (options.opening == Opening::kCreate) {
      PrepareFile(address->target);
    } else if (IsNothing(address->target)) {
      return NothingThere(address->target);
    }
  }
  const auto reader_role = read_only ? Connection::Role::kOnlyReader : Connection::Role::kReader;
  try {
    if (!read_only) {
      connections->writers.emplace(
          std::make_unique<Connection>(*address, Connection::Role::kWriter));
    }
    const int readers = std::max(options.readers, 1);
    for (int i = 0; i < readers; ++i) {
      connections->readers.push_back(std::make_unique<Connection>(*address, reader_role));
    }
    const std::vector<Migration> migrations = Migrations();
    const auto version =
        Migrate(read_only ? *connections->readers.front() : connections->writers->connection(),
                migrations, options);
    if (!version) return version.error();
    connections->schema_version = *version;
    if (address->is_sqlite && !read_only) {
      connections->writers->Keep(
          std::make_unique<Connection>(*address, Connection::Role::kCheckpointer),
          options.log_pages_max);
    }
  } catch (const StoreBroken& error) {
    return Unreachable(*address, error.what());
  }
  return std::unique_ptr<Store>(new Store(std::move(connections)));
}

void Store::ReadWith(const std::function<void(const ReadTx&)>& work) {
  struct Loan {
    Connections& connections;
    std::unique_ptr<Connection> reader = connections.Lend();
    ~Loan() { connections.GiveBack(std::move(reader)); }
  } loan{*connections_};
  loan.reader->BeginRead();
  try {
    work(ReadTx(*loan.reader));
  } catch (...) {
    loan.reader->Rollback();
    throw;
  }
  // Nothing was written: that a read's end fails is nobody's concern, the next one opens anew.
  loan.reader->Rollback();
}

void Store::WriteWith(const std::function<bool(WriteTx&)>& work) {
  CHECK(connections_->writers);
  connections_->writers->Run(work);
}

void Store::ProveWritable() {
  const auto proven = Write([](WriteTx& tx) -> Result<void> {
    // Another value each time, so that something is written.
    Remember(tx, kProven, ReadRemembered(tx, kProven) == "1" ? "0" : "1");
    return {};
  });
  static_cast<void>(proven);
}

bool Store::is_sqlite() const { return connections_->address.is_sqlite; }

std::string Store::Describe() {
  return Read([&](const ReadTx& tx) {
    const auto told = Query(tx, is_sqlite() ? kSqliteVersion : kPostgresVersion).One<OneText>();
    const std::string version = told.value_or(OneText{}).value;
    // Debian adds its own: `15.18 (Debian 15.18-0+deb12u1)`.
    return Concat(is_sqlite() ? "SQLite " : "PostgreSQL ", version.substr(0, version.find(' ')));
  });
}

std::int64_t Store::BytesUsed() {
  return Read([&](const ReadTx& tx) {
    return Query(tx, is_sqlite() ? kSqliteBytes : kPostgresBytes)
        .One<OneNumber>()
        .value_or(OneNumber{})
        .value;
  });
}

std::vector<std::string> Store::FindDamage() {
  std::vector<std::string> damage;
  try {
    Read([&](const ReadTx& tx) {
      if (is_sqlite()) {
        for (OneText& told : Query(tx, kSqliteCheck).All<OneText>()) {
          if (told.value != "ok") damage.push_back(std::move(told.value));
        }
      } else {
        for (const std::string_view table : DumpedTables()) {
          ForEachDumpedRow(tx, table, [](std::string_view) {});
        }
      }
      return true;
    });
  } catch (const StoreBroken& broken) {
    damage.emplace_back(broken.what());
  }
  return damage;
}

bool Store::has_racing_checkpoints() const {
  if (!is_sqlite()) return false;
  constexpr int kFirst = 3'007'000;
  constexpr int kMended = 3'051'003;
  const int version = Connection::SqliteVersion();
  // Also mended in these two lines of older versions.
  const bool mended_too = (version >= 3'044'006 && version < 3'045'000) ||
                          (version >= 3'050'007 && version < 3'051'000);
  return version >= kFirst && version < kMended && !mended_too;
}

int Store::schema_version() const { return connections_->schema_version; }

}  // namespace shouze
