#include "service/policy_reading.h"

#include <algorithm>
#include <functional>
#include <utility>

#include "base/text.h"
#include "policy/read_policy.h"
#include "policy/words.h"
#include "service/policy_rows.h"
#include "service/school.h"

namespace shouze {
namespace {

PolicySummary SummaryOf(const View& view, const PolicyFact& fact, const Policy& policy) {
  PolicySummary row;
  row.id = fact.id;
  row.name = fact.name;
  row.version = fact.version;
  row.title = policy.title;
  row.issuer = policy.issuer;
  row.document = policy.document;
  row.issued_on = policy.issued_on;
  row.points = policy.points;
  row.digest = policy.digest;
  for (const auto& [id, kept] : view.state().All<CycleFact>()) {
    if (kept.fact.policy == fact.id) row.years.push_back(kept.fact.year);
  }
  std::ranges::sort(row.years);
  return row;
}

ResultOrErrors<PoliciesAnswer> RunList(const View& view, const Nothing&) {
  std::vector<const Kept<PolicyFact>*> kept;
  for (const auto& [id, one] : view.state().All<PolicyFact>()) kept.push_back(&one);
  std::ranges::sort(kept, std::greater(), [](const auto* one) { return one->seq; });
  PoliciesAnswer answer;
  for (const auto* one : kept) {
    const auto policy = FindPolicy(view, one->fact.id);
    if (!policy) return policy.error();
    answer.policies.push_back(SummaryOf(view, one->fact, **policy));
  }
  return answer;
}

void AddText(const Policy& policy, ReadPolicyAnswer& answer) {
  for (const Article& article : policy.articles) {
    answer.articles.push_back({article.id, article.name, article.chapter, article.text});
  }
  const Agreement& agreement = policy.agreement;
  answer.agreement = {agreement.title, agreement.preamble, agreement.clauses, agreement.signatures};
  for (const Reading& reading : policy.readings) {
    PolicyReading& row = answer.readings.emplace_back();
    row = {
        reading.id, reading.name, reading.clause, reading.question, reading.choice, reading.setting,
        {}};
    for (const Indicator& indicator : policy.indicators) {
      if (Concerns(policy, reading, indicator)) row.indicators.push_back(indicator.id);
    }
  }
}

void AddNames(const Policy& policy, ReadPolicyAnswer& answer) {
  for (const UnitKind& kind : policy.unit_kinds) answer.unit_kinds.push_back({kind.id, kind.name});
  for (const UnitField& field : policy.unit_fields) {
    answer.unit_fields.push_back(
        {field.id, field.name, field.counts ? At(policy.posts, *field.counts).id : ""});
  }
  for (const Post& post : policy.posts) answer.posts.push_back({post.id, post.name, post.signs});
  for (const NamedDate& date : policy.dates) {
    answer.dates.push_back({date.id, date.name, date.month, date.day, date.note});
  }
}

ResultOrErrors<ReadPolicyAnswer> RunRead(const View& view, const ReadPolicyRequest& request) {
  const auto found = FindPolicy(view, request.policy);
  if (!found) return found.error();
  const Policy& policy = **found;
  ReadPolicyAnswer answer;
  answer.summary = SummaryOf(view, view.state().Find<PolicyFact>(request.policy)->fact, policy);
  AddText(policy, answer);
  AddNames(policy, answer);
  answer.kinds = KindRows(policy);
  answer.aspects = AspectRows(policy);
  if (policy.veto) {
    const Veto& veto = *policy.veto;
    const RecordKind& kind = At(policy.kinds, veto.kind);
    answer.veto = PolicyVeto{kind.id, veto.year ? At(kind.fields, *veto.year).id : "", veto.clause,
                             VetoInWords(policy, veto)};
  }
  const PolicySettings& settings = policy.settings;
  const auto date = [&](const std::optional<Id<NamedDate>>& id) {
    return id ? At(policy.dates, *id).id : "";
  };
  answer.settings = {settings.post_vacancy_days,      settings.new_unit_workdays,
                     date(settings.supplement_until), date(settings.initial_from),
                     settings.feedback_workdays,      settings.silence};
  return answer;
}

}  // namespace

ResultOrErrors<std::shared_ptr<const Policy>> FindPolicy(const View& view, std::string_view id) {
  const auto* const kept = view.state().Find<PolicyFact>(id);
  if (kept == nullptr) {
    return Fail(ErrorCode::kNotFound, Concat("没有考核办法“", id, "”"),
                Concat("there is no policy \"", id, "\""), "/policy");
  }
  for (const auto& [year, cycle] : view.state().All<CycleFact>()) {
    if (cycle.fact.policy != kept->fact.id) continue;
    const auto rules = view.Rules(cycle.fact);
    if (!rules) return rules.error();
    return std::shared_ptr<const Policy>(*rules, &(*rules)->policy);
  }
  auto policy = ReadPolicy(kept->fact.text, kept->fact.name);
  if (!policy) return policy.error();
  return std::make_shared<const Policy>(std::move(*policy));
}

const ReadCase<Nothing, PoliciesAnswer> kListPolicies = {
    "policy.list", "查看考核办法目录", Action::kReadPolicy, DependsOn::kSchool, RunList};
const ReadCase<ReadPolicyRequest, ReadPolicyAnswer> kReadPolicyWhole = {
    "policy.read", "查看考核办法", Action::kReadPolicy, DependsOn::kSchool, RunRead};

}  // namespace shouze
