#include "http/way_in.h"

#include "base/text.h"
#include "system/log.h"

namespace shouze {
namespace {

constexpr std::size_t kMetMax = 32;
constexpr std::size_t kShownMax = 120;

/// What was sent, as it may be shown.
std::string Shown(std::string_view text) {
  return ForTerminal(text.substr(0, std::min(text.size(), kShownMax)));
}

std::string Among(bool named, const std::string& peer) {
  return named ? Concat("反向代理 ", peer) : std::string("反向代理");
}
std::string AmongInEnglish(bool named, const std::string& peer) {
  return named ? Concat("the proxy ", peer) : std::string("the proxy");
}

/// Whether a host, with or without a port, is this machine by its own names.
bool IsThisMachine(std::string_view host) {
  return SameIgnoringCase(HostOf(host), "localhost") || IsLoopback(HostOf(host));
}

}  // namespace

std::optional<WayFault> FaultOfAddress(const Request& request, const Site& site,
                                       std::string_view page) {
  const std::string origin = OriginOf(page);
  if (origin.empty()) return std::nullopt;
  Request write;
  write.headers = {{"origin", origin}, {"host", std::string(request.Get("host"))}};
  if (IsOwnWrite(write, site.url())) return std::nullopt;
  const std::string opened = Shown(origin);
  if (!site.url().empty()) {
    return WayFault{
        "address",
        Concat("浏览器打开的网址是 ", opened, "，而本系统的网址是 ", site.url(),
               "，从前者不能登录和办理。请改用 ", site.url(), " 打开；若 ", opened,
               " 才是对的，请系统管理员改设置 http.public_url"),
        Concat("this page was opened at ", opened, ", but the system's address is ", site.url(),
               ": nobody can log in from here. Open ", site.url(), " instead; if ", opened,
               " is right, the administrator changes http.public_url")};
  }
  const std::string host = Shown(request.Get("host"));
  return WayFault{
      "address",
      Concat("浏览器打开的网址是 ", opened, "，而服务器收到的主机名是 ", host,
             "：反向代理没有把主机名和端口原样转来，因此不能登录和办理。请系统管理员把设置 "
             "http.public_url 写成 ",
             opened, "，或让反向代理转发 Host（nginx：proxy_set_header Host $http_host;）"),
      Concat("this page was opened at ", opened, ", but the server was asked for ", host,
             ": the proxy does not pass on host and port, so nobody can log in. The administrator "
             "sets http.public_url to ",
             opened, ", or has the proxy pass on Host (nginx: proxy_set_header Host $http_host;)")};
}

std::optional<WayFault> FaultOfProxy(const Request& request, const TrustedProxies& proxies,
                                     bool named) {
  const std::string& peer = request.peer;
  const bool told = request.Has("x-forwarded-for");
  if (told && !proxies.IsTrusted(peer)) {
    // From the outside anybody may claim to be a proxy.
    if (!IsPrivateAddress(peer)) return std::nullopt;
    return WayFault{
        "proxy_untrusted",
        Concat(Among(named, peer),
               " 转来的请求说明了来访者的地址，但它不在可信的代理之列，所以经它来的人都算同一个"
               "地址：有人多次输错密码，所有人都会被拦下。若它是本校的反向代理，请系统管理员把它的"
               "地址写进设置 http.trusted_proxies"),
        Concat(AmongInEnglish(named, peer),
               " tells the visitors' addresses but is not trusted, so all who come by it count as "
               "one: many wrong passwords of anybody lock them all out. If it is the school's, the "
               "administrator adds it to http.trusted_proxies")};
  }
  const bool close = IsLoopback(peer) || proxies.Names(peer);
  const std::string_view opened =
      request.Has("origin") ? request.Get("origin") : request.Get("host");
  if (told || request.Has("forwarded") || !close || opened.empty() || IsThisMachine(opened)) {
    return std::nullopt;
  }
  return WayFault{
      "proxy_silent",
      Concat(Among(named, peer),
             " 没有说明来访者的地址，所以经它来的人都算同一个地址：有人多次输错密码，所有人都会"
             "被拦下。请系统管理员让它转发（nginx：proxy_set_header X-Forwarded-For "
             "$proxy_add_x_forwarded_for;）"),
      Concat(AmongInEnglish(named, peer),
             " does not tell the visitors' addresses, so all who come by it count as one: many "
             "wrong passwords of anybody lock them all out. The administrator has it send them "
             "(nginx: proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;)")};
}

void WayWatch::Note(const WayFault& fault, Instant now) {
  const std::lock_guard lock(mutex_);
  const auto found = met_.find(fault.message);
  if (found == met_.end() && met_.size() >= kMetMax) return;
  Met& met = found == met_.end() ? met_[fault.message] : found->second;
  const bool fresh =
      found == met_.end() || now < met.logged_at || now.ms - met.logged_at.ms >= kMsPerHour;
  met.fault = {fault.code, fault.message, fault.english, now};
  if (!fresh) return;
  met.logged_at = now;
  Log(LogLevel::kWarning, "way_in", {{"fault", fault.code}, {"why", fault.english}});
}

std::vector<WayFaultSeen> WayWatch::Seen() const {
  const std::lock_guard lock(mutex_);
  std::vector<WayFaultSeen> seen;
  for (const auto& [message, met] : met_) seen.push_back(met.fault);
  return seen;
}

ConnectionAnswer ConnectionOf(const Request& request, const Site& site,
                              const TrustedProxies& proxies, std::string_view page) {
  ConnectionAnswer answer;
  answer.public_url = site.url();
  if (auto fault = FaultOfAddress(request, site, page)) answer.faults.push_back(std::move(*fault));
  Request opened = request;
  if (const std::string origin = OriginOf(page); !origin.empty()) {
    std::erase_if(opened.headers, [](const Header& one) { return one.first == "origin"; });
    opened.headers.emplace_back("origin", origin);
  }
  if (auto fault = FaultOfProxy(opened, proxies, false)) answer.faults.push_back(std::move(*fault));
  return answer;
}

}  // namespace shouze
