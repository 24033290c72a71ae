#include "store/backup.h"

#include <filesystem>

#include "base/text.h"
#include "store/query.h"

namespace shouze {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kNow = "SELECT strftime('%Y%m%dT%H%M%fZ', 'now')";
constexpr std::string_view kCopy = "VACUUM INTO :path";

Error RunPgDump(const DatabaseAddress& address, const StoreOptions& options, int version) {
  const std::string command = Concat("pg_dump --format=custom --file=shouze-v", version, ".dump '",
                                     WithoutSecrets(address, options.database), "'");
  return {ErrorCode::kConflict, "database",
          Concat("数据库要升级，请先备份：", command, "；备份后加上“跳过备份”再启动"),
          Concat("the database is to be migrated, back it up first: ", command,
                 "; then start again, skipping the backup")};
}

}  // namespace

std::optional<Error> BackUp(Connection& writer, int version, const StoreOptions& options) {
  if (options.skip_backup) return std::nullopt;
  const auto address = ParseDatabaseAddress(options.database);
  if (!address) return address.error();
  if (!writer.is_sqlite()) return RunPgDump(*address, options, version);

  const fs::path folder = options.backup_folder.empty() ? fs::path(address->target).parent_path()
                                                        : fs::path(options.backup_folder);
  std::error_code failure;
  if (fs::create_directories(folder, failure)) {
    fs::permissions(folder, fs::perms::owner_all, failure);
  }
  const ReadTx tx(writer);
  const auto now = Query(tx, kNow).One<OneText>();
  const fs::path copy =
      folder / Concat("shouze-v", version, "-", now.value_or(OneText{}).value, ".db");
  try {
    Query(tx, kCopy).With("path", copy.string()).Run();
  } catch (const StoreBroken& error) {
    return Error{
        ErrorCode::kConflict, folder.string(),
        Concat("升级前的备份没有写成，数据库未改动：", error.what()),
        Concat("the backup before migrating failed, the database is unchanged: ", error.what())};
  }
  fs::permissions(copy, fs::perms::owner_read | fs::perms::owner_write, failure);
  return std::nullopt;
}

}  // namespace shouze
