#include "kernel/access.h"

#include <algorithm>
#include <array>

namespace shouze {
namespace {

using enum Role;
using enum Action;
using enum Scope;

constexpr AccessRow kTable[] = {
    {kEveryone, kUseOwnAccount, kSchool},
    {kEveryone, kReadPolicy, kSchool},

    {kUnitStaff, kReadSheet, kOwnUnit},
    {kUnitStaff, kReadEvidence, kOwnUnit},
    {kUnitStaff, kReadDetails, kOwnUnit},
    {kUnitStaff, kHandIn, kOwnUnit},
    {kUnitStaff, kRaiseDispute, kOwnUnit},
    {kUnitStaff, kRegister, kOwnUnit},
    {kUnitStaff, kPrepareFeedback, kOwnUnit},

    {kUnitHead, kReadSheet, kOwnUnit},
    {kUnitHead, kReadEvidence, kOwnUnit},
    {kUnitHead, kReadDetails, kOwnUnit},
    {kUnitHead, kHandIn, kOwnUnit},
    {kUnitHead, kRaiseDispute, kOwnUnit},
    {kUnitHead, kRegister, kOwnUnit},
    {kUnitHead, kPrepareFeedback, kOwnUnit},
    {kUnitHead, kConfirmSheet, kOwnUnit},

    {kOffice, kReadSheet, kSchool},
    {kOffice, kReadEvidence, kSchool},
    {kOffice, kReadDetails, kSchool},
    {kOffice, kHandInOnBehalf, kSchool},
    {kOffice, kReview, kSchool},
    {kOffice, kRegister, kSchool},
    {kOffice, kPropose, kSchool},
    {kOffice, kApprove, kSchool},
    {kOffice, kReadSchool, kSchool},
    {kOffice, kComment, kSchool},
    {kOffice, kAnswerObjection, kSchool},
    {kOffice, kChangeUnits, kSchool},
    {kOffice, kChangeCycle, kSchool},
    {kOffice, kReadLedger, kSchool},
    {kOffice, kReadAccounts, kSchool},
    {kOffice, kChangeUnitAccounts, kSchool},

    {kCentre, kReadSheet, kSchool},
    {kCentre, kReadEvidence, kSchool},
    {kCentre, kReadDetails, kSchool},
    {kCentre, kRegister, kSchool},
    {kCentre, kReadSchool, kSchool},

    {kCoOrganiser, kReadSheet, kSchool},
    {kCoOrganiser, kAskDetails, kSchool},
    {kCoOrganiser, kReadSchool, kSchool},
    {kCoOrganiser, kComment, kSchool},
    {kCoOrganiser, kAnswerObjection, kSchool},

    {kLeadingGroup, kReadSheet, kSchool},
    {kLeadingGroup, kAskDetails, kSchool},
    {kLeadingGroup, kReadSchool, kSchool},
    {kLeadingGroup, kComment, kSchool},
    {kLeadingGroup, kDecideResult, kSchool},

    {kInspector, kReadSheet, kSchool},
    {kInspector, kReadEvidence, kSchool},
    {kInspector, kReadDetails, kSchool},
    {kInspector, kReadSchool, kSchool},
    {kInspector, kReadLedger, kSchool},

    {kSystemAdmin, kReadAccounts, kSchool},
    {kSystemAdmin, kChangeAccounts, kSchool},
    {kSystemAdmin, kApproveAccounts, kSchool},
    {kSystemAdmin, kOperate, kSchool},

    {kSecurityAdmin, kReadAccounts, kSchool},
    {kSecurityAdmin, kGrantRoles, kSchool},
    {kSecurityAdmin, kApproveAccounts, kSchool},

    {kAuditor, kReadAccounts, kSchool},
    {kAuditor, kApproveAccounts, kSchool},
    {kAuditor, kReadLedger, kSchool},
    {kAuditor, kAskDetails, kSchool},
    {kAuditor, kReadSecurityLog, kSchool},
};

constexpr std::array<Role, 3> kAdministrators = {kSystemAdmin, kSecurityAdmin, kAuditor};

}  // namespace

bool IsAdministrator(Role role) {
  return std::ranges::find(kAdministrators, role) != kAdministrators.end();
}

std::span<const AccessRow> AccessTable() { return kTable; }

bool MayDo(std::span<const HeldRole> held, Action action, std::string_view unit) {
  return std::ranges::any_of(held, [&](const HeldRole& one) {
    return std::ranges::any_of(kTable, [&](const AccessRow& row) {
      return row.role == one.role && row.action == action &&
             (row.scope == kSchool || (!unit.empty() && one.unit == unit));
    });
  });
}

bool MayDoSomewhere(std::span<const HeldRole> held, Action action) {
  return std::ranges::any_of(held, [&](const HeldRole& one) {
    return MayDo({&one, 1}, action, one.unit);
  });
}

bool MayHoldBoth(Role one, Role other) {
  if (one == other || one == kEveryone || other == kEveryone) return true;
  return !IsAdministrator(one) && !IsAdministrator(other);
}

std::string_view ChineseName(Role role) {
  switch (role) {
    case kEveryone:
      return "已登录者";
    case kUnitStaff:
      return "单位岗位人员";
    case kUnitHead:
      return "单位负责人";
    case kOffice:
      return "网安办";
    case kCentre:
      return "信息中心";
    case kCoOrganiser:
      return "协同部门";
    case kLeadingGroup:
      return "领导小组";
    case kInspector:
      return "纪检";
    case kSystemAdmin:
      return "系统管理员";
    case kSecurityAdmin:
      return "安全管理员";
    case kAuditor:
      return "审计管理员";
  }
  return "";
}

std::string_view ChineseName(Action action) {
  switch (action) {
    case kUseOwnAccount:
      return "使用本人账号";
    case kReadPolicy:
      return "查看办法、日历、单位名单";
    case kReadSheet:
      return "查看得分表与任务";
    case kReadEvidence:
      return "查看佐证材料";
    case kReadDetails:
      return "查看台账详情";
    case kAskDetails:
      return "说明理由后查看台账详情";
    case kHandIn:
      return "报送";
    case kRaiseDispute:
      return "提出争议";
    case kPrepareFeedback:
      return "填写反馈与自查";
    case kConfirmSheet:
      return "签发反馈";
    case kHandInOnBehalf:
      return "代单位报送";
    case kReview:
      return "审核";
    case kRegister:
      return "登记台账";
    case kPropose:
      return "提请豁免、延期与争议裁定";
    case kApprove:
      return "第二人批准";
    case kReadSchool:
      return "查看全校情况";
    case kComment:
      return "提出意见";
    case kAnswerObjection:
      return "答复异议";
    case kDecideResult:
      return "审定年度结果";
    case kChangeUnits:
      return "维护单位与岗位";
    case kChangeCycle:
      return "维护考核年度";
    case kReadLedger:
      return "查看账本";
    case kReadAccounts:
      return "查看账号";
    case kChangeAccounts:
      return "维护账号";
    case kChangeUnitAccounts:
      return "维护单位人员账号";
    case kGrantRoles:
      return "授予角色";
    case kApproveAccounts:
      return "批准账号事项";
    case kReadSecurityLog:
      return "查看安全日志";
    case kOperate:
      return "运行维护";
  }
  return "";
}

}  // namespace shouze
