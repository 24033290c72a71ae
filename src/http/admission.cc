#include "http/admission.h"

#include <algorithm>

#include "base/text.h"
#include "http/problem.h"
#include "system/address_block.h"

namespace shouze {
namespace {

constexpr std::size_t kKeyLengthMax = 100;
constexpr std::size_t kTokenLengthMax = 200;
constexpr std::size_t kAgentLengthMax = 300;

bool IsPrintable(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c > 0x20 && c < 0x7F; });
}

/// Tokens are ours: what cannot be one is none.
std::string TokenOf(const Request& request, std::string_view cookie) {
  const std::string_view token = CookieOf(request, cookie);
  return token.size() <= kTokenLengthMax && IsPrintable(token) ? std::string(token) : "";
}

/// What goes into the security log is cut and freed of what is no text.
std::string AgentOf(const Request& request) {
  std::string agent(request.Get("user-agent").substr(0, kAgentLengthMax));
  std::ranges::replace_if(
      agent, [](char c) { return c < 0x20 || c == 0x7F; }, '?');
  return agent;
}

bool IsWrite(const Route& route) { return route.method != Method::kGet; }

/// How long ago a person did something, in milliseconds. A page says so; where nothing is said, a
/// write is somebody's doing and a read may be anything that runs by itself. A stream never is.
std::optional<std::int64_t> IdleOf(const Request& request, const Route& route) {
  constexpr std::int64_t kSecondsMax = 7 * 86'400;
  if (route.answer_as == AnswerAs::kEvents) return std::nullopt;
  if (const auto seconds = ParseInteger(request.Get(kPersonIdleHeader))) {
    return std::clamp<std::int64_t>(*seconds, 0, kSecondsMax) * 1000;
  }
  if (IsWrite(route)) return 0;
  return std::nullopt;
}

}  // namespace

Admission::Admission(ServedSchool& school, const Site& site, const TrustedProxies& proxies,
                     WayWatch& watch)
    : school_(school), site_(site), proxies_(proxies), watch_(watch), cookies_(site) {}

std::optional<Response> Admission::FaultOfWrite(const Request& request) const {
  if (!IsOwnWrite(request, site_.url())) {
    const std::string_view sent_by = request.Get("sec-fetch-site");
    const bool foreign = sent_by == "cross-site" || sent_by == "same-site";
    const auto fault =
        foreign ? std::nullopt : FaultOfAddress(request, site_, request.Get("origin"));
    if (fault) {
      watch_.Note(*fault, school_.Now());
      return Problem(403, "wrong_address", fault->message, fault->english);
    }
    return Problem(403, "foreign_origin",
                   "请求不是从本系统的页面发出的，已拒绝；请从系统页面操作（程序请带 Origin 头）",
                   "refused: not sent from this site's own pages; programs must send Origin");
  }
  const std::string_view key = request.Get("idempotency-key");
  if (key.size() > kKeyLengthMax || !IsPrintable(key) ||
      (key.empty() && request.Has("idempotency-key"))) {
    return Problem(400, "invalid_input", "Idempotency-Key 应为 1 至 100 个可见 ASCII 字符",
                   "Idempotency-Key must be 1 to 100 visible ASCII characters");
  }
  return std::nullopt;
}

Response Admission::NotLoggedIn(const std::string& token) const {
  const SessionOver over = school_.WhyOver(token);
  return Problem(401, over.code, over.message, over.english);
}

std::string Admission::BlockOf(const Request& request) const {
  return AddressBlock(proxies_.ClientOf(request));
}

Call Admission::Begin(const Request& request, const Route& route) const {
  Call call{school_, request, cookies_, {}, {}, {}, {}};
  call.visitor.address = proxies_.ClientOf(request);
  call.visitor.agent = AgentOf(request);
  call.visitor.device_token = TokenOf(request, cookies_.device);
  call.visitor.idle_ms = IdleOf(request, route);
  call.idempotency_key = request.Get("idempotency-key");
  if (const auto fault = FaultOfProxy(request, proxies_, true)) watch_.Note(*fault, school_.Now());
  return call;
}

std::variant<Response, Call> Admission::Admit(const Request& request, const Route& route) const {
  if (IsWrite(route)) {
    if (auto fault = FaultOfWrite(request)) return std::move(*fault);
  }
  Call call = Begin(request, route);
  if (route.entry == Door::kAnybody) return call;
  const std::string token = TokenOf(request, cookies_.session);
  if (!token.empty()) call.known = school_.FindCaller(token, call.visitor);
  if (!call.known) return NotLoggedIn(token);
  call.known->caller.arrived = request.arrived;
  if (call.known->password_only && route.entry != Door::kOwnAccount) {
    return Problem(403, "password_change_required", "请先修改初始密码",
                   "change the first password before anything else");
  }
  return call;
}

std::optional<Call> Admission::TryAdmit(const Request& request, const Route& route) const {
  if (IsWrite(route) || route.entry == Door::kAnybody) return std::nullopt;
  const std::string token = TokenOf(request, cookies_.session);
  if (token.empty()) return std::nullopt;
  Call call = Begin(request, route);
  call.known = school_.TryFindCaller(token, call.visitor);
  if (!call.known || (call.known->password_only && route.entry != Door::kOwnAccount)) {
    return std::nullopt;
  }
  return call;
}

}  // namespace shouze
