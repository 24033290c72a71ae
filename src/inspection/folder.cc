#include "inspection/folder.h"

#include <algorithm>
#include <cctype>
#include <utility>

#include "base/text.h"
#include "service/sheets.h"

namespace shouze::inspection {
namespace {

constexpr std::size_t kNameLengthMax = 60;
/// By Windows, in names.
constexpr std::string_view kForbidden = "/\\:*?\"<>|";

/// The first `length` characters.
std::string_view Cut(std::string_view text, std::size_t length) {
  std::size_t at = 0;
  for (std::size_t n = 0; at < text.size(); ++n) {
    if (n == length) break;
    do ++at;
    while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80);
  }
  return text.substr(0, at);
}

std::string Lower(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return lower;
}

std::string_view ExtensionOf(std::string_view name) {
  const std::size_t dot = name.rfind('.');
  if (dot == std::string_view::npos || dot == 0 || name.size() - dot > 10) return {};
  return name.substr(dot);
}

std::string TwoDigits(std::string_view number) {
  return Concat(number.size() == 1 ? "0" : "", number);
}

std::string FolderOf(const ScoreFormLine& line) {
  return Concat(SafeName(Concat(TwoDigits(line.aspect), " ", line.aspect_name)), "/",
                SafeName(Concat(line.indicator, " ", line.name)), "/");
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
            row.due_text,
            row.state_name,
            {},
            {},
            {}};
  const SubmissionRow* const counted = CountedOf(row);
  if (counted == nullptr) return task;
  task.handed_at = counted->at;
  task.review = counted->reviews.empty() ? "待审核" : "通过";
  const std::string own = Concat(folder, SafeName(task.name), "/");
  for (const FileRef& file : counted->files) {
    task.files.push_back(
        {paths.Take(own, SafeName(file.name)), file.name, file.digest, file.bytes});
  }
  return task;
}

}  // namespace

std::string SafeName(std::string_view name) {
  std::string safe;
  for (const char c : name) {
    const auto byte = static_cast<unsigned char>(c);
    const bool bad = byte < 0x20 || byte == 0x7F || kForbidden.find(c) != std::string_view::npos;
    safe += bad ? '_' : c;
  }
  while (!safe.empty() && (safe.back() == '.' || safe.back() == ' ')) safe.pop_back();
  while (safe.starts_with('.') || safe.starts_with(' ')) safe.erase(0, 1);
  if (safe.empty()) return "_";
  const std::string extension(ExtensionOf(safe));
  safe.resize(safe.size() - extension.size());
  return Concat(Cut(safe, kNameLengthMax), extension);
}

std::string Paths::Take(const std::string& folder, const std::string& name) {
  const std::string extension(ExtensionOf(name));
  const std::string stem = name.substr(0, name.size() - extension.size());
  std::string path = folder + name;
  for (int number = 2;; ++number) {
    const std::string key = Lower(path);
    const auto at = std::ranges::lower_bound(taken_, key);
    if (at == taken_.end() || *at != key) {
      taken_.insert(at, key);
      return path;
    }
    path = Concat(folder, stem, " (", number, ")", extension);
  }
}

ResultOrErrors<UnitFolder> ReadUnitFolder(const School& school, const Caller& caller,
                                          const Wanted& whole, const std::string& unit) {
  auto form = school.Run(kReadScoreForm, caller, {whole.year, Label(unit), FormOf::kStanding});
  if (!form) return form.error();
  const auto tasks = school.Run(kListObligations, caller, {whole.year, Label(unit)});
  if (!tasks) return tasks.error();
  auto records = school.Run(kListUnitRecords, caller, {whole.year, Label(unit), {}});
  if (!records) return records.error();
  UnitFolder folder{std::move(*form), {}, std::move(records->records)};
  Paths paths;
  for (const ScoreFormLine& one : folder.form.lines) {
    Line line{one, {}};
    std::string place = FolderOf(one);
    if (whole.unit.empty()) place += SafeName(folder.form.unit_name) + "/";
    for (const ObligationRow& row : tasks->obligations) {
      if (row.indicator == one.indicator) line.tasks.push_back(TaskOf(row, place, paths));
    }
    folder.lines.push_back(std::move(line));
  }
  return folder;
}

}  // namespace shouze::inspection
