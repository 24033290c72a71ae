#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

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

/// Reads one unit's, as the caller. Where `whole` is of the school its files stand in a folder of
/// the unit under each line. Of what was handed in several times for one task the newest goes in,
/// unless it was returned.
ResultOrErrors<UnitFolder> ReadUnitFolder(const School& school, const Caller& caller,
                                          const Wanted& whole, const std::string& unit);

/// A name that every file system takes: `/\:*?"<>|`, control characters and what has a meaning at
/// the end are replaced, and it is no longer than 60 characters; an extension is kept.
std::string SafeName(std::string_view name);

/// Gives paths that are already taken a number: `a.pdf`, `a (2).pdf`.
class Paths {
 public:
  std::string Take(const std::string& folder, const std::string& name);

 private:
  std::vector<std::string> taken_;  ///< Sorted, in lower case: Windows tells no case.
};

}  // namespace shouze::inspection
