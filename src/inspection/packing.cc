#include "inspection/packing.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "base/digest.h"
#include "base/file_name.h"
#include "base/text.h"
#include "documents/package.h"
#include "documents/write.h"
#include "inspection/index.h"
#include "papers/making.h"
#include "service/results.h"
#include "system/posix_file.h"

namespace shouze::inspection {
namespace {

constexpr std::size_t kPieceBytes = std::size_t{1} << 20;

/// `tell` said to give up.
struct GivenUp {};

/// The ZIP on its way to the disk.
class Zip {
 public:
  Zip(const std::string& path, std::string top, Instant made_at, Progress& progress,
      const Tell& tell)
      : file_(PosixFile::Create(path)),
        top_(std::move(top)),
        progress_(progress),
        tell_(tell),
        writer_([this](std::string_view bytes) { Take(bytes); }, made_at) {}

  /// What was made here.
  void Add(const std::string& path, const std::string& bytes) {
    writer_.Begin(Concat(top_, "/", path), static_cast<std::int64_t>(bytes.size()));
    writer_.Write(bytes);
    Added(path, Sha256Hex(bytes));
  }

  /// A file of the vault. Errors: it is missing, or has another content.
  ResultOrErrors<void> Add(Vault& vault, const EvidenceFile& file) {
    const auto kept = vault.Open(file.digest);
    if (!kept || (*kept)->bytes() != file.bytes) return Decayed(file);
    writer_.Begin(Concat(top_, "/", file.path), file.bytes);
    Sha256 digest;
    std::int64_t at = 0;
    while (at < file.bytes) {
      const std::string piece = (*kept)->Read(at, kPieceBytes);
      if (piece.empty()) return Decayed(file);
      writer_.Write(piece);
      digest.Add(piece);
      at += static_cast<std::int64_t>(piece.size());
      progress_.bytes_done += static_cast<std::int64_t>(piece.size());
      TellNow();
    }
    if (digest.Hex() != file.digest) return Decayed(file);
    Added(file.path, file.digest);
    return {};
  }

  Packed Finish() {
    const std::string sums = SumsText(sums_);
    writer_.Begin(Concat(top_, "/SHA256SUMS.txt"), static_cast<std::int64_t>(sums.size()));
    writer_.Write(sums);
    writer_.Finish();
    file_.Sync();
    return {digest_.Hex(), bytes_};
  }

 private:
  void Take(std::string_view bytes) {
    file_.Write(bytes);
    digest_.Add(bytes);
    bytes_ += static_cast<std::int64_t>(bytes.size());
  }
  void Added(const std::string& path, std::string digest) {
    sums_.push_back({path, std::move(digest)});
    ++progress_.files_done;
    TellNow();
  }
  void TellNow() {
    if (!tell_(progress_)) throw GivenUp();
  }
  static Errors Decayed(const EvidenceFile& file) {
    return Fail(ErrorCode::kConflict,
                Concat("佐证材料“", file.path,
                       "”在库中缺失或已损坏，没有打包；请告知系统管理员运行 "
                       "shouze vault check 并从备份恢复"),
                Concat("the evidence ", file.digest,
                       " is missing or has decayed: nothing was packed; "
                       "run shouze vault check and restore it"));
  }

