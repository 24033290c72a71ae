#include "service/units.h"

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "service/fact_cycles.h"
#include "service/fits.h"
#include "service/lost_work.h"
#include "service/unit_forms.h"
#include "store/account_rows.h"

namespace shouze {
namespace {

Errors Wrong(std::string where, std::string message, std::string english) {
  return Fail(ErrorCode::kInvalidInput, std::move(message), std::move(english), std::move(where));
}

ResultOrErrors<UnitAnswer> RunFound(Act& act, const FoundUnitRequest& request) {
  if (const auto right = CheckUnitCode(act, KeptCode(request.id)); !right) return right.error();
  UnitFact unit;
  unit.id = KeptCode(request.id);
  unit.name = request.name;
  unit.kind = request.kind;
  unit.from = request.from;
  unit.fields = request.fields;
  if (const auto right = CheckUnit(act, unit); !right) return right.error();
  if (const auto done = act.Append("unit.found", unit); !done) return done.error();
  return UnitAnswer{unit.id, {}};
}

/// What the unit was is kept of every year whose result is made.
void KeepYears(const View& view, const UnitFact& before, UnitFact& unit) {
  if (unit.kind == before.kind && unit.fields == before.fields) return;
  for (const auto& [id, kept] : view.state().All<CycleFact>()) {
    if (!ResultIsMade(kept.fact.stage)) continue;
    if (!unit.years) unit.years.emplace();
    unit.years->try_emplace(id, UnitYear{before.kind, before.fields});
  }
}

/// Of one year alone.
ResultOrErrors<UnitAnswer> RunChangeYear(Act& act, const ChangeUnitRequest& request,
                                         UnitFact unit) {
  if (request.name) {
    return Wrong("/name", "名称不分年度，请另行更改", "a name is not of one year");
  }
  const auto cycle = OpenCycle(act, *request.year);
  if (!cycle) return cycle.error();
  UnitYear year = UnitIn(unit, *request.year);
  if (request.kind) year.kind = *request.kind;
  if (request.fields) year.fields = *request.fields;
  if (const auto right = CheckUnitYear(act, **cycle, year); !right) return right.error();
  if (!unit.years) unit.years.emplace();
  (*unit.years)[std::to_string(*request.year)] = std::move(year);
  unit.reason = request.reason;
  if (const auto done = act.Append("unit.change", unit); !done) return done.error();
  if (const auto may = AdmitLosses(act, "更改单位信息", request.loses); !may) return may.error();
  return UnitAnswer{unit.id, {}};
}

ResultOrErrors<UnitAnswer> RunChange(Act& act, const ChangeUnitRequest& request) {
  const auto found = FindUnit(act, request.unit);
  if (!found) return found.error();
  UnitFact unit = **found;
  if (request.year) return RunChangeYear(act, request, std::move(unit));
  const bool renamed = request.name && *request.name != unit.name;
  const bool only_renamed = renamed && !request.kind && !request.fields;
  if (request.name) unit.name = *request.name;
  if (request.kind) unit.kind = *request.kind;
  if (request.fields) unit.fields = *request.fields;
  const UnitFact& before = **found;
  if (unit.name == before.name && unit.kind == before.kind && unit.fields == before.fields) {
    return Wrong("", "没有要更改的内容", "nothing would change");
  }
  unit.reason = request.reason;
  KeepYears(act, before, unit);
  if (const auto right = CheckUnit(act, unit); !right) return right.error();
  const auto done = act.Append(only_renamed ? "unit.rename" : "unit.change", unit);
  if (!done) return done.error();
  if (const auto may = AdmitLosses(act, "更改单位信息", request.loses); !may) return may.error();
  return UnitAnswer{unit.id, {}};
}

ResultOrErrors<UnitsAnswer> RunListUnits(const View& view, const Nothing&) {
  UnitsAnswer answer;
  for (const auto& [id, kept] : view.state().All<UnitFact>()) answer.units.push_back(kept.fact);
  return answer;
}

ResultOrErrors<void> CheckPost(Act& act, const PostFact& post) {
  if (const auto right = CheckPostForm(act, post); !right) return right;
  if (post.account.empty()) return {};
  return CheckHolder(act, act.tx(), post.account);
}

/// Whoever cannot log in takes no post on; what they held before is still written down.
ResultOrErrors<void> CheckNewHolder(Act& act, const PostFact& post) {
  const auto account = FindAccount(act.tx(), post.account);
  const bool able = !account || (!account->disabled && !account->erased);
  if (able || (post.to && *post.to < act.today())) return {};
  return Wrong("/account", Concat("账号“", account->login, "”已停用或注销，不能任职"),
               "this account is disabled or erased");
}

ResultOrErrors<PostAnswer> RunAssign(Act& act, const AssignPostRequest& request) {
  if (const auto unit = FindUnit(act, request.unit); !unit) return unit.error();
  PostFact post;
  post.id = act.NewId("t");
  post.unit = request.unit;
  post.post = request.post;
  post.account = request.account;
  post.from = request.from;
  post.to = request.to;
  if (const auto right = CheckPost(act, post); !right) return right.error();
  if (const auto able = CheckNewHolder(act, post); !able) return able.error();
  if (const auto done = act.Append("post.assign", post); !done) return done.error();
  return PostAnswer{post.id};
}

ResultOrErrors<PostFact> FindPost(const View& view, std::string_view id) {
  const auto* const kept = view.state().Find<PostFact>(id);
  if (kept != nullptr) return kept->fact;
  return Fail(ErrorCode::kNotFound, Concat("没有任职“", id, "”"),
              Concat("there is no post held \"", id, "\""), "/id");
}

ResultOrErrors<PostAnswer> RunChangePost(Act& act, const ChangePostRequest& request) {
  auto post = FindPost(act, request.id);
  if (!post) return post.error();
  if (request.account) post->account = *request.account;
  if (request.from) post->from = *request.from;
  if (request.to) post->to = *request.to;
  if (const auto right = CheckPost(act, *post); !right) return right.error();
  const auto able = request.account ? CheckNewHolder(act, *post) : ResultOrErrors<void>();
  if (!able) return able.error();
  if (const auto done = act.Append("post.change", *post); !done) return done.error();
  if (const auto may = AdmitLosses(act, "更改任职", request.loses); !may) return may.error();
  return PostAnswer{post->id};
}

ResultOrErrors<PostAnswer> RunEndPost(Act& act, const EndPostRequest& request) {
  auto post = FindPost(act, request.id);
  if (!post) return post.error();
  post->to = request.to;
  if (const auto right = CheckPost(act, *post); !right) return right.error();
  if (const auto done = act.Append("post.end", *post); !done) return done.error();
  if (const auto may = AdmitLosses(act, "离任登记", request.loses); !may) return may.error();
  return PostAnswer{post->id};
}

ResultOrErrors<PostAnswer> RunWithdrawPost(Act& act, const WithdrawPostRequest& request) {
  const auto post = FindPost(act, request.id);
  if (!post) return post.error();
  const Days held{post->from, post->to};
  if (const auto may = MayChangeDays(act, held, std::nullopt); !may) return may.error();
  const auto done = act.Append("post.withdraw", Dropped{request.id, request.reason});
  if (!done) return done.error();
  if (const auto may = AdmitLosses(act, "撤销任职登记", request.loses); !may) return may.error();
  return PostAnswer{request.id};
}

ResultOrErrors<PostsAnswer> RunListPosts(const View& view, const Nothing&) {
  PostsAnswer answer;
  for (const auto& [id, kept] : view.state().All<PostFact>()) answer.posts.push_back(kept.fact);
  return answer;
}

}  // namespace

const WriteCase<FoundUnitRequest, UnitAnswer> kFoundUnit = {
    "unit.found", "设立单位", Action::kChangeUnits, "unit.found", RunFound};
const WriteCase<ChangeUnitRequest, UnitAnswer> kChangeUnit = {
    "unit.change", "更改单位信息", Action::kChangeUnits, "unit.change, unit.rename", RunChange};
const ReadCase<Nothing, UnitsAnswer> kListUnits = {"unit.list", "查看单位", Action::kReadPolicy,
                                                   DependsOn::kSchool, RunListUnits};
const WriteCase<AssignPostRequest, PostAnswer> kAssignPost = {
    "post.assign", "任职", Action::kChangeUnits, "post.assign", RunAssign};
const WriteCase<ChangePostRequest, PostAnswer> kChangePost = {
    "post.change", "更改任职", Action::kChangeUnits, "post.change", RunChangePost};
const WriteCase<EndPostRequest, PostAnswer> kEndPost = {"post.end", "离任", Action::kChangeUnits,
                                                        "post.end", RunEndPost};
const WriteCase<WithdrawPostRequest, PostAnswer> kWithdrawPost = {
    "post.withdraw", "撤销任职登记", Action::kChangeUnits, "post.withdraw", RunWithdrawPost};
const ReadCase<Nothing, PostsAnswer> kListPosts = {"post.list", "查看任职", Action::kReadSchool,
                                                   DependsOn::kSchool, RunListPosts};

}  // namespace shouze
