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

std::optional<WayFault> FaultOfHost(const Request& request, const Site& site,
                                    const TrustedProxies& proxies) {
  if (site.url().empty()) return std::nullopt;
  const std::string_view host = HostOf(request.Get("host"));
  if (SameIgnoringCase(host, HostOf(OriginOf(site.url())))) return std::nullopt;
  const bool here = IsLoopback(request.peer);
  if (here && IsThisMachine(host)) return std::nullopt;
  if ((here || proxies.IsTrusted(request.peer)) && IsAddress(host)) return std::nullopt;
  return WayFault{
      "misdirected",
      Concat("这里不是本系统的网址，请用 ", site.url(),
             " 打开；若打开的正是它，请系统管理员让反向代理原样转发主机名（nginx：proxy_set_header "
             "Host $http_host;），或改正设置 http.public_url"),
      Concat("this is not the system's address: open ", site.url(),
             "; if you did, the administrator has the proxy pass on Host (nginx: proxy_set_header "
             "Host $http_host;) or corrects http.public_url")};
}

std::vector<WayFault> FaultsOfSettings(const Settings::Http& settings) {
  std::vector<WayFault> faults;
  const std::string_view listens = HostOf(settings.listen);
  const bool open = !IsLoopback(listens) && !SameIgnoringCase(listens, "localhost");
  const std::string& url = settings.public_url;
  if (url.empty() && open) {
    faults.push_back(
        {"plain",
         Concat(
             "没有设置 http.public_url 而监听 ", settings.listen,
             "：密码在网络上明文传送，任何主机名都能打开。请在前面放一个带 TLS 的反向代理，并写上 "
             "http.public_url"),
         Concat("no http.public_url, and listening at ", settings.listen,
                ": passwords travel in the clear, any host name leads here. Put a proxy with TLS "
                "before it and set http.public_url")});
  } else if (url.starts_with("http://") && !IsThisMachine(OriginOf(url))) {
    faults.push_back({"plain",
                      Concat("网址 ", url,
                             " 不是 https：密码和材料在网络上明文传送。请在反向代理上启用 "
                             "TLS，并把 http.public_url 改为 https://"),
                      Concat("the address ", url,
                             " is not https: passwords and evidence travel in the clear. Give the "
                             "proxy TLS and write https:// in http.public_url")});
  }
  if (!url.empty() && open) {
    faults.push_back(
        {"open",
         Concat("监听 ", settings.listen,
                "：同一网络的机器可以绕过反向代理，以明文直接访问。代理在本机的请监听 "
                "127.0.0.1，不在本机的请用防火墙只放行它"),
         Concat("listening at ", settings.listen,
                ": machines of the network get past the proxy, in the clear. Listen at "
                "127.0.0.1, or let only the proxy through the firewall")});
  }
  return faults;
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