  PosixFile file_;
  const std::string top_;
  Progress& progress_;
  const Tell& tell_;
  Sha256 digest_;
  std::int64_t bytes_ = 0;
  std::vector<Sum> sums_;
  documents::PackageWriter writer_;
};

/// The units of the ZIP, by code.
ResultOrErrors<std::vector<std::string>> UnitsOf(const School& school, const Caller& caller,
                                                 const Wanted& wanted) {
  if (!wanted.unit.empty()) return std::vector<std::string>{wanted.unit};
  const auto results = school.Run(kReadResults, caller, {wanted.year});
  if (!results) return results.error();
  std::vector<std::string> units;
  for (const ResultRow& row : results->units) {
    if (!row.ended) units.push_back(row.unit);
  }
  std::ranges::sort(units);
  return units;
}

/// What is made of the facts: a name and its bytes.
using Made = std::vector<std::pair<std::string, std::string>>;

ResultOrErrors<Made> MakePapers(const School& school, const Caller& caller, const Wanted& wanted,
                                std::span<const UnitFolder> units, const std::string& title) {
  const papers::Letterhead head = papers::LetterheadOf(school, {});
  Made made;
  auto index = documents::WritePdf(IndexDocument(head, units, title));
  if (!index) return Errors{index.error()};
  made.emplace_back("00 索引.pdf", std::move(*index));
  made.emplace_back("00 索引.xlsx", documents::WriteXlsx(IndexWorkbook(head, units, title)));
  std::vector<documents::Document> sheets;
  for (const UnitFolder& unit : units) sheets.push_back(papers::ScoreSheet(head, unit.form));
  auto bound = documents::WritePdf(papers::Bound(Concat(wanted.year, " 年度评价表"), sheets));
  if (!bound) return Errors{bound.error()};
  made.emplace_back("00 评价表.pdf", std::move(*bound));
  if (wanted.unit.empty()) {
    auto ranking = papers::Make(
        school, caller,
        papers::SchoolPaperRequest{
            wanted.year, papers::SchoolPaper::kRanking, papers::PaperFormat::kXlsx, {}});
    if (!ranking) return ranking.error();
    made.emplace_back("00 排名与明细.xlsx", std::move(ranking->bytes));
  }
  return made;
}

/// Every file of the vault that goes in, in order.
std::vector<const EvidenceFile*> FilesOf(std::span<const UnitFolder> units) {
  std::vector<const EvidenceFile*> files;
  for (const UnitFolder& unit : units) {
    for (const Line& line : unit.lines) {
      for (const Task& task : line.tasks) {
        for (const EvidenceFile& file : task.files) files.push_back(&file);
      }
    }
  }
  std::ranges::stable_sort(files, {}, &EvidenceFile::path);
  return files;
}

ResultOrErrors<std::vector<UnitFolder>> ReadUnits(const School& school, const Caller& caller,
                                                  const Wanted& wanted, std::size_t top_units) {
  const auto codes = UnitsOf(school, caller, wanted);
  if (!codes) return codes.error();
  std::vector<UnitFolder> units;
  Paths paths(top_units);
  for (const std::string& code : *codes) {
    auto unit = ReadUnitFolder(school, caller, wanted, code, paths);
    if (!unit) return unit.error();
    units.push_back(std::move(*unit));
  }
  return units;
}

ResultOrErrors<void> CheckRoom(const School& school, std::int64_t bytes) {
  if (school.parts().vault.FreeBytes() - bytes >= school.options().free_bytes_min) return {};
  return Fail(
      ErrorCode::kBusy,
      Concat("服务器的磁盘空间不足，打包需要约 ", (bytes >> 20) + 1, " MB；请告知系统管理员"),
      Concat("the disk has too little room for ", (bytes >> 20) + 1, " MB"));
}

}  // namespace

ResultOrErrors<std::string> TitleOf(const School& school, const Caller& caller,
                                    const Wanted& wanted) {
  std::string unit;
  if (!wanted.unit.empty()) {
    const auto form =
        school.Run(kReadScoreForm, caller, {wanted.year, Label(wanted.unit), FormOf::kStanding});
    if (!form) return form.error();
    unit = Concat(form->unit_name, " ");
  } else if (const auto results = school.Run(kReadResults, caller, {wanted.year}); !results) {
    return results.error();
  }
  const std::string& name = school.options().name;
  const std::string what = Concat(unit, wanted.year, " 年度网络安全迎检材料");
  const std::string whole = Concat(name, name.empty() ? "" : " ", what);
  // Cut at its end it would no longer say what it is.
  return SafeFileName(Utf16Units(whole) <= kTopUnitsMax ? whole : what, kTopUnitsMax);
}

ResultOrErrors<Packed> Pack(const School& school, const Caller& caller, const Wanted& wanted,
                            const std::string& title, const std::string& path, const Tell& tell) {
  const auto units = ReadUnits(school, caller, wanted, Utf16Units(title));
  if (!units) return units.error();
  const auto made = MakePapers(school, caller, wanted, *units, title);
  if (!made) return made.error();
  const auto files = FilesOf(*units);
  Progress progress{0, static_cast<std::int64_t>(made->size() + files.size()), 0, 0};
  for (const EvidenceFile* file : files) progress.bytes += file->bytes;
  if (const auto room = CheckRoom(school, progress.bytes); !room) return room.error();
  try {
    Zip zip(path, title, school.parts().clock.Now(), progress, tell);
    for (const auto& [name, bytes] : *made) zip.Add(name, bytes);
    for (const EvidenceFile* file : files) {
      if (const auto added = zip.Add(school.parts().vault, *file); !added) return added.error();
    }
    return zip.Finish();
  } catch (const GivenUp&) {
    return Fail(ErrorCode::kBusy, "服务停止，打包中断，请重新生成",
                "the server stopped: make it anew");
  }
}

}  // namespace shouze::inspection
