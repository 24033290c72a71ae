#include "store/migrate.h"

#include "base/digest.h"
#include "base/text.h"
#include "store/backup.h"
#include "store/query.h"
#include "store/security_rows.h"
#include "store/split_sql.h"

namespace shouze {
namespace {

struct Applied {
  int version = 0;
  std::string name;
  std::string checksum;
};

/// Whose tables these are.
struct Tables {
  std::int64_t all = 0;
  std::int64_t ours = 0;
};

}  // namespace

template <>
struct Columns<Applied> {
  static void Each(auto& row, auto&& column) {
    column("version", row.version);
    column("name", row.name);
    column("checksum", row.checksum);
  }
};

template <>
struct Columns<Tables> {
  static void Each(auto& row, auto&& column) {
    column("all_tables", row.all);
    column("ours", row.ours);
  }
};

namespace {

constexpr std::string_view kSqliteTables =
    "SELECT COUNT(*), COALESCE(SUM(CASE WHEN name = 'schema_migration' THEN 1 ELSE 0 END), 0)"
    " FROM sqlite_master WHERE type = 'table'";
constexpr std::string_view kPostgresTables =
    "SELECT COUNT(*), COALESCE(SUM(CASE WHEN tablename = 'schema_migration' THEN 1 ELSE 0 END), 0)"
    " FROM pg_tables WHERE schemaname = current_schema()";
constexpr std::string_view kCreateSchemaMigration =
    "CREATE TABLE IF NOT EXISTS schema_migration ("
    " version BIGINT NOT NULL PRIMARY KEY,"
    " name TEXT NOT NULL,"
    " checksum TEXT NOT NULL,"
    " applied_at BIGINT NOT NULL)";
constexpr std::string_view kReadApplied =
    "SELECT version, name, checksum FROM schema_migration ORDER BY version";
constexpr std::string_view kSqliteAddApplied =
    "INSERT INTO schema_migration (version, name, checksum, applied_at)"
    " VALUES (:version, :name, :checksum, CAST(strftime('%s', 'now') AS BIGINT) * 1000)";
constexpr std::string_view kPostgresAddApplied =
    "INSERT INTO schema_migration (version, name, checksum, applied_at)"
    " VALUES (:version, :name, :checksum, CAST(EXTRACT(EPOCH FROM now()) * 1000 AS BIGINT))";

std::optional<Error> CheckApplied(std::span<const Applied> applied,
                                  std::span<const Migration> migrations) {
  const auto refuse = [](std::string message, std::string english) {
    return Error{ErrorCode::kConflict, "database", std::move(message), std::move(english)};
  };
  if (applied.size() > migrations.size()) {
    return refuse(Concat("数据库的版本是 ", applied.back().version, "，本程序只认识到 ",
                         migrations.size(), "；请使用更新的程序，或恢复升级前的备份"),
                  Concat("the database is at version ", applied.back().version,
                         ", this program knows ", migrations.size(),
                         "; use a newer program, or restore the backup made before migrating"));
  }
  for (std::size_t i = 0; i < applied.size(); ++i) {
    const Applied& done = applied[i];
    const Migration& known = migrations[i];
    if (done.version == known.version && done.checksum == Sha256Hex(known.sql)) continue;
    return refuse(Concat("数据库里的第 ", done.version, " 号迁移（", done.name,
                         "）与本程序的不同；请使用当初升级它的程序，不要改动迁移文件"),
                  Concat("migration ", done.version, " (", done.name,
                         ") of the database differs from this program's; use the program that "
                         "migrated it, and never change a migration"));
  }
  return std::nullopt;
}

/// What a migration leaves to the program, within its transaction.
void Complete(const ReadTx& tx, const Migration& migration) {
  if (migration.name.ends_with("-security-log-chain")) ChainSecurityEvents(tx);
}

/// Applies one migration, unless another program was faster.
void Apply(Connection& writer, const Migration& migration) {
  writer.BeginMigration();
  try {
    const ReadTx tx(writer);
    writer.Execute(kCreateSchemaMigration);
    const auto applied = Query(tx, kReadApplied).All<Applied>();
    if (applied.size() + 1 == static_cast<std::size_t>(migration.version)) {
      for (const std::string& statement : SplitSql(migration.sql)) writer.Execute(statement);
      Complete(tx, migration);
      Query(tx, writer.is_sqlite() ? kSqliteAddApplied : kPostgresAddApplied)
          .With("version", migration.version)
          .With("name", migration.name)
          .With("checksum", Sha256Hex(migration.sql))
          .Run();
    }
  } catch (...) {
    writer.Rollback();
    throw;
  }
  writer.Commit();
}

struct Found {
  Tables tables;
  std::vector<Applied> applied;
};

Found Look(Connection& connection) {
  Found found;
  connection.BeginRead();
  try {
    const ReadTx tx(connection);
    found.tables =
        *Query(tx, connection.is_sqlite() ? kSqliteTables : kPostgresTables).One<Tables>();
    if (found.tables.ours > 0) found.applied = Query(tx, kReadApplied).All<Applied>();
  } catch (...) {
    connection.Rollback();
    throw;
  }
  connection.Commit();
  return found;
}

Error TooOld(int version, std::size_t known) {
  return {ErrorCode::kConflict, "database",
          Concat("数据库是第 ", version, " 版，本程序用第 ", known,
                 " 版；请先用 shouze serve 启动一次，由它升级（先备份），再来检查"),
          Concat("the database is at version ", version, ", this program uses ", known,
                 "; start 'shouze serve' once, which migrates it (back up first)")};
}

}  // namespace

Error NothingThere(std::string_view place) {
  return {ErrorCode::kNotFound, std::string(kNothingThere),
          Concat("这里没有学校（", place,
                 "）；请检查 --data、--database 和设置，新学校用 shouze init 建立"),
          "there is no school here: check --data, --database and the settings; 'shouze init' makes "
          "a new one"};
}

Result<int> Migrate(Connection& connection, std::span<const Migration> migrations,
                    const StoreOptions& options) {
  const Found found = Look(connection);
  if (found.tables.all > 0 && found.tables.ours == 0) {
    return Error{ErrorCode::kConflict, "database",
                 "这个数据库里有别的程序的表；请为守责准备一个空的数据库",
                 "the database holds another program's tables; give Shouze an empty one"};
  }
  if (auto refused = CheckApplied(found.applied, migrations)) return *refused;
  if (found.applied.empty() && options.opening != Opening::kCreate) {
    const auto address = ParseDatabaseAddress(options.database);
    return NothingThere(address ? WithoutSecrets(*address, options.database) : options.database);
  }
  if (found.applied.size() < migrations.size()) {
    if (options.opening == Opening::kReadOnly) {
      return TooOld(found.applied.back().version, migrations.size());
    }
    if (!found.applied.empty()) {
      const int version = found.applied.back().version;
      if (auto refused = BackUp(connection, version, options)) return *refused;
    }
    for (const Migration& migration : migrations.subspan(found.applied.size())) {
      Apply(connection, migration);
    }
  }
  return static_cast<int>(migrations.size());
}

}  // namespace shouze
