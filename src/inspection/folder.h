#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "service/record_reading.h"
#include "service/records.h"
#include "service/school.h"
#include "service/score_form.h"

/// What goes into an inspection's ZIP: everything a unit (or each unit) has handed in, in the order
/// of the regulation.
namespace shouze::inspection {

/// A file of the vault and where it goes.
struct EvidenceFile {
  std::string path;  ///< `01 领导责任制建立/1 签订《网络安全责任书》/…/责任书.pdf`
  std::string name;
  std::string digest;
  std::int64_t bytes = 0;
};

/// One obligation and what was handed in for it.
struct Task {
  std::string name;        ///< 整改：教务系统
  std::string action;      ///< 整改
  std::string due_text;    ///< `2026-04-08 24:00`
  std::string state_name;  ///< 已通过
  std::optional<Instant> handed_at;
  std::string review;  ///< 通过, 待审核; empty: nothing was handed in.
  std::vector<EvidenceFile> files;
};

/// One line of a unit's sheet.
struct Line {
  ScoreFormLine form;
  std::vector<Task> tasks;
};

/// One unit.
struct UnitFolder {
  ScoreFormAnswer form;
  std::vector<Line> lines;         ///< As the form has them.
  std::vector<RecordRow> records;  ///< 台账 of the year.
};

/// What is wanted; an empty unit: the school.
struct Wanted {
  int year = 0;
  std::string unit;
};

/// A path in the ZIP is no longer, its top folder included, in UTF-16 units: Windows gives up at
/// 260 for the whole path, and somebody unpacks it on a desktop or a shared disk. Full names stand
/// in the index.
inline constexpr std::size_t kPathUnitsMax = 160;
/// The most that the top folder takes of them.
inline constexpr std::size_t kTopUnitsMax = 48;

/// Gives paths that are already taken a number: `a.pdf`, `a (2).pdf`.
class Paths {
 public:
  /// `top_units`: the length of the folder that everything stands in.
  explicit Paths(std::size_t top_units = kTopUnitsMax) : top_units_(top_units) {}

  /// What is left for names in a folder (ends with `/`).
  std::size_t UnitsLeft(std::string_view folder) const;
  /// A file's in a folder (ends with `/`), its name cut so that the path is short enough.
  std::string Take(const std::string& folder, std::string_view name);
  /// A new folder's in another one, ending with `/`; its own name of so many units at the most.
  std::string TakeFolder(const std::string& parent, std::string_view name, std::size_t units);

 private:
  std::string TakeFree(const std::string& folder, std::string_view name, std::size_t units);

  std::size_t top_units_;
  std::vector<std::string> taken_;  ///< Sorted, in lower case: Windows tells no case.
};

/// Reads one unit's, as the caller. Where `whole` is of the school its files stand in a folder of
/// the unit under each line. Of what was handed in several times for one task the newest goes in,
/// unless it was returned. `paths`: those of the whole ZIP.
ResultOrErrors<UnitFolder> ReadUnitFolder(const School& school, const Caller& caller,
                                          const Wanted& whole, const std::string& unit,
                                          Paths& paths);

}  // namespace shouze::inspection
