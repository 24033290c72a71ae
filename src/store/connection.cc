#include "store/connection.h"

#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <thread>
#include <utility>

#include "base/text.h"
#include "store/store.h"

// Debian's soci-postgresql.h wants libpq's headers, which nothing else here needs.
namespace soci {
extern "C" const backend_factory* factory_postgresql();
}

namespace shouze {
namespace {

constexpr std::string_view kSqliteSettings[] = {
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    // Nobody's commit takes the log into the file: see WriteQueue::TakeLogIn.
    "PRAGMA wal_autocheckpoint = 0",
};
// A log that long readers have let grow gives its space back when it begins anew.
constexpr std::string_view kSqliteLogBytes = "PRAGMA journal_size_limit = 67108864";
constexpr std::string_view kSqliteUseWal = "PRAGMA journal_mode = WAL";
constexpr std::string_view kSqliteReadOnly = "PRAGMA query_only = ON";
// The first statement that reads opens the log; until then there is nothing to take in.
constexpr std::string_view kSqliteLook = "PRAGMA schema_version";
constexpr std::string_view kSqliteBeginRead = "BEGIN";
constexpr std::string_view kSqliteBeginWrite = "BEGIN IMMEDIATE";

constexpr std::string_view kPostgresSettings =
    "SET client_min_messages = error;"
    "SET client_encoding = 'UTF8';"
    "SET synchronous_commit = on;"
    "SET statement_timeout = '60s';"
    "SET lock_timeout = '10s';"
    "SET idle_in_transaction_session_timeout = '5min'";
constexpr std::string_view kPostgresReadOnly = "SET default_transaction_read_only = on";
constexpr std::string_view kPostgresBeginRead = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
constexpr std::string_view kPostgresBeginWrite = "BEGIN ISOLATION LEVEL READ COMMITTED";
// The number is this product's own, for migrations that start at once.
constexpr std::string_view kPostgresBeginMigration =
    "SET LOCAL statement_timeout = 0;"
    "SET LOCAL lock_timeout = '60s';"
    "SELECT pg_advisory_xact_lock(7309453926)";

constexpr std::string_view kMark = "SAVEPOINT work";
constexpr std::string_view kForgetMark = "RELEASE SAVEPOINT work";
constexpr std::string_view kPostgresNextMark = "RELEASE SAVEPOINT work; SAVEPOINT work";
constexpr std::string_view kBackToMark = "ROLLBACK TO SAVEPOINT work";

constexpr std::string_view kCommit = "COMMIT";
constexpr std::string_view kRollback = "ROLLBACK";

// Who waits for SQLite's write lock asks often: SQLite's own waiting asks ten times a second, and
// another process that writes without a pause leaves it free for moments only.
constexpr int kBusyTries = 10'000;
constexpr std::chrono::milliseconds kBusyPause{1};

int WaitWhileBusy(void*, int tries) {
  if (tries >= kBusyTries) return 0;
  std::this_thread::sleep_for(kBusyPause);
  return 1;
}

// SQLite does not wait where two processes turn a new file to WAL at once.
constexpr int kWalTries = 100;
constexpr std::chrono::milliseconds kWalPause{50};

/// SQLite's own handle. SOCI's libraries hide the type that a checked cast would look at.
__attribute__((no_sanitize("vptr"))) sqlite_api::sqlite3* HandleOf(soci::session& session) {
  return static_cast<const soci::sqlite3_session_backend&>(*session.get_backend()).conn_;
}

/// Whether no transaction is open on SQLite's connection.
bool InAutocommit(soci::session& session) {
  return sqlite_api::sqlite3_get_autocommit(HandleOf(session)) != 0;
}

/// `path` as SQLite's URI of a file that is only read.
std::string ReadOnlyUri(std::string_view path, bool unchanging) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  constexpr std::string_view kPlain = "/.-_";
  std::string uri = "file:";
  for (const char c : path) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       kPlain.find(c) != kPlain.npos;
    if (plain) {
      uri += c;
    } else {
      uri += {'%', kHex[byte >> 4U], kHex[byte & 15U]};
    }
  }
  return Concat(uri, "?mode=ro", unchanging ? "&immutable=1" : "");
}

