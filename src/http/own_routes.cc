#include "http/own_routes.h"

#include <chrono>
#include <map>
#include <memory>
#include <mutex>

#include "base/json_writer.h"
#include "http/openapi.h"
#include "http/problem.h"
#include "service/mail_state.h"
#include "system/log.h"
#include "system/password.h"

namespace shouze {
namespace {

constexpr std::chrono::minutes kTellAgainAfter{1};

/// What the log was told of each check, and when: anybody may ask, as often as they like.
class HealthLog {
 public:
  void Tell(const std::string& check, const std::optional<std::string>& fault) {
    const std::lock_guard lock(mutex_);
    const auto now = std::chrono::steady_clock::now();
    const auto told = told_.find(check);
    if (!fault) {
      if (told == told_.end()) return;
      told_.erase(told);
      Log(LogLevel::kNote, "well_again", {{"check", check}});
    } else if (told == told_.end() || now - told->second >= kTellAgainAfter) {
      told_[check] = now;
      Log(LogLevel::kError, "unhealthy", {{"check", check}, {"cause", *fault}});
    }
  }

 private:
  std::mutex mutex_;
  std::map<std::string, std::chrono::steady_clock::time_point> told_;
};

Response Health(const std::vector<HealthCheck>& checks, HealthLog& log) {
  bool well = true;
  JsonWriter writer;
  writer.BeginObject();
  writer.Key("checks");
  writer.BeginObject();
  for (const HealthCheck& check : checks) {
    const auto fault = check.fault();
    well = well && !fault;
    // Anybody may ask: the cause goes to the log only.
    log.Tell(check.name, fault);
    writer.Member(check.name, fault ? "failed" : "ok");
  }
  writer.EndObject();
  writer.Member("status", well ? "ok" : "failed");
  writer.EndObject();
  Response response;
  response.status = well ? 200 : 503;
  response.headers.emplace_back("Content-Type", "application/json; charset=utf-8");
  response.body = writer.Take();
  return response;
}

Response Text(std::string_view type, std::string body) {
  Response response;
  response.headers.emplace_back("Content-Type", type);
  response.body = std::move(body);
  return response;
}

Route HealthRow(const OwnParts& parts) {
  return RawRow<Nothing>(
      {Method::kGet, "/healthz", "health.read", "查看健康状态", Door::kAnybody, Audit::kNone},
      AnswerAs::kJson,
      [&health = parts.health, log = std::make_shared<HealthLog>()](
          Call&, const Nothing&) -> ResultOrErrors<Response> { return Health(health, *log); });
}

bool HasToken(const Request& request, std::string_view token) {
  constexpr std::string_view kBearer = "Bearer ";
  const std::string_view sent = request.Get("authorization");
  return !token.empty() && sent.starts_with(kBearer) &&
         EqualSecrets(sent.substr(kBearer.size()), token);
}

/// For a collector that has the token, and for system administrators. An address opens nothing: a
/// proxy on this machine would.
Route MetricsRow(const OwnParts& parts) {
  return RawRow<Nothing>(
      {Method::kGet, "/metrics", "metrics.read", "查看运行指标", Door::kAnybody, Audit::kNone},
      AnswerAs::kText,
      [&school = parts.school, &metrics = parts.metrics, &own_token = parts.metrics_token](
          Call& call, const Nothing&) -> ResultOrErrors<Response> {
        if (!HasToken(call.request, own_token)) {
          const std::string token(CookieOf(call.request, call.cookies.session));
          const auto known = token.empty() ? std::nullopt : school.FindCaller(token, call.visitor);
          if (!known || known->password_only || !MayDo(known->caller.held, Action::kOperate, "")) {
            return Fail(ErrorCode::kForbidden,
                        "运行指标只供系统管理员，或持 http.metrics_token 的采集程序查看",
                        "metrics are for system administrators and for who has http.metrics_token");
          }
        }
        auto gauges = ProcessGauges();
        gauges.emplace_back("shouze_vault_free_bytes", school.FreeBytes());
        gauges.emplace_back("shouze_store_bytes", school.StoreBytes());
        gauges.emplace_back("shouze_ledger_head_seq", school.LastEntryOf(""));
        for (auto& gauge : school.ScrubGauges()) gauges.push_back(std::move(gauge));
        return Text("text/plain; version=0.0.4; charset=utf-8", metrics.Text(gauges));
      });
}

/// The settings are known to whoever started the server, not to the school that is served.
Route SettingsRow(const OwnParts& parts) {
  Route route = JsonRow<Nothing, SettingsInForce>(
      {Method::kGet, "/api/v1/settings", "settings.read", "查看设置", Door::kCaller, Audit::kRead},
      [&settings = parts.settings, &watch = parts.watch](
          Call& call, const Nothing&) -> ResultOrErrors<SettingsInForce> {
        if (!MayDo(call.caller().held, Action::kOperate, "")) {
          return call.school.school().Refuse(call.caller(), Action::kOperate, "");
        }
        return SettingsInForce{SettingRows(settings), watch.Seen()};
      });
  route.action = Action::kOperate;
  return route;
}

/// How to reach the mail server too is known to whoever started this one.
Route TestMailRow(const OwnParts& parts) {
  Route route = JsonRow<TestMailRequest, TestMailAnswer>(
      {Method::kPost, "/api/v1/mail/test", "mail.test", "发一封测试邮件", Door::kCaller,
       Audit::kChange},
      [mailer = parts.mailer](Call& call, const TestMailRequest& request) {
        return SendTestMail(call.school.school(), call.caller(), mailer, request);
      });
  route.action = Action::kOperate;
  route.lane = Lane::kSlow;
  return route;
}

/// For the login page and for `doctor`: whether the way from there is as it must be.
Route ConnectionRow(const OwnParts& parts) {
  return JsonRow<ConnectionRequest, ConnectionAnswer>(
      {Method::kGet, "/api/v1/connection", "connection.read", "查看来路是否正常", Door::kAnybody,
       Audit::kNone},
      [&site = parts.site, &proxies = parts.proxies](
          Call& call, const ConnectionRequest& request) -> ResultOrErrors<ConnectionAnswer> {
        return ConnectionOf(call.request, site, proxies, request.page);
      });
}

Route ChangesRow(const OwnParts& parts) {
  return RawRow<Nothing>(
      {Method::kGet, "/api/v1/changes", "changes.watch", "接收变更通知", Door::kCaller,
       Audit::kNone},
      AnswerAs::kEvents,
      [&feed = parts.feed](Call& call, const Nothing&) -> ResultOrErrors<Response> {
        auto seat = feed.Admit(call.caller());
        if (!seat) {
          return Fail(ErrorCode::kTooMany,
                      "同时打开的页面太多，这个页面不会自动更新；请关掉几个，或稍后刷新本页",
                      "too many pages are open to be told of changes: close some, or reload later",
                      "60");
        }
        Response response;
        response.headers.emplace_back("Content-Type", "text/event-stream; charset=utf-8");
        response.headers.emplace_back("X-Accel-Buffering", "no");
        response.events = [&feed, caller = call.caller(), seat = std::move(seat)](EventSink sink) {
          return feed.Subscribe(caller, std::move(sink));
        };
        return response;
      });
}

}  // namespace

std::vector<Route> WithOwnRoutes(std::vector<Route> routes, const OwnParts& parts) {
  routes.push_back(HealthRow(parts));
  routes.push_back(MetricsRow(parts));
  routes.push_back(SettingsRow(parts));
  routes.push_back(TestMailRow(parts));
  routes.push_back(ConnectionRow(parts));
  routes.push_back(ChangesRow(parts));
  const auto document = std::make_shared<std::string>();
  routes.push_back(RawRow<Nothing>({Method::kGet, "/api/v1/openapi.json", "openapi.read",
                                    "读取接口文档", Door::kAnybody, Audit::kNone},
                                   AnswerAs::kJson,
                                   [document](Call&, const Nothing&) -> ResultOrErrors<Response> {
                                     return Text("application/json; charset=utf-8", *document);
                                   }));
  *document = OpenApiDocument(routes);
  return routes;
}

std::vector<std::string> NamesOf(const std::vector<Route>& routes) {
  std::vector<std::string> names;
  for (const Route& route : routes) names.emplace_back(route.name);
  return names;
}

}  // namespace shouze
