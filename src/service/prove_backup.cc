#include <filesystem>
#include <utility>

#include "base/digest.h"
#include "service/backup.h"
#include "service/backup_reading.h"
#include "system/temporary_folder.h"

namespace shouze {
namespace {

namespace fs = std::filesystem;

/// Bytes that are hashed and go nowhere.
class HashedUpload : public VaultUpload {
 public:
  Result<void> Write(std::string_view bytes) override {
    sha256_.Add(bytes);
    kept_.bytes += static_cast<std::int64_t>(bytes.size());
    return {};
  }
  Result<Kept> Finish() override {
    kept_.digest = sha256_.Hex();
    return kept_;
  }

 private:
  Sha256 sha256_;
  Kept kept_;
};

class HashedOnly : public FilesTarget {
 public:
  bool IsEmpty() override { return true; }
  std::unique_ptr<VaultUpload> Begin() override { return std::make_unique<HashedUpload>(); }
  void Complete() override {}
  void Remove(std::string_view /*digest*/) override {}
};

Errors NoRoom(std::string_view cause) {
  std::error_code unknown;
  return Fail(ErrorCode::kBusy,
              Concat("核对备份要在临时目录里放一份数据库，没有放下：", cause,
                     "；请腾出空间，或用环境变量 TMPDIR 另指一个目录"),
              Concat("proving a backup takes a scratch database, for which there is no room: ",
                     cause, "; make room, or name another folder in TMPDIR"),
              fs::temp_directory_path(unknown).string());
}

}  // namespace

ResultOrErrors<BackupManifest> ProveBackup(const std::string& path,
                                           const std::optional<std::string>& passphrase,
                                           const std::optional<std::string>& known_head) {
  try {
    const TemporaryFolder scratch("shouze-check");
    StoreOptions database;
    database.database = Concat("sqlite:", scratch.path(), "/check.sqlite");
    database.readers = 1;
    HashedOnly files;
    return ReadBack({path, passphrase, database, files, known_head});
  } catch (const StoreBroken& broken) {
    return NoRoom(broken.what());
  } catch (const fs::filesystem_error& broken) {
    return NoRoom(broken.what());
  }
}

}  // namespace shouze
