#include "papers/making.h"

#include <utility>
#include <vector>

#include "base/text.h"
#include "documents/write.h"
#include "system/file_kinds.h"

namespace shouze::papers {
namespace {

using documents::Document;

constexpr std::string_view kPdfType = "application/pdf";
constexpr std::string_view kDocxType =
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
constexpr std::string_view kXlsxType =
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// Whoever asks, and for which year.
struct Desk {
  const School& school;
  const Caller& caller;
  int year;
  Letterhead head;

  ResultOrErrors<ScoreFormAnswer> Form(const std::string& unit, FormOf of) const {
    return school.Run(kReadScoreForm, caller, ScoreFormRequest{year, Label(unit), of});
  }
  ResultOrErrors<FeedbackAnswer> Feedback(const std::string& unit) const {
    return school.Run(kReadFeedback, caller, FeedbackRequest{year, Label(unit)});
  }
  ResultOrErrors<ResultsAnswer> Results() const {
    return school.Run(kReadResults, caller, CycleRequest{year});
  }
  ResultOrErrors<YearOnYearAnswer> Years() const {
    return school.Run(kReadYearOnYear, caller, CycleRequest{year});
  }
};

ResultOrErrors<Document> SheetOf(const Desk& desk, const std::string& unit, FormOf of) {
  const auto form = desk.Form(unit, of);
  if (!form) return form.error();
  return ScoreSheet(desk.head, *form);
}

ResultOrErrors<Document> NoticeOf(const Desk& desk, const std::string& unit) {
  const auto form = desk.Form(unit, FormOf::kInitial);
  if (!form) return form.error();
  const auto feedback = desk.Feedback(unit);
  if (!feedback) return feedback.error();
  return NoticeOfInitialResult(desk.head, *form, *feedback);
}

bool HasObjections(const FeedbackAnswer& feedback) {
  return feedback.feedback && feedback.feedback->signed_at &&
         !feedback.feedback->objections.empty();
}

ResultOrErrors<Document> AnswersOf(const Desk& desk, const std::string& unit) {
  const auto feedback = desk.Feedback(unit);
  if (!feedback) return feedback.error();
  if (!HasObjections(*feedback)) {
    return Fail(ErrorCode::kNotFound,
                Concat(feedback->unit_name, "没有经负责人签署的异议，无需答复"),
                Concat(unit, " has signed no objection, so there is nothing to answer"));
  }
  return AnswerToObjections(desk.head, desk.year, *feedback);
}

ResultOrErrors<Document> UnitDocument(const Desk& desk, const std::string& unit, UnitPaper paper) {
  switch (paper) {
    case UnitPaper::kNotice:
      return NoticeOf(desk, unit);
    case UnitPaper::kInitialSheet:
      return SheetOf(desk, unit, FormOf::kInitial);
    case UnitPaper::kSheet:
      return SheetOf(desk, unit, FormOf::kStanding);
    case UnitPaper::kAnswers:
      return AnswersOf(desk, unit);
  }
  std::abort();
}

/// The same paper of every unit that has it.
ResultOrErrors<Document> BoundOf(const Desk& desk, UnitPaper paper, std::string title) {
  const auto results = desk.Results();
  if (!results) return results.error();
  std::vector<Document> all;
  for (const ResultRow& row : results->units) {
    if (row.ended || (paper == UnitPaper::kAnswers && row.objections == 0)) continue;
    auto one = UnitDocument(desk, row.unit, paper);
    if (!one) return one.error();
    all.push_back(std::move(*one));
  }
  if (all.empty()) {
    return Fail(ErrorCode::kNotFound, Concat(desk.year, " 年度没有", title),
                Concat("there are none of these in ", desk.year));
  }
  return Bound(Concat(desk.year, " 年度", title), all);
}

ResultOrErrors<Document> ReportOf(const Desk& desk) {
  const auto results = desk.Results();
  if (!results) return results.error();
  const auto objections = desk.school.Run(kListObjections, desk.caller, CycleRequest{desk.year});
  if (!objections) return objections.error();
  const auto years = desk.Years();
  if (!years) return years.error();
  return Report(desk.head, *results, *objections, *years);
}

ResultOrErrors<Document> SchoolDocument(const Desk& desk, SchoolPaper paper) {
  switch (paper) {
    case SchoolPaper::kNotices:
      return BoundOf(desk, UnitPaper::kNotice, "初评结果通知");
    case SchoolPaper::kInitialSheets:
      return BoundOf(desk, UnitPaper::kInitialSheet, "初评评价表");
    case SchoolPaper::kSheets:
      return BoundOf(desk, UnitPaper::kSheet, "评价表");
    case SchoolPaper::kAnswers:
      return BoundOf(desk, UnitPaper::kAnswers, "异议答复");
    case SchoolPaper::kReport:
      return ReportOf(desk);
    case SchoolPaper::kAnnouncement:
    case SchoolPaper::kLines: {
      const auto results = desk.Results();
      if (!results) return results.error();
      return paper == SchoolPaper::kLines ? LineScores(desk.head, *results)
                                          : Announcement(desk.head, *results);
    }
    case SchoolPaper::kRanking:
      break;
  }
  std::abort();
}

/// Titles have line feeds, and quotes that are none of a file's name.
std::string FileName(std::string_view title, std::string_view type) {
  std::string name;
  for (const char c : title) name += c == '\n' || c == '/' ? ' ' : c;
  return NameFor(type, name);
}

Errors NotSoWritten(std::string_view how, std::string_view english) {
  return Fail(ErrorCode::kInvalidInput, Concat("此文书没有这种格式，可选", how),
              Concat("this paper is written as ", english), "/format");
}

ResultOrErrors<MadePaper> Written(const Document& document, PaperFormat format,
                                  std::string_view of = "") {
  const std::string title = Concat(of, of.empty() ? "" : " ", document.title);
  if (format == PaperFormat::kXlsx) return NotSoWritten(" PDF、DOCX", "PDF or DOCX");
  if (format == PaperFormat::kDocx) {
    return MadePaper{FileName(title, kDocxType), std::string(kDocxType), WriteDocx(document)};
  }
  auto pdf = WritePdf(document);
  if (!pdf) return Errors{pdf.error()};
  return MadePaper{FileName(title, kPdfType), std::string(kPdfType), std::move(*pdf)};
}

ResultOrErrors<MadePaper> Ranking(const Desk& desk, PaperFormat format) {
  if (format != PaperFormat::kXlsx) return NotSoWritten(" XLSX", "XLSX");
  const auto results = desk.Results();
  if (!results) return results.error();
  const auto years = desk.Years();
  if (!years) return years.error();
  std::vector<ScoreFormAnswer> forms;
  for (const ResultRow& row : results->units) {
    auto form = desk.Form(row.unit, FormOf::kStanding);
    if (!form) return form.error();
    forms.push_back(std::move(*form));
  }
  const documents::Workbook book = RankingBook(desk.head, *results, forms, *years);
  return MadePaper{FileName(Concat(book.title, "排名与明细"), kXlsxType), std::string(kXlsxType),
                   WriteXlsx(book)};
}

}  // namespace

Letterhead LetterheadOf(const School& school, const std::optional<Label>& number) {
  const SchoolOptions& options = school.options();
  return {.school = options.name,
          .office = options.office,
          .number = number ? std::string(*number) : std::string(),
          .at = school.parts().clock.Now(),
          .offset = options.offset,
          .public_url = options.public_url};
}

ResultOrErrors<MadePaper> Make(const School& school, const Caller& caller,
                               const UnitPaperRequest& request) {
  const Desk desk{school, caller, request.year, LetterheadOf(school, request.number)};
  const auto document = UnitDocument(desk, request.unit, request.paper);
  if (!document) return document.error();
  return Written(*document, request.format, request.unit);
}

ResultOrErrors<MadePaper> Make(const School& school, const Caller& caller,
                               const SchoolPaperRequest& request) {
  const Desk desk{school, caller, request.year, LetterheadOf(school, request.number)};
  if (request.paper == SchoolPaper::kRanking) return Ranking(desk, request.format);
  const auto document = SchoolDocument(desk, request.paper);
  if (!document) return document.error();
  return Written(*document, request.format);
}

}  // namespace shouze::papers
