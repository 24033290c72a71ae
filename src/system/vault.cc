#include "system/vault.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <ctime>
#include <filesystem>
#include <mutex>
#include <optional>
#include <set>

#include "base/check.h"
#include "base/digest.h"
#include "base/text.h"
#include "system/file_type.h"
#include "system/posix_file.h"
#include "system/random.h"
#include "system/sound_files.h"

namespace shouze {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kIncoming = "incoming";
constexpr std::size_t kPrefixLetters = 2;
constexpr std::int64_t kLeftoverSeconds = 24 * 60 * 60;

Error TooLarge(std::int64_t bytes_max) {
  constexpr std::int64_t kMegabyte = std::int64_t{1} << 20;
  const std::string most = bytes_max >= kMegabyte ? Concat(bytes_max / kMegabyte, " MB")
                                                  : Concat(bytes_max >> 10, " KB");
  return {ErrorCode::kTooLarge, "",
          Concat("文件太大：一个文件不超过 ", most, "；可先压缩或分成几个"),
          Concat("the file is too large: at most ", most)};
}

Error NoSuchFile() {
  return {ErrorCode::kNotFound, "", "佐证库里没有这个文件", "the vault has no such file"};
}

/// Where a vault in `folder` keeps things; every path in it is made here.
class Places {
 public:
  explicit Places(const std::string& folder) {
    fs::path root = fs::absolute(folder).lexically_normal();
    if (!root.has_filename()) root = root.parent_path();  // written with a slash at its end
    root_ = root.string();
  }

  const std::string& root() const { return root_; }
  std::string Incoming() const { return Concat(root_, "/", kIncoming); }
  /// `digest` is one: the only way from outside to a path leads through IsSha256Hex.
  std::string FolderOf(std::string_view digest) const {
    CHECK(IsSha256Hex(digest));
    return Concat(root_, "/", digest.substr(0, kPrefixLetters));
  }
  std::string FileOf(std::string_view digest) const {
    return Concat(FolderOf(digest), "/", digest.substr(kPrefixLetters));
  }

 private:
  std::string root_;
};

/// Whether `path` is a file whose content has this digest, as the disk has it.
bool IsWhole(const std::string& path, std::string_view digest) {
  const auto file = PosixFile::OpenToRead(path);
  if (!file) return false;
  file->ForgetCached();
  Sha256 sha256;
  file->ReadAll([&](std::string_view piece) { sha256.Add(piece); });
  return sha256.Hex() == digest;
}

/// Folders whose names are to be made durable together, later.
class FoldersToSync {
 public:
  void Add(const std::string& folder) {
    const std::lock_guard lock(mutex_);
    folders_.insert(folder);
  }
  std::set<std::string> Take() {
    const std::lock_guard lock(mutex_);
    return std::exchange(folders_, {});
  }

 private:
  std::mutex mutex_;
  std::set<std::string> folders_;
};

class Upload : public VaultUpload {
 public:
  /// `later`: where its folders are noted in place of being synced; null: they are synced.
  Upload(const Places& places, std::int64_t bytes_max, FoldersToSync* later)
      : places_(places),
        bytes_max_(bytes_max),
        later_(later),
        path_(Concat(places.Incoming(), "/", SystemRandom().Hex(16))),
        file_(PosixFile::Create(path_)) {}

  /// Once finished there is nothing under that name, and it is never used again.
  ~Upload() override { unlink(path_.c_str()); }

  Result<void> Write(std::string_view bytes) override {
    CHECK(sound_);
    too_large_ = too_large_ || static_cast<std::int64_t>(bytes.size()) > bytes_max_ - bytes_;
    if (too_large_) return TooLarge(bytes_max_);
    sound_ = false;
    file_.Write(bytes);
    sha256_.Add(bytes);
    bytes_ += static_cast<std::int64_t>(bytes.size());
    sound_ = true;
    return {};
  }

