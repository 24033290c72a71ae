#pragma once

#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/civil.h"
#include "base/result.h"
#include "ledger/entry.h"

/// The school's tables. Every statement of SQL is in this room, once, for SQLite and PostgreSQL.
/// Texts are UTF-8 without NUL.
namespace shouze {

class Connection;

/// Where an error lies: in a database without tables.
inline constexpr std::string_view kNothingThere = "school";

/// What may become of a database by opening it.
enum class Opening {
  kCreate,    ///< Made where there is none, brought up to date.
  kExisting,  ///< It is there, or nothing is opened; brought up to date.
  kReadOnly,  ///< It is there and up to date, or nothing is opened; read even where the disk cannot
              ///< be written. Write may not be called.
};

/// Where the tables are.
struct StoreOptions {
  /// `sqlite:PATH` or a URL that libpq reads: `postgresql://user@host/name`.
  std::string database;
  /// How many readers may be at it at once; each is a connection.
  int readers = 4;
  /// Before migrations run on a database that has tables: a copy is written here (SQLite: a file;
  /// PostgreSQL: refused with the pg_dump command to run unless `skip_backup`). Empty: beside the
  /// database file.
  std::string backup_folder;
  bool skip_backup = false;
  Opening opening = Opening::kCreate;
  /// SQLite: from so many pages (4 KiB) on its log is taken into the file.
  int log_pages_max = 4000;
};

/// A consistent view of the tables, for the time of one read.
class ReadTx {
 public:
  explicit ReadTx(Connection& connection) : connection_(connection) {}
  ReadTx(const ReadTx&) = delete;
  ReadTx& operator=(const ReadTx&) = delete;
  /// For the room's own files.
  Connection& connection() const { return connection_; }

 private:
  Connection& connection_;
};

/// The one writer. Nothing it does is seen by readers before the commit, everything after.
class WriteTx : public ReadTx {
 public:
  using Told = std::function<void(bool durable)>;

  WriteTx(Connection& connection, const Head& begun_at) : ReadTx(connection), begun_at_(begun_at) {}

  /// Where the chain ended when the transaction began, which may hold works before this one: what
  /// other processes wrote comes before this.
  const Head& begun_at() const { return begun_at_; }
  /// Once the transaction has ended, `told` is told whether it was committed, before any later
  /// work, and before anybody whose work was in it returns. Works that fail by themselves are told
  /// nothing.
  void WhenEnded(Told told) { told_.push_back(std::move(told)); }
  /// No other work joins the transaction: the next one finds this one committed.
  void BeLast() { is_last_ = true; }

  bool is_last() const { return is_last_; }
  std::vector<Told> TakeTold() { return std::move(told_); }

 private:
  const Head& begun_at_;
  std::vector<Told> told_;
  bool is_last_ = false;
};

/// A database that is open. Threads may use it at once. A broken database throws StoreBroken.
class Store {
 public:
  /// Opens, and creates or migrates where `opening` says so. Errors: kConflict where the schema is
  /// newer than this program, or older and not to be changed, or a migration's checksum differs
  /// from what was applied; kInvalidInput where `database` is not understood; kNotFound where it
  /// cannot be reached, and, `where` being kNothingThere, where no tables have been made yet.
  static Result<std::unique_ptr<Store>> Open(const StoreOptions& options);
  ~Store();

  /// Runs `work` in a read transaction: all its statements see the same state. Waits while all
  /// readers are at work; not to be called from within another Read.
  template <class Work>
  auto Read(Work work) {
    using Answer = decltype(work(std::declval<const ReadTx&>()));
    std::optional<Answer> answer;
    ReadWith([&](const ReadTx& tx) { answer.emplace(work(tx)); });
    return std::move(*answer);
  }

  /// Runs `work` in the one write transaction there is at a time, the chain's head locked (SQLite:
  /// BEGIN IMMEDIATE; PostgreSQL: the head's row FOR UPDATE). Keeps what it wrote where the answer
  /// is a value, takes it back where it is an error or something is thrown. Durable when it
  /// returns. Those who wait for another's work join its transaction and are committed with it, so
  /// `work` may run on another thread; where that commit fails, this throws StoreBroken.
  template <class Work>
  auto Write(Work work) {
    using Answer = decltype(work(std::declval<WriteTx&>()));
    std::optional<Answer> answer;
    WriteWith([&](WriteTx& tx) {
      answer.emplace(work(tx));
      return answer->has_value();
    });
    return std::move(*answer);
  }

  /// Commits something tiny. Throws StoreBroken where nothing can be committed: a disk that is full
  /// or may not be written, a database that is gone.
  void ProveWritable();

  bool is_sqlite() const;
  /// For doctor and metrics: `SQLite 3.40.1`, `PostgreSQL 15.18`; bytes of all tables.
  std::string Describe();
  std::int64_t BytesUsed();
  int schema_version() const;
  /// What the database itself finds wrong with its pages; empty: nothing. SQLite: integrity_check.
  /// PostgreSQL checks no pages unless its cluster was made with checksums: every row of every
  /// table that a backup holds is read.
  std::vector<std::string> FindDamage();
  /// Whether SQLite's library is among those whose checkpoints may lose what another connection
  /// commits meanwhile (3.7.0–3.51.2; decision 0011).
  bool has_racing_checkpoints() const;

 private:
  struct Connections;
  explicit Store(std::unique_ptr<Connections> connections);
  void ReadWith(const std::function<void(const ReadTx&)>& work);
  void WriteWith(const std::function<bool(WriteTx&)>& work);

  std::unique_ptr<Connections> connections_;
};

/// The database failed: disk full, connection lost. Told at the edges as one opaque error; what was
/// not committed is not there.
class StoreBroken : public std::exception {
 public:
  explicit StoreBroken(std::string what) : what_(std::move(what)) {}
  const char* what() const noexcept override { return what_.c_str(); }

 private:
  std::string what_;
};

/// A migration that is built into the program.
struct Migration {
  int version = 0;
  std::string_view name;
  std::string_view sql;
};
/// migrations/NNNN-name.sql, ascending; generated into the room by cmake/embed.cmake.
std::vector<Migration> Migrations();

}  // namespace shouze
