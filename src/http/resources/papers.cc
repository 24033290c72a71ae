#include "http/file_answer.h"
#include "http/resources/resources.h"
#include "papers/making.h"
#include "service/year_on_year.h"

/// 文书: documents of the year as files; 历年对比.
namespace shouze {
namespace {

using papers::SchoolPaperRequest;
using papers::UnitPaperRequest;

Response FileOf(papers::MadePaper made) {
  Response response;
  response.headers = {{"Content-Type", std::move(made.type)},
                      {"Content-Disposition", AttachmentNamed(made.name)},
                      {"Cache-Control", "no-store"}};
  response.body = std::move(made.bytes);
  return response;
}

template <class Asked>
Route PaperRow(std::string_view path, std::string_view name, std::string_view chinese,
               Action action) {
  Route route = RawRow<Asked>({Method::kGet, path, name, chinese, Door::kCaller}, AnswerAs::kBytes,
                              [](Call& call, const Asked& request) -> ResultOrErrors<Response> {
                                auto made =
                                    papers::Make(call.school.school(), call.caller(), request);
                                if (!made) return made.error();
                                return FileOf(std::move(*made));
                              });
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
      Row("/api/v1/cycles/{year}/years", kReadYearOnYear),
  };
}

}  // namespace shouze
