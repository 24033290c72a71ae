#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/describe.h"

/// Who may do what: one table. Source: DESIGN 4 "Who"; 等保 GB/T 22239 三员分立.
namespace shouze {

/// What somebody is today. Unit roles come from posts held, the others from school roles granted.
enum class Role : std::uint8_t {
  kEveryone,       ///< Anybody who is logged in.
  kUnitStaff,      ///< 信息员等：任一岗位的在任者
  kUnitHead,       ///< 单位负责人：办法标明可签署的岗位
  kOffice,         ///< 网安办
  kCentre,         ///< 信息中心
  kCoOrganiser,    ///< 党委、校长办公室、宣传部
  kLeadingGroup,   ///< 领导小组
  kInspector,      ///< 纪检
  kSystemAdmin,    ///< 系统管理员
  kSecurityAdmin,  ///< 安全管理员
  kAuditor,        ///< 审计管理员
};
SHOUZE_DESCRIBE_ENUM(Role, kEveryone, kUnitStaff, kUnitHead, kOffice, kCentre, kCoOrganiser,
                     kLeadingGroup, kInspector, kSystemAdmin, kSecurityAdmin, kAuditor)

/// What can be done. A use case asks for exactly one of them.
enum class Action : std::uint8_t {
  kUseOwnAccount,       ///< See oneself, change one's password, read one's notifications, log out.
  kReadPolicy,          ///< The regulation, the calendar, the cycle, the list of units.
  kReadSheet,           ///< A unit's obligations, sheet and history.
  kReadEvidence,        ///< The files of a unit's submissions.
  kReadDetails,         ///< What records' fields say: hosts, ports, numbers of vulnerabilities.
  kAskDetails,          ///< One record's, with a reason that is kept.
  kHandIn,              ///< Hand in, withdraw what is not reviewed yet.
  kRaiseDispute,        ///< Dispute a record of the unit.
  kPrepareFeedback,     ///< Write the unit's word on its initial result, and its self-check.
  kConfirmSheet,        ///< Sign it: confirm the initial result, or object.
  kHandInOnBehalf,      ///< Enter what a unit brought on paper.
  kReview,              ///< Accept or return.
  kRegister,            ///< Register, correct, withdraw records.
  kPropose,             ///< Ask for a waiver, an extension, a decision of a dispute.
  kApprove,             ///< Be the second person.
  kReadSchool,          ///< Every unit's sheet, the overview, the queue.
  kComment,             ///< Comment on results.
  kAnswerObjection,     ///< Decide what a unit objects to.
  kDecideResult,        ///< Approve the year's result, or give it back.
  kChangeUnits,         ///< Units and posts.
  kChangeCycle,         ///< Open a cycle, its dates, its calendar, its stages.
  kReadLedger,          ///< The ledger and its verification.
  kReadAccounts,        ///< Who has an account, and what they hold.
  kChangeAccounts,      ///< Create, disable, reset accounts.
  kChangeUnitAccounts,  ///< The same for accounts that hold no school role.
  kGrantRoles,          ///< School roles.
  kApproveAccounts,     ///< Be the other kind of administrator for what is done to accounts.
  kReadSecurityLog,     ///< Logins, refusals, changes of accounts.
  kOperate,             ///< Settings, health, backups.
};
SHOUZE_DESCRIBE_ENUM(Action, kUseOwnAccount, kReadPolicy, kReadSheet, kReadEvidence, kReadDetails,
                     kAskDetails, kHandIn, kRaiseDispute, kPrepareFeedback, kConfirmSheet,
                     kHandInOnBehalf, kReview, kRegister, kPropose, kApprove, kReadSchool, kComment,
                     kAnswerObjection, kDecideResult, kChangeUnits, kChangeCycle, kReadLedger,
                     kReadAccounts, kChangeAccounts, kChangeUnitAccounts, kGrantRoles,
                     kApproveAccounts, kReadSecurityLog, kOperate)

/// How far a right reaches.
enum class Scope : std::uint8_t {
  kOwnUnit,  ///< The units in which the role is held.
  kSchool,   ///< Every unit, and what belongs to none.
};
SHOUZE_DESCRIBE_ENUM(Scope, kOwnUnit, kSchool)

/// One row of the table.
struct AccessRow {
  Role role;
  Action action;
  Scope scope;
};

/// The whole table.
std::span<const AccessRow> AccessTable();

/// A role held today; of which unit, for unit roles.
struct HeldRole {
  Role role;
  std::string unit;
};

/// Whether somebody who holds `held` may do `action` to `unit` (empty: to the school as a whole).
bool MayDo(std::span<const HeldRole> held, Action action, std::string_view unit);

/// Whether somebody may do `action` to at least one unit.
bool MayDoSomewhere(std::span<const HeldRole> held, Action action);

/// Whether one person may hold both school roles: the three administrators' duties are apart from
/// each other and from all business.
bool MayHoldBoth(Role one, Role other);

/// 三员: 系统管理员, 安全管理员, 审计管理员.
bool IsAdministrator(Role role);

/// 网安办, 系统管理员 …; the action in Chinese.
std::string_view ChineseName(Role role);
std::string_view ChineseName(Action action);

}  // namespace shouze
