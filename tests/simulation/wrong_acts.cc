#include <functional>

#include "acting.h"
#include "plan.h"
#include "service/cycles.h"
#include "service/obligation_rows.h"
#include "service/proposals.h"
#include "service/records.h"
#include "service/reviews.h"
#include "service/roles.h"
#include "service/sheets.h"
#include "service/stages.h"
#include "service/units.h"

/// What nobody may do: each must be refused, and append nothing.
namespace shouze::simulation {
namespace {

/// Two units, and somebody of the first.
struct Stranger {
  Label own;
  Label other;
  std::string login;
};

std::optional<Stranger> SomeStranger(World& world) {
  const auto units = world.Units();
  const Label own = world.dice().OneOf(units);
  const auto people = world.PeopleOf(own);
  if (people.empty()) return std::nullopt;
  for (const Label& other : units) {
    const auto there = world.PeopleOf(other);
    const bool also = std::ranges::find(there, people.front()) != there.end();
    if (other != own && !also) return Stranger{own, other, people.front()};
  }
  return std::nullopt;
}

std::optional<std::string> SomeSubmission(World& world) {
  const auto ids = world.Facts([](const View& view) {
    std::vector<std::string> all;
    for (const auto& [id, kept] : view.state().All<SubmissionFact>()) all.push_back(id);
    return all;
  });
  if (ids.empty()) return std::nullopt;
  return world.dice().OneOf(ids);
}

RegisterRecordRequest ANotice(World& world, const Label& unit) {
  RegisterRecordRequest request;
  request.kind = "notice";
  request.units = {unit};
  request.at = world.now();
  return request;
}

void OfOtherUnits(World& world, const Stranger& who) {
  const auto rows = Read(world, kListObligations, WorkbenchRequest{kYear, who.other}).obligations;
  const Label key(rows.empty() ? "1/sign" : world.dice().OneOf(rows).key);
  MustNot(world, kHandIn, who.login, {kYear, who.other, {key}, {}, ""});
  MustNot(world, kReadWorkbench, who.login, {kYear, who.other});
  MustNot(world, kReadSheet, who.login, {kYear, who.other, {}, {}, {}, {}});
  MustNot(world, kRaiseDispute, who.login, {kYear, who.other, "r1", "越权"});
  MustNot(world, kRegisterUnitRecord, who.login, {who.other, "training", world.now(), {}, "越权"});
  if (const auto submission = SomeSubmission(world)) {
    MustNot(world, kTakeBack, who.login, {who.other, Label(*submission), ""});
  }
}

void OfUnknownThings(World& world, const Stranger& who) {
  const auto file = Upload(world, who.login, "随便");
  if (!file) return;
  const std::vector<HandedFile> files{*file};
  MustNot(world, kHandIn, who.login, {kYear, who.own, {"5.1/fix/r999999"}, files, ""});
  MustNot(world, kHandIn, who.login, {kYear, who.own, {"no/such"}, files, ""});
  MustNot(world, kHandIn, who.login, {kYear, who.own, {}, files, ""});
  MustNot(world, kHandIn, who.login, {1999, who.own, {"1/sign"}, files, ""});
  MustNot(world, kHandIn, who.login, {kYear, who.own, {"1/sign", "1/sign"}, files, ""});
  MustNot(world, kHandIn, who.login,
          {kYear, who.own, {"1/sign"}, {{Label(std::string(64, 'a')), "没有.pdf"}}, ""});
  MustNot(world, kTakeBack, who.login, {who.own, "s999999", ""});
  MustNot(world, kWithdrawRecord, "office1", {"r999999", "没有"});
  MustNot(world, kApproveProposal, "office1", {"p999999", ""});
  MustNot(world, kReview, "office1", {"s999999", Verdict::kAccepted, "", {}, {}});
  auto elsewhere = ANotice(world, "NOWHERE");
  MustNot(world, kRegisterRecord, "office1", elsewhere);
  elsewhere.kind = "no-such-kind";
  MustNot(world, kRegisterRecord, "office1", elsewhere);
  MustNot(world, kEndUnit, "office1", {"NOWHERE", world.today(), "", "没有"});
  MustNot(world, kAssignPost, "office1",
          {who.own, "no-such-post", world.AccountOf(who.login), world.today(), {}});
}

void OfOtherRoles(World& world, const Stranger& who) {
  const auto submission = SomeSubmission(world);
  for (const std::string login :
       {"centre", "co", "leader", "inspector", "sysadmin", "secadmin", "auditor", "nobody"}) {
    if (submission) {
      MustNot(world, kReview, login, {Label(*submission), Verdict::kAccepted, "", {}, {}});
    }
    MustNot(world, kApproveProposal, login, {"p1", ""});
    MustNot(world, kAdvance, login, {kYear, Stage::kInitial, ""});
    MustNot(world, kHandIn, login, {kYear, who.own, {"1/sign"}, {}, ""});
    MustNot(world, kFoundUnit, login, {"WRONG", "无权", "teaching", {}, {}});
    if (login != "centre") MustNot(world, kRegisterRecord, login, ANotice(world, who.own));
    if (login != "secadmin") {
      MustNot(world, kGrantRole, login, {world.AccountOf("nobody"), Role::kOffice, {}, {}});
    }
  }
  MustNot(world, kReview, who.login, {"s1", Verdict::kAccepted, "", {}, {}});
  MustNot(world, kRegisterRecord, who.login, ANotice(world, who.own));
  MustNot(world, kProposeWaiver, who.login, {kYear, who.own, "1/sign", "", "自己豁免"});
  MustNot(world, kAdvance, who.login, {kYear, Stage::kInitial, ""});
  MustNot(world, kGrantRole, "secadmin", {world.AccountOf("auditor"), Role::kOffice, {}, {}});
  MustNot(world, kRegisterRecord, "office1", [&] {
    auto request = ANotice(world, who.own);
    request.kind = "vulnerability";  // 由信息中心登记
    return request;
  }());
}

}  // namespace

void PlanWrongActs(World& world, Plan& plan) {
  // Before a cycle is open there is no policy by which units and posts could be wrong.
  if (world.today() < FirstDayOf(kYear)) return;
  plan.Sometimes(8, [&] {
    const auto who = SomeStranger(world);
    if (!who) return;
    const auto which = world.dice().Between(0, 2);
    if (which == 0) OfOtherUnits(world, *who);
    if (which == 1) OfUnknownThings(world, *who);
    if (which == 2) OfOtherRoles(world, *who);
  });
}

}  // namespace shouze::simulation
