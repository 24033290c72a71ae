#include "service/holders.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <utility>

#include "base/digest.h"
#include "base/json_writer.h"
#include "exchange/json_tree.h"
#include "kernel/access.h"
#include "service/school.h"
#include "store/account_rows.h"

namespace shouze {
namespace {

constexpr std::size_t kFingerprintDigits = 32;
constexpr int kLookedAtMax = 1000;

/// Whatever lets somebody in as the account, and where mail about it goes.
std::string FingerprintOf(const Account& account) {
  JsonWriter writer;
  writer.BeginArray();
  for (const std::string* part :
       {&account.id, &account.login, &account.mail, &account.password_hash}) {
    writer.Text(*part);
  }
  writer.Boolean(account.disabled);
  writer.EndArray();
  return Sha256Hex(writer.Take()).substr(0, kFingerprintDigits);
}

/// What the log was told last: account → fingerprint.
struct Sealed {
  std::int64_t id = 0;
  Instant at;
  std::map<std::string, std::string, std::less<>> fingerprints;
};

std::optional<Sealed> ReadSealed(const ReadTx& tx) {
  SecurityEventFilter filter;
  filter.kind = kHoldersSealed;
  filter.limit = 1;
  const auto events = ReadSecurityEvents(tx, filter);
  if (events.empty()) return std::nullopt;
  Sealed sealed{events.front().id, events.front().at, {}};
  const auto tree = JsonTree::Parse(events.front().detail);
  if (!tree || !(*tree)->root().Is(JsonType::kObject)) return sealed;
  for (const JsonValue member : (*tree)->root()) {
    sealed.fingerprints.emplace(member.key(), member.text());
  }
  return sealed;
}

/// Whether an event is about what a fingerprint covers.
bool IsAbout(const SecurityEvent& event, const std::string& account) {
  static constexpr std::string_view kChanging[] = {
      "password_changed", "password_reset",   "first_password_set", "account_created",
      "account_changed",  "account_disabled", "account_enabled",    "account_erased"};
  return std::ranges::find(kChanging, event.kind) != std::end(kChanging) &&
         event.outcome == kOutcomeOk &&
         (event.account == account || event.detail.find(account) != std::string::npos);
}

std::string ToldSince(const ReadTx& tx, std::int64_t id, const std::string& account) {
  for (const SecurityEvent& event : ReadSecurityEvents(tx, std::nullopt, kLookedAtMax)) {
    if (event.id <= id) break;
    if (IsAbout(event, account)) return event.kind;
  }
  return "";
}

}  // namespace

std::vector<Holder> HoldersOf(const ReadTx& tx, const SchoolState& state, CivilDate today) {
  std::map<std::string, std::vector<std::string>> roles;
  for (const auto& [id, kept] : state.All<RoleFact>()) {
    const RoleFact& fact = kept.fact;
    if (fact.from > today || (fact.to && *fact.to < today)) continue;
    roles[fact.account].emplace_back(ChineseName(fact.role));
  }
  const auto sealed = ReadSealed(tx);
  std::vector<Holder> holders;
  for (auto& [id, names] : roles) {
    const auto account = FindAccount(tx, id);
    if (!account) continue;
    Holder holder{
        id, account->login, account->name, std::move(names), FingerprintOf(*account), {}, false,
        ""};
    if (sealed && sealed->fingerprints.contains(id)) {
      holder.sealed_at = sealed->at;
      holder.is_as_sealed = sealed->fingerprints.at(id) == holder.fingerprint;
    }
    if (!holder.is_as_sealed) holder.told_since = ToldSince(tx, sealed ? sealed->id : 0, id);
    holders.push_back(std::move(holder));
  }
  std::ranges::sort(holders, {}, &Holder::login);
  return holders;
}

std::optional<std::string> FingerprintIn(const ReadTx& tx, std::string_view account) {
  const auto found = FindAccount(tx, account);
  if (!found) return std::nullopt;
  return FingerprintOf(*found);
}

void SealHolders(School& school) {
  const Instant now = school.parts().clock.Now();
  const View view(school, now);
  std::string detail;
  const bool is_sealed = school.store().Read([&](const ReadTx& tx) {
    JsonWriter writer;
    writer.BeginObject();
    for (const Holder& holder : HoldersOf(tx, view.state(), view.today())) {
      writer.Member(holder.account, std::string_view(holder.fingerprint));
    }
    writer.EndObject();
    detail = writer.Take();
    SecurityEventFilter filter;
    filter.kind = kHoldersSealed;
    filter.limit = 1;
    const auto last = ReadSecurityEvents(tx, filter);
    return !last.empty() && last.front().detail == detail;
  });
  if (is_sealed) return;
  const auto written = school.store().Write([&](WriteTx& tx) -> Result<void> {
    AddSecurityEvent(tx, {0, now, "operator", std::string(kHoldersSealed), "", detail});
    return {};
  });
  static_cast<void>(written);
}

}  // namespace shouze
