#pragma once

#include <optional>
#include <string>
#include <vector>

#include "service/school.h"
#include "service/use_case.h"

/// 评价表: a sheet in the words of the regulation's own form (附件 1), as it is printed.
namespace shouze {

/// 扣分依据 of a line, a sentence each, without the line's name: `−5：漏洞 v1（教务系统）应于 …`
std::vector<std::string> ReasonsOf(const Sheet& sheet, const ScoreLine& line);

/// Which sheet.
enum class FormOf : std::uint8_t {
  kStanding,  ///< As it stands; once the year's result is made, that.
  kInitial,   ///< 初评.
};
SHOUZE_DESCRIBE_ENUM(FormOf, kStanding, kInitial)

struct ScoreFormRequest {
  int year = 0;
  Label unit;
  FormOf of = FormOf::kStanding;
};
SHOUZE_DESCRIBE(ScoreFormRequest, year, unit, of)

/// One line of the form.
struct ScoreFormLine {
  std::string aspect;
  std::string aspect_name;
  std::string indicator;
  std::string name;
  std::string requirement;  ///< 工作要求
  std::string scoring;      ///< 评分细则
  Points points;
  Points score;
  Points at_risk;
  bool not_occurred = false;
  std::vector<std::string> reasons;
};
SHOUZE_DESCRIBE(ScoreFormLine, aspect, aspect_name, indicator, name, requirement, scoring, points,
                score, at_risk, not_occurred, reasons)

struct ScoreFormAnswer {
  int year = 0;
  std::string stage_name;  ///< 初评, 年度结果; 未冻结 of a live sheet.
  std::string policy_title;
  std::string policy_document;
  std::string unit;
  std::string unit_name;
  std::string kind_name;
  Instant as_of;
  bool ended = false;
  bool vetoed = false;
  Points total;
  Points computed_total;
  Points score_max;
  Points at_risk;                   ///< In all.
  std::vector<std::string> vetoes;  ///< A sentence each.
  std::vector<ScoreFormLine> lines;
  std::string digest;      ///< Of the frozen sheet; empty of a live one.
  bool published = false;  ///< It is the one in force of a published year: it can be verified.
};
SHOUZE_DESCRIBE(ScoreFormAnswer, year, stage_name, policy_title, policy_document, unit, unit_name,
                kind_name, as_of, ended, vetoed, total, computed_total, score_max, at_risk, vetoes,
                lines, digest, published)

/// Errors: kNotFound where there is no such unit, or no initial result of it that may be seen.
extern const CallerReadCase<ScoreFormRequest, ScoreFormAnswer> kReadScoreForm;

}  // namespace shouze
