#include "service/unit_forms.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "base/text.h"
#include "exchange/typed.h"
#include "service/account_forms.h"
#include "service/fact_cycles.h"
#include "service/final_sheets.h"
#include "service/policy_reading.h"
#include "store/account_rows.h"

namespace shouze {
namespace {

Errors Wrong(std::string where, std::string message, std::string english) {
  return Fail(ErrorCode::kInvalidInput, std::move(message), std::move(english), std::move(where));
}

/// Codes stand in addresses and file names.
bool IsCode(std::string_view text) {
  return text.size() <= 40 && std::ranges::all_of(text, [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                  c == '-' || c == '_';
         });
}

/// That of the newest open cycle, else the last one that was added: on the first day units are
/// founded before a cycle is opened. Null: there is none.
ResultOrErrors<std::shared_ptr<const Policy>> NewestPolicy(const View& view) {
  if (const CycleFact* const cycle = NewestCycle(view.state())) {
    return FindPolicy(view, cycle->policy);
  }
  const Kept<PolicyFact>* newest = nullptr;
  for (const auto& [id, kept] : view.state().All<PolicyFact>()) {
    if (newest == nullptr || kept.seq > newest->seq) newest = &kept;
  }
  if (newest == nullptr) return std::shared_ptr<const Policy>();
  return FindPolicy(view, newest->fact.id);
}

}  // namespace

std::string KeptCode(std::string_view typed) {
  std::string code = TypedWord(typed);
  return IsCode(code) ? code : std::string(typed);
}

ResultOrErrors<void> CheckUnitCode(const View& view, std::string_view code) {
  if (!IsCode(code)) {
    return Wrong("/id", "单位代码只能用字母、数字、- 和 _，最长 40 个",
                 "a code has letters, digits, - and _ only, at most 40");
  }
  if (view.state().Find<UnitFact>(code) != nullptr) {
    return Fail(ErrorCode::kConflict, Concat("单位代码“", code, "”已经用过，请换一个"),
                Concat("the code \"", code, "\" is taken"), "/id");
  }
  return {};
}

namespace {

ResultOrErrors<void> CheckUnitKind(const Policy& policy, std::string_view kind) {
  const auto& kinds = policy.unit_kinds;
  if (std::ranges::find(kinds, kind, &UnitKind::id) != kinds.end()) return {};
  std::vector<std::string> known;
  for (const UnitKind& one : kinds) known.push_back(Concat(one.id, "（", one.name, "）"));
  return Wrong(
      "/kind",
      Concat("“", policy.title, "”中没有单位类别“", kind, "”；可用的有 ", Join(known, "、")),
      Concat("the policy has no unit kind \"", kind, "\""));
}

/// In every cycle in which the unit will count by its kind.
ResultOrErrors<void> CheckKindEverywhere(const View& view, const UnitFact& unit,
                                         const Policy& newest) {
  if (const auto known = CheckUnitKind(newest, unit.kind); !known) return known;
  for (const auto& [id, kept] : view.state().All<CycleFact>()) {
    const CycleFact& cycle = kept.fact;
    const bool later = unit.from && *unit.from >= FirstDayOf(cycle.year + 1);
    if (!FactsMayChange(cycle.stage) || later) continue;
    const auto policy = FindPolicy(view, cycle.policy);
    if (!policy) return policy.error();
    if (const auto known = CheckUnitKind(**policy, UnitIn(unit, cycle.year).kind); !known) {
      return known;
    }
  }
  return {};
}

ResultOrErrors<void> CheckUnitFields(const Policy& policy,
                                     const std::map<std::string, std::int64_t>& fields) {
  for (const auto& [name, number] : fields) {
    const auto field = std::ranges::find(policy.unit_fields, name, &UnitField::id);
    if (field == policy.unit_fields.end()) {
      return Wrong(Concat("/fields/", name), Concat("办法中没有单位字段“", name, "”"),
                   Concat("the policy has no unit field \"", name, "\""));
    }
    if (number < 0 || number > 1'000'000) {
      return Wrong(Concat("/fields/", name), "应为 0 至 1000000 的整数",
                   "must be a whole number from 0 to 1000000");
    }
  }
  return {};
}

ResultOrErrors<void> CheckUnitDays(const View& view, const UnitFact& unit) {
  if (unit.from && unit.to && *unit.to < *unit.from) {
    return Wrong("/to", "撤并日期早于设立日期", "it would end before it was founded");
  }
  const auto* const before = view.state().Find<UnitFact>(unit.id);
  std::optional<Days> was;
  if (before != nullptr) was = Days{before->fact.from, before->fact.to};
  return MayChangeDays(view, was, Days{unit.from, unit.to});
}

}  // namespace

ResultOrErrors<void> CheckUnit(const View& view, const UnitFact& unit) {
  if (const auto right = CheckUnitDays(view, unit); !right) return right;
  const auto* const before = view.state().Find<UnitFact>(unit.id);
  if (before == nullptr || before->fact.name != unit.name) {
    if (auto fault = FaultOfName(unit.name, "/name")) return Errors{std::move(*fault)};
  }
  const auto newest = NewestPolicy(view);
  if (!newest) return newest.error();
  if (*newest == nullptr) return {};
  const Policy& policy = **newest;
  if (before == nullptr || before->fact.kind != unit.kind) {
    if (const auto known = CheckKindEverywhere(view, unit, policy); !known) return known;
  }
  return CheckUnitFields(policy, unit.fields);
}

ResultOrErrors<void> CheckUnitYear(const View& view, const CycleFact& cycle, const UnitYear& year) {
  const auto policy = FindPolicy(view, cycle.policy);
  if (!policy) return policy.error();
  if (const auto known = CheckUnitKind(**policy, year.kind); !known) return known;
  return CheckUnitFields(**policy, year.fields);
}

namespace {

/// No post outlasts its unit. What it was before may stay, and may become shorter.
ResultOrErrors<void> CheckOutlasts(const View& view, const PostFact& post, const PostFact* before) {
  const auto* const unit = view.state().Find<UnitFact>(post.unit);
  if (unit == nullptr || !unit->fact.to) return {};
  const CivilDate last = *unit->fact.to;
  if (post.from <= last && post.to && *post.to <= last) return {};
  const bool less = before != nullptr && before->account == post.account &&
                    before->from <= post.from && (!before->to || post.to) &&
                    (!before->to || *post.to <= *before->to);
  if (less) return {};
  return Wrong(post.from > last ? "/unit" : "/to",
               Concat("“", unit->fact.name, "”已于 ", Format(last), " 撤并，任职至多到这一天"),
               "the unit has ended by then, and its posts with it");
}

}  // namespace

ResultOrErrors<void> CheckPostForm(const View& view, const PostFact& post) {
  if (post.to && *post.to < post.from) {
    return Wrong("/to", "离任日期早于任职日期", "it would end before it begins");
  }
  const auto* const before = view.state().Find<PostFact>(post.id);
  if (const auto in = CheckOutlasts(view, post, before == nullptr ? nullptr : &before->fact); !in) {
    return in;
  }
  std::optional<Days> was;
  if (before != nullptr) was = Days{before->fact.from, before->fact.to};
  if (const auto may = MayChangeDays(view, was, Days{post.from, post.to}); !may) return may;
  const auto newest = NewestPolicy(view);
  if (!newest) return newest.error();
  if (*newest == nullptr) return {};
  const auto& posts = (*newest)->posts;
  if (std::ranges::find(posts, post.post, &Post::id) == posts.end()) {
    std::vector<std::string> known;
    for (const Post& one : posts) known.push_back(Concat(one.id, "（", one.name, "）"));
    return Wrong("/post", Concat("办法中没有岗位“", post.post, "”；可用的有 ", Join(known, "、")),
                 Concat("the policy has no post \"", post.post, "\""));
  }
  return {};
}

ResultOrErrors<void> CheckHolder(const View& view, const ReadTx& tx, std::string_view account) {
  if (!FindAccount(tx, account)) {
    return Wrong("/account", "没有这个账号", "there is no such account");
  }
  for (const auto& [id, kept] : view.state().All<RoleFact>()) {
    const RoleFact& held = kept.fact;
    const bool over = held.to && *held.to < view.today();
    if (held.account == account && !over && !MayHoldBoth(Role::kUnitStaff, held.role)) {
      return Wrong("/account", Concat("此账号是", ChineseName(held.role), "，不能同时在单位任职"),
                   "this account holds a role that must stay apart from all business");
    }
  }
  return {};
}

}  // namespace shouze
