#include "service/security_events.h"

#include <algorithm>
#include <map>

#include "base/json_writer.h"
#include "service/school.h"
#include "system/log.h"

namespace shouze {
namespace {

constexpr int kLimit = 100;
constexpr int kLimitMax = 1000;

SecurityEventFilter FilterOf(const ReadTx& tx, const SecurityEventsRequest& request) {
  SecurityEventFilter filter;
  filter.before = request.before;
  filter.limit = std::clamp(request.limit.value_or(kLimit), 1, kLimitMax);
  filter.account = request.who.value_or("");
  if (const auto account = FindAccountByLogin(tx, filter.account)) filter.account = account->id;
  filter.kind = request.kind.value_or("");
  filter.address = request.address.value_or("");
  filter.outcome = request.outcome.value_or("");
  filter.text = request.text.value_or("");
  filter.from = request.from;
  filter.to = request.to;
  return filter;
}

/// What has just been noted is shown, too; where it cannot be written now it is due again.
void WriteWhatWaits(const School& school) {
  try {
    school.WriteTraces();
  } catch (const StoreBroken& broken) {
    Log(LogLevel::kError, "traces_wait", {{"cause", broken.what()}});
  }
}

ResultOrErrors<SecurityEventsAnswer> RunList(const CallerView& view,
                                             const SecurityEventsRequest& request) {
  WriteWhatWaits(view.school());
  return view.school().store().Read([&](const ReadTx& tx) {
    std::map<std::string, std::string> logins;
    for (const Account& account : ReadAccounts(tx)) logins.emplace(account.id, account.login);
    SecurityEventsAnswer answer;
    for (SecurityEvent& event : ReadSecurityEvents(tx, FilterOf(tx, request))) {
      const auto login = logins.find(event.account);
      answer.events.push_back({event.id,
                               event.at,
                               event.account,
                               login == logins.end() ? "" : login->second,
                               event.kind,
                               event.address,
                               {event.detail.empty() ? "{}" : event.detail},
                               event.outcome,
                               event.subject,
                               event.digest});
    }
    return ResultOrErrors<SecurityEventsAnswer>(std::move(answer));
  });
}

}  // namespace

SecurityEvent EventBy(const Caller& caller, Instant at, std::string_view kind,
                      std::initializer_list<std::pair<std::string_view, std::string>> detail) {
  JsonWriter writer;
  writer.BeginObject();
  for (const auto& [name, value] : detail) writer.Member(name, std::string_view(value));
  writer.EndObject();
  const bool refused = kind.ends_with("_failed") || kind == "locked";
  return {0,
          at,
          caller.account,
          std::string(kind),
          caller.address,
          writer.Take(),
          std::string(refused ? kOutcomeRefused : kOutcomeOk)};
}

const CallerReadCase<SecurityEventsRequest, SecurityEventsAnswer> kListSecurityEvents = {
    "security_event.list", "查看安全日志", Action::kReadSecurityLog, RunList};

}  // namespace shouze
