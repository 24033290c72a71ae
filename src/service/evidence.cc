#include "service/evidence.h"

#include <algorithm>
#include <chrono>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <utility>

#include "base/text.h"
#include "store/matter_rows.h"
#include "system/file_fault.h"
#include "system/file_kinds.h"
#include "system/log.h"

namespace shouze {
namespace {

constexpr std::int64_t kUnusedMsMax = 7 * kMsPerDay;
/// Longer than it takes to find that an older database was put back, and to put it right.
constexpr std::chrono::hours kUnnamedKept{30 * 24};
constexpr std::size_t kUnnamedMax = 100;
/// Files are removed under the writer's lock: a few at a time.
constexpr std::size_t kOrphansAtOnceMax = 50;

Errors NoSuchFile() {
  return Fail(ErrorCode::kNotFound, "没有这个文件，或您无权查看",
              "there is no such file, or you may not see it");
}

/// Why what has come in is no evidence.
std::optional<Errors> WhyNot(Vault& vault, const VaultUpload::Kept& kept, std::string_view name) {
  const auto file = vault.Open(kept.digest);
  if (!file) return std::nullopt;  // Collected meanwhile: whoever keeps it looks again.
  const FileBytes bytes{kept.bytes, [&](std::int64_t offset, std::size_t size) {
                          return (*file)->Read(offset, size);
                        }};
  auto why = WhyNoEvidence(kept.type, name, bytes);
  if (!why) return std::nullopt;
  return Fail(ErrorCode::kInvalidInput, std::move(why->chinese), std::move(why->english));
}

/// The unit that a file's fact is of today: submissions move to a unit's successor.
std::string UnitToday(const View& view, const FileUse& use) {
  const auto* const kept = view.state().Find<SubmissionFact>(use.fact_id);
  return kept != nullptr ? std::string(kept->fact.unit) : use.unit;
}

bool MayRead(const CallerView& view, const FileUse& use) {
  return view.May(Action::kReadEvidence, use.unit) ||
         view.May(Action::kReadEvidence, UnitToday(view, use));
}

/// Bytes that no row names go. Under the writer's lock nobody can come to name them meanwhile: who
/// uploads them anew either has a row by now, or finds them gone (KeepUpload) and is told so.
void RemoveUnnamed(School& school, std::span<const std::string> digests) {
  const auto removed = school.store().Write([&](WriteTx& tx) -> Result<void> {
    for (const std::string& digest : digests) {
      if (!FindFile(tx, digest)) school.parts().vault.Remove(digest);
    }
    return {};
  });
  static_cast<void>(removed);
}

/// What a fact calls a file of its own.
struct NamedFile {
  Instant at;
  std::string name;
};

void AddNames(std::vector<NamedFile>& names, std::string_view digest, Instant at,
              const std::vector<FileRef>& files) {
  for (const FileRef& file : files) {
    if (file.digest == digest) names.push_back({at, file.name});
  }
}

/// What the ledger calls a file where it is used; what waits for a second person has no name yet.
std::vector<NamedFile> NamesOf(const SchoolState& state, const FileUse& use) {
  std::vector<NamedFile> names;
  if (const auto* submission = state.Find<SubmissionFact>(use.fact_id)) {
    AddNames(names, use.digest, submission->fact.at, submission->fact.files);
  }
  if (const auto* check = state.Find<SelfCheckFact>(use.fact_id)) {
    AddNames(names, use.digest, check->fact.at, check->fact.files);
  }
  if (const auto* feedback = state.Find<FeedbackFact>(use.fact_id)) {
    for (const Objection& objection : feedback->fact.objections) {
      AddNames(names, use.digest, feedback->fact.at, objection.files);
    }
  }
  return names;
}

/// The latest name that the caller may know, ended by the content; a part of its digest where there
/// is none.
std::string NameToShow(const CallerView& view, const StoredFile& file,
                       const std::vector<FileUse>& uses) {
  NamedFile latest{{}, file.digest.substr(0, 12)};
  for (const FileUse& use : uses) {
    if (!MayRead(view, use)) continue;
    for (NamedFile& named : NamesOf(view.state(), use)) {
      if (named.at >= latest.at) latest = std::move(named);
    }
  }
  return NameFor(file.type, latest.name);
}

ResultOrErrors<void> MayUpload(const School& school, const Caller& caller) {
  if (MayDoSomewhere(caller.held, Action::kHandIn) ||
      MayDoSomewhere(caller.held, Action::kHandInOnBehalf)) {
    return {};
  }
  return school.Refuse(caller, Action::kHandIn, {});
}

/// Of files whose rows are gone. Where the disk fails they are orphans again, for the next time,
/// but nobody's to hand in.
void RemoveOrphans(School& school, const std::vector<StoredFile>& files) {
  std::vector<std::string> digests;
  for (const StoredFile& file : files) digests.push_back(file.digest);
  try {
    RemoveUnnamed(school, digests);
  } catch (const VaultBroken&) {
    const auto kept = school.store().Write([&](WriteTx& tx) -> Result<void> {
      for (const StoredFile& file : files) AddFile(tx, file);
      return {};
    });
    static_cast<void>(kept);
    throw;
  }
}

/// With `files` more of `bytes` together.
ResultOrErrors<void> CheckUnused(const ReadTx& tx, const School& school, const Caller& caller,
                                 int files, std::int64_t bytes) {
  const SchoolOptions& options = school.options();
  const UnusedUploads unused = CountUnusedUploads(tx, caller.account);
  if (unused.files + files <= options.unused_files_max &&
      unused.bytes + bytes <= options.unused_bytes_max) {
    return {};
  }
  const std::int64_t megabytes = unused.bytes >> 20;
  return Fail(ErrorCode::kConflict,
              Concat("您已上传而没有报送的材料有 ", unused.files, " 个、", megabytes,
                     " MB，再传就超过了上限（", options.unused_files_max, " 个、",
                     options.unused_bytes_max >> 20,
                     " MB）；请先报送已上传的材料再继续，没有报送的满 7 天自动清除"),
              Concat("you have uploaded ", unused.files, " files (", megabytes,
                     " MB) and not handed them in, and may have ", options.unused_files_max, " (",
                     options.unused_bytes_max >> 20,
                     " MB); hand them in first, what is left goes after 7 days"));
}

}  // namespace

ResultOrErrors<Seat> BeginUpload(School& school, const Caller& caller, std::int64_t bytes) {
  if (const auto may = MayUpload(school, caller); !may) return may.error();
  Seat seat = school.uploads().Take(caller.account);
  if (!seat) {
    return Fail(
        ErrorCode::kTooMany,
        Concat("您正在同时上传 ", School::kUploadsAtOnceMax, " 个文件，请等其中的传完再继续"),
        Concat(School::kUploadsAtOnceMax, " of your files are coming in; wait for them to be up"),
        "5");
  }
  if (school.parts().vault.FreeBytes() - bytes < school.options().free_bytes_min) {
    Log(LogLevel::kWarning, "disk_full", {{"account", caller.account}});
    return Fail(
        ErrorCode::kBusy, "服务器的磁盘空间不足，暂时不能上传；请告知系统管理员清理磁盘，之后再传",
        "the server's disk is nearly full: no uploads until its administrator has made room");
  }
  const auto room = school.store().Read(
      [&](const ReadTx& tx) { return CheckUnused(tx, school, caller, 1, bytes); });
  if (!room) return room.error();
  return seat;
}

ResultOrErrors<UploadAnswer> KeepUpload(School& school, const Caller& caller, VaultUpload& upload,
                                        std::string_view name) {
  if (const auto may = MayUpload(school, caller); !may) return may.error();
  const auto kept = upload.Finish();
  if (!kept) return Errors{kept.error()};
  if (auto why = WhyNot(school.parts().vault, *kept, name)) {
    RemoveUnnamed(school, std::span(&kept->digest, 1));
    return std::move(*why);
  }
  const auto added = school.store().Write([&](WriteTx& tx) -> ResultOrErrors<void> {
    // The same bytes may have been an orphan that was collected since they were found there.
    if (!school.parts().vault.Has(kept->digest)) {
      return Fail(ErrorCode::kBusy, "文件没有存好，请再上传一次",
                  "the file was not kept, upload it again");
    }
    const Instant now = school.parts().clock.Now();
    AddFile(tx, {kept->digest, kept->bytes, kept->type, caller.account, now});
    AddUpload(tx, kept->digest, caller.account, now);
    return CheckUnused(tx, school, caller, 0, 0);
  });
  if (!added) {
    RemoveUnnamed(school, std::span(&kept->digest, 1));
    return added.error();
  }
  return UploadAnswer{kept->digest, kept->bytes, kept->type,
                      name.empty() ? std::string() : NameFor(kept->type, name)};
}

ResultOrErrors<FileToShow> FindFileToShow(const School& school, const Caller& caller,
                                          std::string_view digest) {
  struct Found {
    std::optional<StoredFile> file;
    bool uploaded = false;
    std::vector<FileUse> uses;
  };
  const Found found = school.store().Read([&](const ReadTx& tx) {
    Found rows;
    rows.file = FindFile(tx, digest);
    if (!rows.file) return rows;
    rows.uploaded = HasUploaded(tx, digest, caller.account);
    rows.uses = ReadFileUses(tx, digest);
    return rows;
  });
  if (!found.file) return NoSuchFile();
  const CallerView view(school, caller, school.parts().clock.Now());
  const bool may = found.uploaded || std::ranges::any_of(found.uses, [&](const FileUse& use) {
                     return MayRead(view, use);
                   });
  if (!may) return NoSuchFile();
  return FileToShow{found.file->digest, found.file->type, found.file->bytes,
                    NameToShow(view, *found.file, found.uses)};
}

int CollectOrphans(School& school) {
  const Instant before = {school.parts().clock.Now().ms - kUnusedMsMax};
  int removed = 0;
  while (true) {
    // The rows first: bytes that no row names are less harm than a row whose bytes are gone.
    const auto dropped = school.store().Write([&](WriteTx& tx) -> Result<std::vector<StoredFile>> {
      auto unused = ReadUnusedFiles(tx, before);
      unused.resize(std::min(unused.size(), kOrphansAtOnceMax));
      for (const StoredFile& file : unused) DropFile(tx, file.digest);
      return unused;
    });
    RemoveOrphans(school, *dropped);
    removed += static_cast<int>(dropped->size());
    if (dropped->size() < kOrphansAtOnceMax) return removed;
  }
}

int CollectUnnamed(School& school) {
  std::vector<std::string> unnamed = school.parts().vault.ListOlderThan(kUnnamedKept);
  std::set<std::string> named;
  school.store().Read([&](const ReadTx& tx) {
    for (StoredFile& file : ReadFiles(tx)) named.insert(std::move(file.digest));
    return true;
  });
  std::erase_if(unnamed, [&](const std::string& digest) { return named.contains(digest); });
  if (unnamed.size() > kUnnamedMax) {
    Log(LogLevel::kError, "vault_files_unnamed",
        {{"files", Concat(unnamed.size())},
         {"remedy", "nothing was removed: is this the database that belongs to the vault?"}});
    return 0;
  }
  RemoveUnnamed(school, unnamed);
  return static_cast<int>(unnamed.size());
}

VaultReport CheckVault(School& school) {
  VaultReport report;
  std::map<std::string, VaultProblem> problems;
  std::map<std::string, Vault::Found> found;
  Vault& vault = school.parts().vault;
  vault.Check([&](const Vault::Found& file) {
    ++report.files;
    report.bytes += file.bytes;
    found.emplace(file.digest, file);
  });
  std::vector<FileUse> uses;
  std::map<std::string, StoredFile> known;
  // The tables come second: what was uploaded meanwhile is in both by then.
  school.store().Read([&](const ReadTx& tx) {
    for (StoredFile& file : ReadFiles(tx)) known.emplace(file.digest, std::move(file));
    uses = ReadAllFileUses(tx);
    return true;
  });
  for (const auto& [digest, file] : known) {
    if (!found.contains(digest) && !vault.Has(digest)) {
      problems[digest] = {digest, VaultFinding::kMissing, file.bytes, {}};
    }
  }
  for (const auto& [digest, file] : found) {
    if (!file.whole) {
      problems[digest] = {digest, VaultFinding::kCorrupted, file.bytes, {}};
    } else if (!known.contains(digest)) {
      problems[digest] = {digest, VaultFinding::kUnknown, file.bytes, {}};
    }
  }
  for (const FileUse& use : uses) {
    const auto problem = problems.find(use.digest);
    if (problem == problems.end()) continue;
    problem->second.used_by.push_back(Concat(use.unit, " ", use.fact_kind, " ", use.fact_id));
  }
  for (auto& [digest, problem] : problems) report.problems.push_back(std::move(problem));
  return report;
}

}  // namespace shouze
