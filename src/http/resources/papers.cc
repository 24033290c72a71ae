#include <memory>
#include <utility>

#include "http/file_answer.h"
#include "http/resources/resources.h"
#include "papers/making.h"
#include "service/score_form.h"
#include "service/year_on_year.h"
#include "system/seats.h"

/// 文书: documents of the year as files; 评价表; 历年对比.
namespace shouze {
namespace {

using papers::SchoolPaperRequest;
using papers::UnitPaperRequest;

/// Papers are written one at a time: whoever asks for many waits alone, and never all workers.
constexpr int kOfOneMax = 2;
constexpr int kOfAllMax = 4;

/// Room to write one for the account; null: there is none.
Seat TakeSeat(const std::string& account) {
  static Seats of_one(kOfOneMax);
  static Seats of_all(kOfAllMax);
  Seat own = of_one.Take(account);
  Seat any = own ? of_all.Take("") : nullptr;
  if (!any) return nullptr;
  return std::make_shared<const std::pair<Seat, Seat>>(std::move(own), std::move(any));
}

Response FileOf(papers::MadePaper made) {
  Response response;
  response.headers = {{"Content-Type", std::move(made.type)},
                      {"Content-Disposition", AttachmentNamed(made.name)},
                      {"Cache-Control", "no-store"}};
  response.body = std::move(made.bytes);
  return response;
}

template <class Asked>
ResultOrErrors<Response> Write(Call& call, const Asked& request) {
  const Seat seat = TakeSeat(call.caller().account);
  if (!seat) {
    return Fail(ErrorCode::kTooMany, "正在生成的文书较多，请几秒后再试",
                "several papers are being made: try again in a few seconds", "3");
  }
  auto made = papers::Make(call.school.school(), call.caller(), request);
  if (!made) return made.error();
  return FileOf(std::move(*made));
}

template <class Asked>
Route PaperRow(std::string_view path, std::string_view name, std::string_view chinese,
               Action action) {
  Route route = RawRow<Asked>({Method::kGet, path, name, chinese, Door::kCaller, Audit::kExport},
                              AnswerAs::kBytes, Write<Asked>);
  route.action = action;
  return route;
}

}  // namespace

std::vector<Route> PaperRoutes() {
  return {
      PaperRow<UnitPaperRequest>("/api/v1/cycles/{year}/units/{unit}/papers/{paper}", "paper.unit",
                                 "单位的文书", Action::kReadSheet),
      PaperRow<SchoolPaperRequest>("/api/v1/cycles/{year}/papers/{paper}", "paper.school",
                                   "全校的文书", Action::kReadSchool),
      Row("/api/v1/cycles/{year}/units/{unit}/form", kReadScoreForm, Audit::kRead),
      Row("/api/v1/cycles/{year}/years", kReadYearOnYear, Audit::kRead),
  };
}

}  // namespace shouze
