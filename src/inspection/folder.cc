#include "inspection/folder.h"

#include <algorithm>
#include <cctype>
#include <utility>

#include "base/file_name.h"
#include "base/text.h"
#include "service/sheets.h"
#include "system/file_kinds.h"

namespace shouze::inspection {
namespace {

// With the top folder's and the slashes these leave a file's name 31 units at the least.
constexpr std::size_t kAspectUnits = 16, kLineUnits = 20, kUnitUnits = 16, kTaskUnits = 24;
/// Where there is room the task takes what a file of this length leaves.
constexpr std::size_t kFileUnits = 48;

std::string Lower(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return lower;
}

std::string TwoDigits(std::string_view number) {
  return Concat(number.size() == 1 ? "0" : "", number);
}

std::string FolderOf(const ScoreFormLine& line) {
  const std::string aspect = Concat(TwoDigits(line.aspect), " ", line.aspect_name);
  const std::string indicator = Concat(line.indicator, " ", line.name);
  return Concat(SafeFileName(aspect, kAspectUnits), "/", SafeFileName(indicator, kLineUnits), "/");
}

/// The newest that was handed in, unless it was returned.
const SubmissionRow* CountedOf(const ObligationRow& row) {
  if (row.submissions.empty()) return nullptr;
  const SubmissionRow& newest = row.submissions.front();
  const bool returned =
      !newest.reviews.empty() && newest.reviews.back().verdict == Verdict::kReturned;
  return returned ? nullptr : &newest;
}

Task TaskOf(const ObligationRow& row, const std::string& folder, Paths& paths) {
  Task task{Concat(row.action, row.record_title.empty() ? "" : "：", row.record_title),
            row.action,
            row.due_text,
            row.state_name,
            {},
            {},
            {}};
  const SubmissionRow* const counted = CountedOf(row);
  if (counted == nullptr) return task;
  task.handed_at = counted->at;
  task.review = counted->reviews.empty() ? "待审核" : "通过";
  if (counted->files.empty()) return task;
  const std::size_t left = paths.UnitsLeft(folder);
  const std::string own = paths.TakeFolder(
      folder, task.name, std::max(kTaskUnits, left - std::min(left, kFileUnits + 1)));
  for (const FileRef& file : counted->files) {
    task.files.push_back(
        {paths.Take(own, NameFor(file.type, file.name)), file.name, file.digest, file.bytes});
  }
  return task;
}

}  // namespace

std::string Paths::TakeFree(const std::string& folder, std::string_view name, std::size_t units) {
  const std::string safe = SafeFileName(name, units);
  const std::string extension(ExtensionOf(safe));
  std::string path = folder + safe;
  for (int number = 2;; ++number) {
    const std::string key = Lower(path);
    const auto at = std::ranges::lower_bound(taken_, key);
    if (at == taken_.end() || *at != key) {
      taken_.insert(at, key);
      return path;
    }
    const std::string mark = Concat(" (", number, ")");
    const std::size_t left = units - std::min(units, Utf16Units(mark) + Utf16Units(extension));
    const std::string_view stem = std::string_view(safe).substr(0, safe.size() - extension.size());
    path = Concat(folder, CutToUnits(stem, left), mark, extension);
  }
}

std::size_t Paths::UnitsLeft(std::string_view folder) const {
  const std::size_t before = top_units_ + 1 + Utf16Units(folder);
  return kPathUnitsMax - std::min(kPathUnitsMax, before);
}

std::string Paths::Take(const std::string& folder, std::string_view name) {
  constexpr std::size_t kLeastUnits = 12;
  return TakeFree(folder, name, std::max(kLeastUnits, UnitsLeft(folder)));
}

std::string Paths::TakeFolder(const std::string& parent, std::string_view name, std::size_t units) {
  return TakeFree(parent, name, units) + "/";
}

ResultOrErrors<UnitFolder> ReadUnitFolder(const School& school, const Caller& caller,
                                          const Wanted& whole, const std::string& unit,
                                          Paths& paths) {
  auto form = school.Run(kReadScoreForm, caller, {whole.year, Label(unit), FormOf::kStanding});
  if (!form) return form.error();
  const auto tasks = school.Run(kListObligations, caller, {whole.year, Label(unit)});
  if (!tasks) return tasks.error();
  auto records = school.Run(kListUnitRecords, caller, {whole.year, Label(unit), {}});
  if (!records) return records.error();
  UnitFolder folder{std::move(*form), {}, std::move(records->records)};
  for (const ScoreFormLine& one : folder.form.lines) {
    Line line{one, {}};
    std::string place = FolderOf(one);
    if (whole.unit.empty()) place = paths.TakeFolder(place, folder.form.unit_name, kUnitUnits);
    for (const ObligationRow& row : tasks->obligations) {
      if (row.indicator == one.indicator) line.tasks.push_back(TaskOf(row, place, paths));
    }
    folder.lines.push_back(std::move(line));
  }
  return folder;
}

}  // namespace shouze::inspection
