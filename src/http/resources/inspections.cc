#include "inspection/inspections.h"

#include <utility>

#include "http/file_answer.h"
#include "http/resources/resources.h"
#include "service/cycles.h"

/// 迎检材料.
namespace shouze {
namespace {

using inspection::Inspection;
using inspection::InspectionRequest;
using inspection::InspectionsAnswer;

struct UnitInspectionRequest {
  int year = 0;
  Label unit;
};
SHOUZE_DESCRIBE(UnitInspectionRequest, year, unit)

ResultOrErrors<Inspection> BeginOfUnit(Call& call, const UnitInspectionRequest& request) {
  return call.school.inspections().Begin(call.caller(), {request.year, request.unit});
}

ResultOrErrors<Inspection> BeginOfSchool(Call& call, const CycleRequest& request) {
  return call.school.inspections().Begin(call.caller(), {request.year, ""});
}

ResultOrErrors<InspectionsAnswer> List(Call& call, const CycleRequest& request) {
  return call.school.inspections().List(call.caller(), request.year);
}

struct InspectionFileRequest {
  Label id;
};
SHOUZE_DESCRIBE(InspectionFileRequest, id)

/// The file stays open while it is sent, so that a newer one may take its place meanwhile.
ResultOrErrors<Response> Download(Call& call, const InspectionFileRequest& request) {
  const auto found = call.school.inspections().Find(call.caller(), request.id);
  if (!found) return found.error();
  const Inspection& one = found->inspection;
  return FileAnswer(call.request, {one.digest, "application/zip", one.bytes, one.name, found->file,
                                   "请重新生成这份迎检材料", "make it anew"});
}

}  // namespace

std::vector<Route> InspectionRoutes() {
  std::vector<Route> routes = {
      JsonRow<UnitInspectionRequest, Inspection>(
          {Method::kPost, "/api/v1/cycles/{year}/units/{unit}/inspection", "inspection.begin_unit",
           "打包单位的迎检材料", Door::kCaller, Audit::kChange},
          BeginOfUnit),
      JsonRow<CycleRequest, Inspection>(
          {Method::kPost, "/api/v1/cycles/{year}/inspection", "inspection.begin",
           "打包全校的迎检材料", Door::kCaller, Audit::kChange},
          BeginOfSchool),
  };
  for (Route& route : routes) route.action = Action::kReadEvidence;
  routes.push_back(JsonRow<CycleRequest, InspectionsAnswer>(
      {Method::kGet, "/api/v1/cycles/{year}/inspections", "inspection.list", "列出迎检材料",
       Door::kCaller, Audit::kRead},
      List));
  routes.push_back(RawRow<InspectionFileRequest>(
      {Method::kGet, "/api/v1/inspections/{id}/file", "inspection.download", "下载迎检材料",
       Door::kCaller, Audit::kExport},
      AnswerAs::kBytes, Download));
  return routes;
}

}  // namespace shouze