  Result<Kept> Finish() override {
    CHECK(sound_);
    if (too_large_) return TooLarge(bytes_max_);
    sound_ = false;
    Kept kept{sha256_.Hex(), bytes_, FileTypeOf(path_), false};
    file_.MakeReadOnly();
    file_.Sync();
    const std::string folder = places_.FolderOf(kept.digest);
    MakeFolder(folder);
    kept.was_there = !Place(kept.digest);
    for (const std::string& one : {places_.root(), folder, places_.Incoming()}) {
      later_ == nullptr ? SyncFolder(one) : later_->Add(one);
    }
    return kept;
  }

 private:
  /// Gives the file its lasting name; false when the vault had it.
  bool Place(std::string_view digest) {
    const std::string target = places_.FileOf(digest);
    if (link(path_.c_str(), target.c_str()) == 0) {
      if (unlink(path_.c_str()) != 0) ThrowBroken("remove", path_);
      return true;
    }
    const bool was_there = errno == EEXIST;
    const bool without_links = errno == EPERM || errno == EOPNOTSUPP;
    if (!was_there && !without_links) ThrowBroken("link", target);
    if (IsWhole(target, digest)) {
      if (unlink(path_.c_str()) != 0) ThrowBroken("remove", path_);
      return false;
    }
    // The disk knows no links, or the content there has decayed: this one is good.
    if (std::rename(path_.c_str(), target.c_str()) != 0) ThrowBroken("rename", target);
    return !was_there;
  }

  Places places_;
  std::int64_t bytes_max_;
  FoldersToSync* later_;
  std::string path_;
  PosixFile file_;
  Sha256 sha256_;
  std::int64_t bytes_ = 0;
  bool too_large_ = false;
  bool sound_ = true;  ///< Not finished, and no write has failed.
};

/// What lies in `folder`, by name; a folder that cannot be read throws VaultBroken.
std::vector<fs::directory_entry> EntriesOf(const std::string& folder) {
  std::error_code failure;
  std::vector<fs::directory_entry> entries;
  for (fs::directory_iterator at(folder, failure), end; !failure && at != end;
       at.increment(failure)) {
    entries.push_back(*at);
  }
  if (failure) throw VaultBroken(Concat("list ", folder, ": ", failure.message()));
  std::ranges::sort(entries, {}, [](const fs::directory_entry& entry) { return entry.path(); });
  return entries;
}

class FolderVault : public Vault {
 public:
  /// `file_bytes_max` 0: to be read only.
  FolderVault(const std::string& folder, std::int64_t file_bytes_max)
      : places_(folder), file_bytes_max_(file_bytes_max) {
    if (file_bytes_max_ == 0) return;
    std::error_code failure;
    fs::create_directories(fs::path(places_.root()).parent_path(), failure);
    MakeFolder(places_.root());
    MakeFolder(places_.Incoming());
    RemoveLeftovers();
  }

  std::unique_ptr<VaultUpload> Begin() override {
    return std::make_unique<Upload>(places_, file_bytes_max_, nullptr);
  }

  std::unique_ptr<VaultUpload> BeginOneOfMany() override {
    return std::make_unique<Upload>(places_, file_bytes_max_, &folders_);
  }

  void SyncNames() override {
    for (const std::string& folder : folders_.Take()) SyncFolder(folder);
  }

  Result<std::unique_ptr<VaultFile>> Open(std::string_view digest) override {
    if (!IsSha256Hex(digest)) return NoSuchFile();
    auto file = sound_.Open(places_.FileOf(digest), digest);
    if (!file) return NoSuchFile();
    return file;
  }

  bool Has(std::string_view digest) override {
    return IsSha256Hex(digest) && PosixFile::OpenToRead(places_.FileOf(digest)).has_value();
  }

  void Remove(std::string_view digest) override {
    if (!IsSha256Hex(digest)) return;
    const std::string path = places_.FileOf(digest);
    if (unlink(path.c_str()) == 0) {
      SyncFolder(places_.FolderOf(digest));
    } else if (errno != ENOENT) {
      ThrowBroken("remove", path);
    }
  }

