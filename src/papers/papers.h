#pragma once

#include <span>
#include <string>

#include "base/civil.h"
#include "documents/document.h"
#include "documents/workbook.h"
#include "service/feedback.h"
#include "service/objections.h"
#include "service/results.h"
#include "service/score_form.h"
#include "service/year_on_year.h"

/// 文书: what the year's documents say. Source: Articles 8 and 10, 附件 1; GB/T 9704-2012 for their
/// parts and order.
namespace shouze::papers {

/// Who writes, when, and under which number.
struct Letterhead {
  std::string school;
  std::string office;  ///< 网络安全领导小组办公室
  std::string number;  ///< 发文字号; empty: left blank.
  Instant at;
  UtcOffset offset;
  std::string public_url;  ///< Where the school is reached; empty: no codes to scan.
};

/// 初评结果通知, to one unit. `form` is its initial sheet; `feedback` tells until when its word is
/// awaited.
documents::Document NoticeOfInitialResult(const Letterhead& head, const ScoreFormAnswer& form,
                                          const FeedbackAnswer& feedback);

/// 评价表 in the form of 附件 1, with 得分 and 扣分依据 beside each line. Of a published year it
/// carries a code that leads to where it is verified.
documents::Document ScoreSheet(const Letterhead& head, const ScoreFormAnswer& form);

/// 异议答复, to one unit: each objection with what was answered, and the score before and after.
documents::Document AnswerToObjections(const Letterhead& head, int year,
                                       const FeedbackAnswer& feedback);

/// 结果通报, to all units: what is published of the year (before that, totals and ranking, marked
/// 送审稿). Never a system's name or the text of a finding.
documents::Document Announcement(const Letterhead& head, const ResultsAnswer& results);

/// 分项得分表: each unit's score of each line, on one landscape table.
documents::Document LineScores(const Letterhead& head, const ResultsAnswer& results);

/// 送领导小组的报告: results, distribution, changes since the initial result, vetoes, objections
/// with answers, comments, the years before.
documents::Document Report(const Letterhead& head, const ResultsAnswer& results,
                           const ObjectionsAnswer& objections, const YearOnYearAnswer& years);

/// 排名与明细, for the 领导班子和部门综合考核: ranking, units × lines, 扣分依据, vetoes, the years
/// before. `forms`: each unit's sheet as it stands.
documents::Workbook RankingBook(const Letterhead& head, const ResultsAnswer& results,
                                std::span<const ScoreFormAnswer> forms,
                                const YearOnYearAnswer& years);

/// Several documents of one layout in one file, each on a new page, under a title of their own.
documents::Document Bound(std::string title, std::span<const documents::Document> documents);

}  // namespace shouze::papers
