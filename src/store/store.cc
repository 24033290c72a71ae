#include "store/store.h"

#include <algorithm>
#include <condition_variable>
#include <filesystem>
#include <fstream>
#include <mutex>
#include <optional>

#include "base/text.h"
#include "store/migrate.h"
#include "store/query.h"
#include "store/write_queue.h"

namespace shouze {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kSqliteVersion = "SELECT sqlite_version()";
constexpr std::string_view kPostgresVersion = "SELECT current_setting('server_version')";
constexpr std::string_view kSqliteBytes =
    "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()";
constexpr std::string_view kPostgresBytes =
    "SELECT CAST(COALESCE(SUM(pg_total_relation_size(c.oid)), 0) AS BIGINT)"
    " FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
    " WHERE n.nspname = current_schema() AND c.relkind = 'r'";

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
  const std::string_view place = address.is_sqlite ? std::string_view(address.target) : "database";
  return {
      ErrorCode::kNotFound, std::string(place),
      Concat("打不开数据库，请检查地址、权限和数据库服务：", reason),
      Concat("the database cannot be opened, check its address, permissions and server: ", reason)};
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
  // SQLite's last connection takes its log into the file; readers may not do that.
  if (connections_) connections_->readers.clear();
}

Result<std::unique_ptr<Store>> Store::Open(const StoreOptions& options) {
  auto address = ParseDatabaseAddress(options.database);
  if (!address) return address.error();
  auto connections = std::make_unique<Connections>();
  connections->address = *address;
  if (address->is_sqlite) PrepareFile(address->target);
  try {
    connections->writers.emplace(std::make_unique<Connection>(*address, Connection::Role::kWriter));
    const int readers = std::max(options.readers, 1);
    for (int i = 0; i < readers; ++i) {
      connections->readers.push_back(
          std::make_unique<Connection>(*address, Connection::Role::kReader));
    }
  } catch (const StoreBroken& error) {
    return Unreachable(*address, error.what());
  }
  const std::vector<Migration> migrations = Migrations();
  const auto version = Migrate(connections->writers->connection(), migrations, options);
  if (!version) return version.error();
  connections->schema_version = *version;
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
  connections_->writers->Run(work);
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

int Store::schema_version() const { return connections_->schema_version; }

}  // namespace shouze
