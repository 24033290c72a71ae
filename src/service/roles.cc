#include "service/roles.h"

#include <utility>

#include "base/text.h"
#include "service/account_acts.h"

namespace shouze {
namespace {

ResultOrErrors<RoleAnswer> RunGrant(Act& act, const GrantRoleRequest& request) {
  AccountChange change{AccountActKind::kGrant, request.account};
  change.detail.role = request.role;
  change.detail.from = request.from;
  change.detail.to = request.to;
  auto outcome = DoOrPutUp(act, change, Reach::kAll, request.reason);
  if (!outcome) return outcome.error();
  return RoleAnswer{std::move(outcome->changed.role), std::move(outcome->waits)};
}

ResultOrErrors<RoleAnswer> RunEnd(Act& act, const EndRoleRequest& request) {
  const auto* const kept = act.state().Find<RoleFact>(request.id);
  if (kept == nullptr) {
    return Fail(ErrorCode::kNotFound, Concat("没有授权“", request.id, "”"),
                "there is no such role held", "/id");
  }
  AccountChange change{AccountActKind::kEnding, kept->fact.account};
  change.detail.held = request.id;
  auto outcome = DoOrPutUp(act, change, Reach::kAll, request.reason);
  if (!outcome) return outcome.error();
  return RoleAnswer{request.id, std::move(outcome->waits)};
}

ResultOrErrors<RolesAnswer> RunList(const View& view, const Nothing&) {
  RolesAnswer answer;
  for (const auto& [id, kept] : view.state().All<RoleFact>()) answer.roles.push_back(kept.fact);
  return answer;
}

}  // namespace

const WriteCase<GrantRoleRequest, RoleAnswer> kGrantRole = {
    "role.grant", "授予角色", Action::kGrantRoles, "role.grant", RunGrant};
const WriteCase<EndRoleRequest, RoleAnswer> kEndRole = {"role.end", "收回角色", Action::kGrantRoles,
                                                        "role.end", RunEnd};
const ReadCase<Nothing, RolesAnswer> kListRoles = {"role.list", "查看授权", Action::kReadAccounts,
                                                   DependsOn::kSchool, RunList};

}  // namespace shouze
