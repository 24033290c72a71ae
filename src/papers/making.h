#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "exchange/described.h"
#include "papers/papers.h"
#include "service/school.h"

/// From a request to a file: reads what the paper says through the use cases, as the caller, and
/// has it written. Nobody gets on paper what their pages do not show them.
namespace shouze::papers {

enum class PaperFormat : std::uint8_t { kPdf, kDocx, kXlsx };
SHOUZE_DESCRIBE_ENUM(PaperFormat, kPdf, kDocx, kXlsx)

/// Of one unit.
enum class UnitPaper : std::uint8_t {
  kNotice,        ///< 初评结果通知
  kInitialSheet,  ///< 初评评价表
  kSheet,         ///< 评价表 as it stands; once made, the year's result.
  kAnswers,       ///< 异议答复
};
SHOUZE_DESCRIBE_ENUM(UnitPaper, kNotice, kInitialSheet, kSheet, kAnswers)

/// Of the school: the units' ones bound together, and those that are about all.
enum class SchoolPaper : std::uint8_t {
  kNotices,
  kInitialSheets,
  kSheets,
  kAnswers,
  kAnnouncement,  ///< 结果通报
  kLines,         ///< 分项得分表
  kReport,        ///< 送领导小组的报告
  kRanking,       ///< 排名与明细; a workbook.
};
SHOUZE_DESCRIBE_ENUM(SchoolPaper, kNotices, kInitialSheets, kSheets, kAnswers, kAnnouncement,
                     kLines, kReport, kRanking)

struct UnitPaperRequest {
  int year = 0;
  Label unit;
  UnitPaper paper = UnitPaper::kSheet;
  PaperFormat format = PaperFormat::kPdf;
  std::optional<Label> number;  ///< 发文字号; absent: left blank.
};
SHOUZE_DESCRIBE(UnitPaperRequest, year, unit, paper, format, number)

struct SchoolPaperRequest {
  int year = 0;
  SchoolPaper paper = SchoolPaper::kReport;
  PaperFormat format = PaperFormat::kPdf;
  std::optional<Label> number;
};
SHOUZE_DESCRIBE(SchoolPaperRequest, year, paper, format, number)

/// A file.
struct MadePaper {
  std::string name;  ///< 2026 年度… .pdf
  std::string type;
  std::string bytes;
};

/// Of the school, now.
Letterhead LetterheadOf(const School& school, const std::optional<Label>& number);

/// Errors: as of the use cases (kForbidden, kNotFound); kInvalidInput at `/format` where the paper
/// is not written so; kNotFound where there is nothing to say: no initial result, no objections.
ResultOrErrors<MadePaper> Make(const School& school, const Caller& caller,
                               const UnitPaperRequest& request);
ResultOrErrors<MadePaper> Make(const School& school, const Caller& caller,
                               const SchoolPaperRequest& request);

}  // namespace shouze::papers
