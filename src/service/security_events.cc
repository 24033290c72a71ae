#include "service/security_events.h"

#include <algorithm>
#include <map>

#include "base/json_writer.h"
#include "service/school.h"

namespace shouze {
namespace {

constexpr int kLimit = 100;
constexpr int kLimitMax = 1000;

ResultOrErrors<SecurityEventsAnswer> RunList(const View& view,
                                             const SecurityEventsRequest& request) {
  const int limit = std::clamp(request.limit.value_or(kLimit), 1, kLimitMax);
  return view.school().store().Read([&](const ReadTx& tx) {
    std::map<std::string, std::string> logins;
    for (const Account& account : ReadAccounts(tx)) logins.emplace(account.id, account.login);
    SecurityEventsAnswer answer;
    for (SecurityEvent& event : ReadSecurityEvents(tx, request.before, limit)) {
      const auto login = logins.find(event.account);
      answer.events.push_back({event.id,
                               event.at,
                               event.account,
                               login == logins.end() ? "" : login->second,
                               event.kind,
                               event.address,
                               {event.detail.empty() ? "{}" : event.detail}});
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
  return {0, at, caller.account, std::string(kind), caller.address, writer.Take()};
}

const ReadCase<SecurityEventsRequest, SecurityEventsAnswer> kListSecurityEvents = {
    "security_event.list", "查看安全日志", Action::kReadSecurityLog, DependsOn::kEverything,
    RunList};

}  // namespace shouze