/// Whether the log of the database at `path` holds nothing.
bool HasNoLog(const std::string& path) {
  std::error_code failure;
  const auto bytes = std::filesystem::file_size(path + "-wal", failure);
  return failure || bytes == 0;
}

bool IsOnReadOnlyDisk(const std::string& path) {
  struct statvfs disk {};
  return statvfs(path.c_str(), &disk) == 0 && (disk.f_flag & ST_RDONLY) != 0;
}

/// Whether this user may make files in the folder of `path`.
bool MayWriteBeside(const std::string& path) {
  const auto folder = std::filesystem::path(path).parent_path();
  return access(folder.empty() ? "." : folder.c_str(), W_OK) == 0;
}

/// Which file has this name; empty: none.
std::string FileAt(const std::string& path) {
  struct stat found {};
  return stat(path.c_str(), &found) == 0 ? Concat(found.st_dev, ":", found.st_ino) : "";
}

}  // namespace

struct Connection::Session {
  Session(bool is_sqlite, const std::string& target)
      : soci(is_sqlite ? *soci::factory_sqlite3() : *soci::factory_postgresql(), target) {}

  soci::session soci;
};

std::string FirstLine(std::string_view message) {
  return std::string(message.substr(0, message.find('\n')));
}

Connection::Connection(DatabaseAddress address, Role role)
    : address_(std::move(address)), role_(role) {
  const bool may_not_write = is_sqlite() && role_ == Role::kOnlyReader;
  try {
    Open();
    if (may_not_write) Execute(kSqliteLook);
  } catch (const StoreBroken&) {
    // SQLite wants to make its log's files even to read. Where nobody can make them and there is no
    // log, the file says all, and nobody can change it. Who merely may not write is no such case:
    // the server that may would change the file under him.
    if (!may_not_write || !HasNoLog(address_.target)) throw;
    if (!IsOnReadOnlyDisk(address_.target)) {
      if (MayWriteBeside(address_.target)) throw;
      throw StoreBroken(
          Concat(address_.target,
                 ": 当前用户无权写数据库所在的目录，请以运行服务的用户执行 / this user may "
                 "not write beside the database: run this as the server's user"));
    }
    unchanging_ = true;
    Open();
  }
}

Connection::~Connection() { Close(); }

void Connection::Open() {
  Close();
  lost_ = failed_ = false;
  try {
    session_ = std::make_unique<Session>(is_sqlite(), TargetOf());
  } catch (const soci::soci_error& error) {
    throw StoreBroken(WithoutSecrets(address_, error.get_error_message()));
  }
  try {
    address_.is_sqlite ? SetUpSqlite() : SetUpPostgres();
  } catch (const StoreBroken&) {
    Close();
    throw;
  }
}

std::string Connection::TargetOf() const {
  if (!is_sqlite() || role_ != Role::kOnlyReader) return address_.target;
  return ReadOnlyUri(address_.target, unchanging_);
}

void Connection::Close() noexcept {
  statements_.clear();
  session_.reset();
}

