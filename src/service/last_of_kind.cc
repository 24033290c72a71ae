#include "service/last_of_kind.h"

#include <algorithm>
#include <set>
#include <utility>

#include "base/text.h"
#include "store/account_rows.h"

namespace shouze {
namespace {

/// Accounts that may log in, but for one.
std::set<std::string> AbleBut(const ReadTx& tx, const std::string& account) {
  std::set<std::string> able;
  for (const Account& one : ReadAccounts(tx)) {
    if (!one.disabled && !one.erased && one.id != account) able.insert(one.id);
  }
  return able;
}

bool Covers(const RoleFact& held, CivilDate day) {
  return held.from <= day && (!held.to || *held.to >= day);
}

/// The first day from today of `lost` on which none of `able` holds the same role.
std::optional<CivilDate> FirstDayWithout(const View& view, const RoleFact& lost,
                                         const std::set<std::string>& able) {
  CivilDate day = std::max(view.today(), lost.from);
  while (!lost.to || day <= *lost.to) {
    const RoleFact* longest = nullptr;
    for (const auto& [id, kept] : view.state().All<RoleFact>()) {
      const RoleFact& held = kept.fact;
      if (held.role != lost.role || !able.contains(held.account) || !Covers(held, day)) continue;
      if (!held.to) return std::nullopt;
      if (longest == nullptr || *held.to > *longest->to) longest = &held;
    }
    if (longest == nullptr) return day;
    day = *longest->to + 1;
  }
  return std::nullopt;
}

}  // namespace

std::optional<Error> FaultOfLastOfKind(Act& act, const std::string& account,
                                       const std::optional<std::string>& id, std::string where) {
  std::optional<std::set<std::string>> able;
  for (const auto& [held_id, kept] : act.state().All<RoleFact>()) {
    const RoleFact& held = kept.fact;
    if (held.account != account || (id && held_id != *id)) continue;
    if (!IsAdministrator(held.role)) continue;
    if (held.to && *held.to < act.today()) continue;
    if (!able) able = AbleBut(act.tx(), account);
    const auto day = FirstDayWithout(act, held, *able);
    if (!day) continue;
    const std::string_view name = ChineseName(held.role);
    return Error{
        ErrorCode::kConflict, std::move(where),
        Concat("自 ", Format(*day), " 起学校将没有能登录的", name, "，请先由另一人担任", name),
        Concat("from ", Format(*day),
               " the school would have no such administrator who can log in; grant the "
               "role to somebody else first")};
  }
  return std::nullopt;
}

}  // namespace shouze
