#include "service/evidence.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "base/text.h"
#include "store/matter_rows.h"
#include "system/file_type.h"

namespace shouze {
namespace {

constexpr std::int64_t kUnusedMsMax = 7 * kMsPerDay;
/// Files are removed under the writer's lock: a few at a time.
constexpr std::size_t kOrphansAtOnceMax = 50;

Errors NoSuchFile() {
  return Fail(ErrorCode::kNotFound, "没有这个文件，或您无权查看",
              "there is no such file, or you may not see it");
}

Errors NoEvidence(std::string_view type) {
  return Fail(ErrorCode::kInvalidInput,
              Concat("这种文件（", type,
                     "）不能作为佐证材料；请上传 PDF、图片、Office 文档、OFD、文本或 ZIP"),
              Concat("files of this type (", type, ") are no evidence"));
}

/// The unit that a file's fact is of today: submissions move to a unit's successor.
std::string UnitToday(const View& view, const FileUse& use) {
  const auto* const kept = view.state().Find<SubmissionFact>(use.fact_id);
  return kept != nullptr ? std::string(kept->fact.unit) : use.unit;
}

bool MayRead(const View& view, const FileUse& use) {
  return view.May(Action::kReadEvidence, use.unit) ||
         view.May(Action::kReadEvidence, UnitToday(view, use));
}

/// The bytes go again, unless somebody has kept the same ones before.
void Forget(School& school, const std::string& digest) {
  const auto forgotten = school.store().Write([&](WriteTx& tx) -> Result<void> {
    if (!FindFile(tx, digest)) school.parts().vault.Remove(digest);
    return {};
  });
  static_cast<void>(forgotten);
}

}  // namespace

ResultOrErrors<void> MayUpload(const School& school, const Caller& caller) {
  if (MayDoSomewhere(caller.held, Action::kHandIn) ||
      MayDoSomewhere(caller.held, Action::kHandInOnBehalf)) {
    return {};
  }
  return school.Refuse(caller, Action::kHandIn, {});
}

ResultOrErrors<UploadAnswer> KeepUpload(School& school, const Caller& caller, VaultUpload& upload) {
  if (const auto may = MayUpload(school, caller); !may) return may.error();
  const auto kept = upload.Finish();
  if (!kept) return Errors{kept.error()};
  if (!MayBeEvidence(kept->type)) {
    Forget(school, kept->digest);
    return NoEvidence(kept->type);
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
    return {};
  });
  if (!added) return added.error();
  return UploadAnswer{kept->digest, kept->bytes, kept->type};
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
  const View view(school, caller, school.parts().clock.Now());
  const bool may = found.uploaded || std::ranges::any_of(found.uses, [&](const FileUse& use) {
                     return MayRead(view, use);
                   });
  if (!may) return NoSuchFile();
  return FileToShow{found.file->digest, found.file->type, found.file->bytes};
}

int CollectOrphans(School& school) {
  const Instant before = {school.parts().clock.Now().ms - kUnusedMsMax};
  int removed = 0;
  while (true) {
    // Rows and files go under the writer's lock, so that no upload of the same bytes comes between.
    const auto done = school.store().Write([&](WriteTx& tx) -> Result<int> {
      const auto unused = ReadUnusedFiles(tx, before);
      const std::size_t count = std::min(unused.size(), kOrphansAtOnceMax);
      for (std::size_t i = 0; i < count; ++i) {
        DropFile(tx, unused[i].digest);
        school.parts().vault.Remove(unused[i].digest);
      }
      tx.BeLast();  // What is uploaded now finds the files gone.
      return static_cast<int>(count);
    });
    removed += *done;
    if (*done < static_cast<int>(kOrphansAtOnceMax)) return removed;
  }
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
