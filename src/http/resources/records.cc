#include "service/records.h"
#include "http/resources/resources.h"
#include "service/record_preview.h"
#include "service/record_reading.h"

/// 台账.
namespace shouze {

std::vector<Route> RecordRoutes() {
  return {
      Row("/api/v1/cycles/{year}/records", kListRecords, Audit::kRead),
      Row("/api/v1/cycles/{year}/units/{unit}/records", kListUnitRecords, Audit::kRead),
      Row("/api/v1/cycles/{year}/record-titles", kListRecordTitles, Audit::kRead),
      Row("/api/v1/cycles/{year}/units/{unit}/record-titles", kListUnitRecordTitles, Audit::kRead),
      Row(Method::kPost, "/api/v1/records/{id}/details", kAskDetails),
      Row(Method::kPost, "/api/v1/records", kRegisterRecord),
      Row(Method::kPost, "/api/v1/units/{unit}/records", kRegisterUnitRecord),
      Row(Method::kPost, "/api/v1/records/preview", kPreviewRecord, Audit::kRead),
      Row(Method::kPost, "/api/v1/units/{unit}/records/preview", kPreviewUnitRecord, Audit::kRead),
      Row(Method::kPut, "/api/v1/records/{id}", kCorrectRecord),
      Row(Method::kPost, "/api/v1/records/{id}/withdrawal", kWithdrawRecord),
  };
}

}  // namespace shouze
