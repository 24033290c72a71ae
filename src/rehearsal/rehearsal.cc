#include "rehearsal/rehearsal.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "base/text.h"
#include "service/cycles.h"
#include "service/notify.h"
#include "service/roles.h"
#include "service/stages.h"
#include "service/units.h"
#include "store/account_rows.h"

namespace shouze {

Rehearsal::Rehearsal(School& school, MovedClock& clock, const RehearsalScript& script)
    : school_(school),
      clock_(clock),
      script_(script),
      year_(script.facts.year.value_or(YearOf(DateAt(clock.Now(), {})))) {}

std::string Rehearsal::AddPerson(const std::string& login, const std::string& name,
                                 bool can_log_in) {
  Account account;
  account.id = school_.parts().random.Hex(16);
  account.login = login;
  account.name = name;
  account.phone = Concat("8", 100 + people_.size() * 7 % 900);
  if (can_log_in) account.password_hash = script_.password_hash;
  account.created_at = clock_.Now();
  const auto added =
      school_.store().Write([&](WriteTx& tx) -> Result<bool> { return AddAccount(tx, account); });
  if (!added || !*added) return {};
  if (can_log_in) logins_.push_back({login, name, account.id});
  return account.id;
}

void Rehearsal::AddRole(Role role, const std::string& login, const std::string& name) {
  const std::string account = AddPerson(login, name, true);
  const auto granted =
      school_.Run(kGrantRole, school_.Operator(),
                  GrantRoleRequest{account, role, FirstDayOf(year_) - 30, std::nullopt});
  if (!granted) return Slip(Concat("授予 ", login), granted.error());
  roles_[role].push_back(account);
  // That the founding has given it to them is no news to them a year later.
  const auto known = school_.store().Write([&](WriteTx& tx) -> Result<void> {
    DropNoticesAbout(tx, account);
    return {};
  });
  static_cast<void>(known);
}

ResultOrErrors<void> Rehearsal::Prepare() {
  const Instant start = Midnight(FirstDayOf(year_) - 10, script_.facts.offset);
  clock_.MoveTo(start);
  AddRole(Role::kOffice, "wab1", "网安办 登记与审核");
  AddRole(Role::kOffice, "wab2", "网安办 复核");
  AddRole(Role::kCentre, "xxzx-yw", "信息中心 运维");
  AddRole(Role::kCoOrganiser, "xiaoban", "校长办公室");
  AddRole(Role::kLeadingGroup, "lingdao", "领导小组");
  AddRole(Role::kInspector, "jijian", "纪检");
  AddRole(Role::kSystemAdmin, "sysadmin", "系统管理员");
  AddRole(Role::kSecurityAdmin, "secadmin", "安全管理员");
  AddRole(Role::kAuditor, "auditor", "审计管理员");
  if (const auto added = AddRules(); !added) return added.error();
  if (const auto added = AddUnitsAndPosts(); !added) return added.error();
  PlanYear();
  return {};
}

ResultOrErrors<void> Rehearsal::AddRules() {
  const Caller office = As(Role::kOffice);
  const auto policy = school_.Run(kAddPolicy, office, AddPolicyRequest{script_.policy_text});
  if (!policy) return policy.error();
  for (const std::string& text : script_.calendar_texts) {
    const auto calendar = school_.Run(kAddCalendar, office, AddCalendarRequest{text});
    if (!calendar) return calendar.error();
  }
  PrepareCycleRequest prepare{year_, policy->id, {}};
  for (const auto& [name, date] : script_.facts.dates) prepare.dates[std::string(name)] = date;
  if (const auto done = school_.Run(kPrepareCycle, office, prepare); !done) return done.error();
  const auto open = school_.Run(kAdvance, office, AdvanceRequest{year_, Stage::kOpen, ""});
  if (!open) return open.error();
  return {};
}

ResultOrErrors<void> Rehearsal::AddUnitsAndPosts() {
  const Caller office = As(Role::kOffice);
  std::map<std::string, std::string, std::less<>> names;
  for (const RawUnit& raw : script_.facts.units) {
    FoundUnitRequest found;
    found.id = std::string(raw.code);
    found.name = std::string(raw.name);
    found.kind = std::string(raw.kind);
    found.from = raw.from;
    for (const RawField& field : raw.fields) {
      const auto* const number = std::get_if<RawNumber>(&field.value);
      if (number != nullptr) found.fields[std::string(field.key)] = number->thousandths / 1000;
    }
    names[std::string(raw.code)] = raw.name;
    if (const auto done = school_.Run(kFoundUnit, office, found); !done) return done.error();
  }
  std::map<std::string, int, std::less<>> taken;
  bool first_unit = true;
  for (const RawPost& raw : script_.facts.posts) {
    std::string login = Concat(raw.unit, ".", raw.post);
    const int number = ++taken[login];
    if (number > 1) login += std::to_string(number);
    const auto post = std::ranges::find(script_.policy.posts, raw.post, &Post::id);
    const std::string name = Concat(names[std::string(raw.unit)], " ",
                                    post == script_.policy.posts.end() ? "" : post->name);
    // The first unit of the list is the one that visitors log in to.
    first_unit = raw.unit == script_.facts.units.front().code;
    const std::string account = AddPerson(login, name, first_unit);
    AssignPostRequest assign;
    assign.unit = std::string(raw.unit);
    assign.post = std::string(raw.post);
    assign.account = account;
    assign.from = raw.from.value_or(FirstDayOf(year_));
    assign.to = raw.to;
    if (const auto done = school_.Run(kAssignPost, office, assign); !done) return done.error();
    people_[std::string(raw.unit)].push_back(
        {account, std::string(raw.post), assign.from, assign.to});
  }
  return {};
}

void Rehearsal::PlanYear() {
  const RawFacts& facts = script_.facts;
  const auto plan = [&](std::optional<Instant> at, int rank, std::size_t row, auto play) {
    if (at) plan_.push_back({*at, rank, row, play});
  };
  for (std::size_t i = 0; i < facts.records.size(); ++i) {
    plan(facts.records[i].at, 0, i, &Rehearsal::PlayRecord);
  }
  for (std::size_t i = 0; i < facts.submissions.size(); ++i) {
    plan(facts.submissions[i].at, 1, i, &Rehearsal::PlaySubmission);
  }
  for (std::size_t i = 0; i < facts.reviews.size(); ++i) {
    plan(facts.reviews[i].at, 2, i, &Rehearsal::PlayReview);
  }
  for (std::size_t i = 0; i < facts.disputes.size(); ++i) {
    plan(facts.disputes[i].at, 3, i, &Rehearsal::PlayDispute);
    plan(facts.disputes[i].decided_at, 4, i, &Rehearsal::PlayDecision);
  }
  for (std::size_t i = 0; i < facts.waivers.size(); ++i) {
    plan(facts.waivers[i].at, 5, i, &Rehearsal::PlayWaiver);
  }
  for (std::size_t i = 0; i < facts.extensions.size(); ++i) {
    plan(facts.extensions[i].at, 5, i, &Rehearsal::PlayExtension);
  }
  for (std::size_t i = 0; i < facts.units.size(); ++i) {
    if (facts.units[i].to) {
      plan(Midnight(*facts.units[i].to, facts.offset), 6, i, &Rehearsal::PlayUnitEnd);
    }
  }
  std::ranges::sort(plan_, [](const Happening& one, const Happening& other) {
    return std::tie(one.at, one.rank, one.row) < std::tie(other.at, other.rank, other.row);
  });
}

void Rehearsal::PlayUntil(Instant until) {
  for (; next_ < plan_.size() && plan_[next_].at <= until; ++next_) {
    const Happening& happening = plan_[next_];
    const auto day = [&](Instant at) { return DateAt(at, script_.facts.offset); };
    // Reminders go out once a day, as the server would send them.
    if (day(clock_.Now()) != day(happening.at)) NotifyOfDeadlines(school_);
    clock_.MoveTo(std::max(clock_.Now(), happening.at));
    (this->*happening.play)(happening.row);
    ++acts_;
  }
  clock_.MoveTo(std::max(clock_.Now(), until));
}

Caller Rehearsal::As(Role role, bool second) const {
  const auto& accounts = roles_.at(role);
  Caller caller;
  caller.account = accounts[second && accounts.size() > 1 ? 1 : 0];
  caller.held = school_.HeldBy(caller.account);
  return caller;
}

std::optional<Caller> Rehearsal::AsUnit(std::string_view unit) const {
  const auto found = people_.find(unit);
  if (found == people_.end()) return std::nullopt;
  const CivilDate today = DateAt(clock_.Now(), script_.facts.offset);
  // Those who do not sign do the work.
  const auto signs = [&](const PersonOfUnit& person) {
    const auto post = std::ranges::find(script_.policy.posts, person.post, &Post::id);
    return post != script_.policy.posts.end() && post->signs;
  };
  const PersonOfUnit* chosen = nullptr;
  for (const PersonOfUnit& person : found->second) {
    if (person.from > today || (person.to && *person.to < today)) continue;
    if (chosen == nullptr || (signs(*chosen) && !signs(person))) chosen = &person;
  }
  if (chosen == nullptr) return std::nullopt;
  Caller caller;
  caller.account = chosen->account;
  caller.held = school_.HeldBy(chosen->account);
  return caller;
}

void Rehearsal::Slip(std::string what, Errors why) {
  slips_.push_back({clock_.Now(), std::move(what), std::move(why)});
}

}  // namespace shouze