void Connection::SetUpSqlite() {
  sqlite_api::sqlite3* const handle = HandleOf(session_->soci);
  sqlite_api::sqlite3_busy_handler(handle, WaitWhileBusy, nullptr);
  for (const std::string_view setting : kSqliteSettings) Execute(setting);
  if (role_ != Role::kWriter) {
    sqlite_api::sqlite3_db_config(handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
    Execute(role_ == Role::kCheckpointer ? kSqliteLook : kSqliteReadOnly);
    return;
  }
  if (file_.empty()) file_ = FileAt(address_.target);
  log_.clear();
  UseWal();
  Execute(kSqliteLogBytes);
  sqlite_api::sqlite3_wal_hook(
      handle,
      [](void* self, sqlite_api::sqlite3*, const char*, int pages) {
        static_cast<Connection*>(self)->log_pages_ = pages;
        return SQLITE_OK;
      },
      this);
}

void Connection::UseWal() {
  for (int tries = 1;; ++tries) {
    try {
      Execute(kSqliteUseWal);
      return;
    } catch (const StoreBroken& error) {
      if (tries == kWalTries ||
          std::string_view(error.what()).find("locked") == std::string::npos) {
        throw;
      }
      failed_ = false;
      std::this_thread::sleep_for(kWalPause);
    }
  }
}

int Connection::SqliteVersion() { return sqlite_api::sqlite3_libversion_number(); }

void Connection::SetUpPostgres() {
  Execute(kPostgresSettings);
  if (role_ == Role::kOnlyReader) Execute(kPostgresReadOnly);
}

void Connection::Execute(std::string_view sql) {
  try {
    soci::statement statement(session_->soci);
    statement.alloc();
    statement.prepare(std::string(sql), soci::details::st_one_time_query);
    statement.define_and_bind();
    statement.execute(true);
  } catch (const soci::soci_error& error) {
    failed_ = true;
    throw StoreBroken(Concat(FirstLine(error.get_error_message()), " [", sql, "]"));
  }
}

void Connection::Run(std::string_view sql) {
  auto statement = Take(sql);
  statement->Execute();
  GiveBack(sql, std::move(statement));
}

void Connection::Begin(std::string_view sql) {
  if (lost_ || !session_) Open();
  failed_ = marked_ = false;
  try {
    Run(sql);
  } catch (const StoreBroken&) {
    // SQLite has waited for a lock; PostgreSQL may have been started anew since.
    if (is_sqlite()) throw;
    lost_ = true;
    Open();
    Run(sql);
  }
}

void Connection::BeginRead() { Begin(is_sqlite() ? kSqliteBeginRead : kPostgresBeginRead); }

void Connection::BeginWrite() { Begin(is_sqlite() ? kSqliteBeginWrite : kPostgresBeginWrite); }

void Connection::BeginMigration() {
  Begin(is_sqlite() ? kSqliteBeginWrite : kPostgresBeginWrite);
  if (is_sqlite()) return;
  try {
    Execute(kPostgresBeginMigration);
  } catch (...) {
    Rollback();
    throw;
  }
}

void Connection::Mark() {
  if (marked_ && !is_sqlite()) {
    Execute(kPostgresNextMark);
    return;
  }
  if (marked_) Run(kForgetMark);
  Run(kMark);
  marked_ = true;
}

void Connection::BackToMark() {
  if (IsOver()) throw StoreBroken("the database has taken back the whole transaction");
  Execute(kBackToMark);
  failed_ = false;
}

void Connection::Commit() {
  if (failed_) {
    Rollback();
    // PostgreSQL would answer COMMIT with a rollback and no error.
    throw StoreBroken("a statement of the transaction failed; nothing of it was kept");
  }
  try {
    CheckFiles();
    Run(kCommit);
  } catch (...) {
    Rollback();
    throw;
  }
}

void Connection::CheckFiles() {
  if (!is_sqlite() || role_ != Role::kWriter) return;
  const std::string log = FileAt(address_.target + "-wal");
  if (log_.empty()) log_ = log;  // It stays empty on a disk that knows no shared memory.
  if (FileAt(address_.target) == file_ && log == log_) return;
  throw StoreBroken(
      Concat(address_.target,
             " or its -wal has been deleted, moved or replaced while it was open; nothing more is "
             "written to it: stop the server, put them back, start it"));
}

bool Connection::IsOver() const { return is_sqlite() && InAutocommit(session_->soci); }

void Connection::Rollback() noexcept {
  if (!session_) return;
  try {
    if (IsOver()) return;
    Execute(kRollback);
  } catch (...) {
    lost_ = true;
  }
}

std::unique_ptr<Statement> Connection::Take(std::string_view sql) {
  if (!session_) throw StoreBroken("the connection is closed");
  auto& kept = statements_[sql];
  if (kept) return std::move(kept);
  return std::make_unique<Statement>(session_->soci, failed_, sql);
}

void Connection::GiveBack(std::string_view sql, std::unique_ptr<Statement> statement) noexcept {
  const bool keep = statement->Release();
  const auto place = statements_.find(sql);
  if (keep && place != statements_.end() && !place->second) place->second = std::move(statement);
}

}  // namespace shouze
