#pragma once

#include <string>
#include <vector>

#include "service/cycles.h"
#include "service/use_case.h"

/// 上年结转: what goes on into a year from the one before. Units and posts hold from day to day and
/// need nothing; what is due after the year's end is the next one's by itself (DESIGN 3.2);
/// standing things (信息系统) are registered again.
namespace shouze {

/// A standing record of the year before.
struct StandingRow {
  std::string record;
  std::string kind;
  std::string kind_name;
  std::string title;
  std::vector<std::string> units;
  FieldValues fields;   ///< As it would be registered: without its dates, which are past.
  std::string carried;  ///< The record that it became; empty: not carried over yet.
};
SHOUZE_DESCRIBE(StandingRow, record, kind, kind_name, title, units, fields, carried)

/// An obligation of an earlier year that this one judges.
struct OpenMatterRow {
  std::string unit;
  std::string unit_name;
  std::string obligation;
  std::string text;  ///< 漏洞整改：漏洞 r12（教务系统）
  std::string due_text;
};
SHOUZE_DESCRIBE(OpenMatterRow, unit, unit_name, obligation, text, due_text)

struct CarryOverAnswer {
  int from = 0;  ///< The year before; 0: there is none.
  std::vector<StandingRow> standing;
  std::vector<OpenMatterRow> open;
};
SHOUZE_DESCRIBE(CarryOverAnswer, from, standing, open)

extern const ReadCase<CycleRequest, CarryOverAnswer> kListCarryOver;

struct CarryOverRequest {
  int year = 0;
  std::vector<Label> records;  ///< Standing ones of the year before.
};
SHOUZE_DESCRIBE(CarryOverRequest, year, records)

struct CarriedAnswer {
  std::vector<std::string> records;  ///< The new ones, in their order.
};
SHOUZE_DESCRIBE(CarriedAnswer, records)

/// Registers them in the year, with nothing marked done: at now, or the year's first instant where
/// that is later. Errors: as of registering (record_rules.h); kConflict for one that is carried
/// over already, has no unit left or needs a second person, and once the year has ended.
extern const WriteCase<CarryOverRequest, CarriedAnswer> kCarryOver;

}  // namespace shouze