  std::optional<Found> Examine(std::string_view digest) override {
    if (!Has(digest)) return std::nullopt;
    return Look(places_.FileOf(digest), std::string(digest));
  }

  void Check(const std::function<void(const Found&)>& use) override {
    ForEachEntry([&](const fs::path& path, const std::optional<std::string>& digest) {
      use(Look(path, digest));
    });
  }

  std::vector<std::string> List() override {
    std::vector<std::string> digests;
    ForEachEntry([&](const fs::path&, const std::optional<std::string>& digest) {
      if (digest) digests.push_back(*digest);
    });
    return digests;
  }

  std::vector<std::string> ListOlderThan(std::chrono::hours age) override {
    const auto before = fs::file_time_type::clock::now() - age;
    std::vector<std::string> digests;
    ForEachEntry([&](const fs::path& path, const std::optional<std::string>& digest) {
      std::error_code gone;
      const auto written_at = fs::last_write_time(path, gone);
      if (digest && !gone && written_at < before) digests.push_back(*digest);
    });
    return digests;
  }

  int RemoveLeftovers() override {
    int removed = 0;
    for (const fs::directory_entry& entry : EntriesOf(places_.Incoming())) {
      struct stat found {};
      if (lstat(entry.path().c_str(), &found) != 0 || !S_ISREG(found.st_mode)) continue;
      if (std::time(nullptr) - found.st_mtime <= kLeftoverSeconds) continue;
      if (unlink(entry.path().c_str()) == 0) ++removed;
    }
    return removed;
  }

  std::int64_t FreeBytes() override {
    std::error_code failure;
    const fs::space_info space = fs::space(places_.root(), failure);
    if (failure) throw VaultBroken(Concat("space of ", places_.root(), ": ", failure.message()));
    return static_cast<std::int64_t>(space.available);
  }

 private:
  using Use = std::function<void(const fs::path&, const std::optional<std::string>& digest)>;

  /// Everything but incoming/, the digest absent where the name is none.
  void ForEachEntry(const Use& use) {
    std::error_code failure;
    if (file_bytes_max_ == 0 && !fs::exists(places_.root(), failure)) return;
    for (const fs::directory_entry& entry : EntriesOf(places_.root())) {
      const std::string name = entry.path().filename().string();
      if (name == kIncoming || name == "lost+found") continue;
      if (name.size() != kPrefixLetters || !entry.is_directory()) {
        use(entry.path(), std::nullopt);
        continue;
      }
      for (const fs::directory_entry& file : EntriesOf(entry.path().string())) {
        std::string digest = name + file.path().filename().string();
        const bool is_one = IsSha256Hex(digest) && file.is_regular_file();
        use(file.path(), is_one ? std::optional(std::move(digest)) : std::nullopt);
      }
    }
  }

  Found Look(const fs::path& path, const std::optional<std::string>& digest) {
    std::error_code failure;
    const auto bytes = fs::is_regular_file(path, failure) ? fs::file_size(path, failure) : 0;
    Found found;
    found.digest = digest ? *digest : path.lexically_relative(places_.root()).string();
    found.bytes = failure ? 0 : static_cast<std::int64_t>(bytes);
    if (!digest) return found;
    try {
      found.whole = IsWhole(path.string(), *digest);
    } catch (const VaultBroken&) {
      found.whole = false;  // One bad spot must not hide how the others are.
    }
    return found;
  }

  Places places_;
  std::int64_t file_bytes_max_;
  FoldersToSync folders_;
  SoundFiles sound_;
};

}  // namespace

Result<std::string> Vault::Read(std::string_view digest) {
  const auto file = Open(digest);
  if (!file) return file.error();
  return (*file)->Read(0, static_cast<std::size_t>((*file)->bytes()));
}

std::unique_ptr<Vault> OpenVault(const std::string& folder, std::int64_t file_bytes_max) {
  return std::make_unique<FolderVault>(folder, file_bytes_max);
}

std::unique_ptr<Vault> OpenVaultToRead(const std::string& folder) {
  return std::make_unique<FolderVault>(folder, 0);
}

}  // namespace shouze
