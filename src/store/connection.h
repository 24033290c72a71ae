#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

#include "store/database_address.h"
#include "store/statement.h"

/// Internal to the room.
namespace shouze {

/// One connection with the statements prepared on it. Used by one thread at a time. Everything but
/// Rollback throws StoreBroken.
class Connection {
 public:
  enum class Role {
    kReader,
    kWriter,
    kCheckpointer,  ///< SQLite: takes its log (-wal) into the file, while the writer stands still.
    kOnlyReader,    ///< Of a store that nobody here writes to: nothing is changed or made.
  };

  /// Opens it.
  Connection(DatabaseAddress address, Role role);
  ~Connection();

  bool is_sqlite() const { return address_.is_sqlite; }

  /// Begins a read (one snapshot for all of it), the one write there is at a time, or the write
  /// that a migration is. A connection that was lost is opened anew.
  void BeginRead();
  void BeginWrite();
  void BeginMigration();
  /// What follows in the transaction can be taken back by itself; what came before no longer can.
  void Mark();
  /// Takes back what followed Mark. Throws where the transaction is lost as a whole.
  void BackToMark();
  /// Whether a statement has failed since the transaction began, and was not taken back.
  bool has_failed() const { return failed_; }
  /// Throws, rolled back, also where a statement of the transaction failed.
  void Commit();
  void Rollback() noexcept;

  /// SQLite: how many pages its log had after this connection's last commit since they were
  /// forgotten.
  int log_pages() const { return log_pages_; }
  void ForgetLogPages() { log_pages_ = 0; }
  /// Version of SQLite's library as a number: 3040001.
  static int SqliteVersion();

  /// A statement without parameters and rows, once; SQLite takes one, PostgreSQL any number.
  void Execute(std::string_view sql);

  /// A statement of `sql` that nobody else uses, until it is given back.
  std::unique_ptr<Statement> Take(std::string_view sql);
  void GiveBack(std::string_view sql, std::unique_ptr<Statement> statement) noexcept;

 private:
  struct Session;
  void Open();
  void Close() noexcept;
  void SetUpSqlite();
  void SetUpPostgres();
  void UseWal();
  std::string TargetOf() const;
  void Begin(std::string_view sql);
  /// SQLite ends a transaction by itself where the disk is full.
  bool IsOver() const;
  void Run(std::string_view sql);

  /// Throws where SQLite's files are no longer those that were opened: it would go on writing into
  /// what has no name any more.
  void CheckFiles();

  DatabaseAddress address_;
  Role role_;
  std::string file_;  ///< Of the writer: which file was opened first, and which log is beside it.
  std::string log_;
  bool failed_ = false;      ///< A statement failed since the transaction began.
  bool marked_ = false;      ///< Since it began.
  bool lost_ = false;        ///< Not even a rollback got through.
  bool unchanging_ = false;  ///< SQLite on a disk that cannot be written.
  int log_pages_ = 0;
  std::unique_ptr<Session> session_;
  // Keys are constants of the program.
  std::unordered_map<std::string_view, std::unique_ptr<Statement>> statements_;
};

/// What a database says, without the lines in which PostgreSQL repeats values.
std::string FirstLine(std::string_view message);

}  // namespace shouze
