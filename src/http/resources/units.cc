#include "service/units.h"
#include "http/resources/resources.h"
#include "service/roles.h"
#include "service/unit_import.h"

/// 单位、岗位、授权.
namespace shouze {

std::vector<Route> UnitRoutes() {
  return {
      Row("/api/v1/units", kListUnits, Audit::kNone),
      Row(Method::kPost, "/api/v1/units", kFoundUnit),
      Row(Method::kPost, "/api/v1/unit-imports", kImportUnits),
      Row(Method::kPut, "/api/v1/units/{unit}", kChangeUnit),
      Row(Method::kPost, "/api/v1/units/{unit}/end", kEndUnit),
      Row("/api/v1/posts", kListPosts, Audit::kRead),
      Row(Method::kPost, "/api/v1/posts", kAssignPost),
      Row(Method::kPut, "/api/v1/posts/{id}", kChangePost),
      Row(Method::kPost, "/api/v1/posts/{id}/end", kEndPost),
      Row(Method::kPost, "/api/v1/posts/{id}/withdrawal", kWithdrawPost),
      Row("/api/v1/roles", kListRoles, Audit::kRead),
      Row(Method::kPost, "/api/v1/roles", kGrantRole),
      Row(Method::kPost, "/api/v1/roles/{id}/end", kEndRole),
  };
}

}  // namespace shouze
