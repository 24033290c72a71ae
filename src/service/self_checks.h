#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ledger/kept_facts.h"
#include "service/handed_files.h"
#include "service/use_case.h"

/// 自查 (Article 11): what a unit says of itself, line by line, beside what is computed. It changes
/// no score.
namespace shouze {

/// What is said of one line.
struct SelfCheckLine {
  Label indicator;
  Declared declared = Declared::kDone;
  std::string remark;
  std::vector<HandedFile> files;
};
SHOUZE_DESCRIBE(SelfCheckLine, indicator, declared, remark, files)

struct SelfCheckRequest {
  int year = 0;
  Label unit;
  std::vector<SelfCheckLine> lines;  ///< Those that are said anew.
};
SHOUZE_DESCRIBE(SelfCheckRequest, year, unit, lines)

struct SelfCheckChanged {
  int lines = 0;
};
SHOUZE_DESCRIBE(SelfCheckChanged, lines)

/// While facts of the year may change. Errors: kInvalidInput at `/lines/N/…`.
extern const WriteCase<SelfCheckRequest, SelfCheckChanged> kDeclareSelfCheck;

/// How what was said differs from what is computed.
enum class Difference : std::uint8_t {
  kNone,
  kLost,      ///< Said to be done, and points are lost.
  kOpen,      ///< Said to be done, and something is still to be handed in or given back.
  kNotLost,   ///< Said not to be done, and nothing is lost or open.
  kOccurred,  ///< Said that there was nothing, and there was.
};
SHOUZE_DESCRIBE_ENUM(Difference, kNone, kLost, kOpen, kNotLost, kOccurred)

struct SelfCheckRow {
  std::string indicator;
  std::string name;
  std::string requirement;
  Points points;
  Points score;
  Points at_risk;
  bool not_occurred = false;
  std::vector<std::string> reasons;  ///< 扣分依据
  int open = 0;                      ///< Tasks to do now, returned ones included.
  std::optional<Declared> declared;
  std::string remark;
  std::vector<FileRef> files;
  std::optional<Instant> at;
  std::string by;
  Difference difference = Difference::kNone;
  std::string difference_text;
};
SHOUZE_DESCRIBE(SelfCheckRow, indicator, name, requirement, points, score, at_risk, not_occurred,
                reasons, open, declared, remark, files, at, by, difference, difference_text)

struct ReadSelfCheckRequest {
  int year = 0;
  Label unit;
};
SHOUZE_DESCRIBE(ReadSelfCheckRequest, year, unit)

struct SelfCheckAnswer {
  std::string unit_name;
  bool can_declare = false;
  int declared = 0;
  int differences = 0;
  std::vector<SelfCheckRow> lines;  ///< In the policy's order.
};
SHOUZE_DESCRIBE(SelfCheckAnswer, unit_name, can_declare, declared, differences, lines)

extern const CallerReadCase<ReadSelfCheckRequest, SelfCheckAnswer> kReadSelfCheck;

}  // namespace shouze
