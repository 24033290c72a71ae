#include "http/origin.h"

#include <algorithm>
#include <utility>
#include <vector>

#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/network_v4.hpp>
#include <boost/asio/ip/network_v6.hpp>

#include "base/text.h"

namespace shouze {
namespace {

namespace ip = boost::asio::ip;

constexpr std::string_view kHttp = "http://";
constexpr std::string_view kHttps = "https://";

/// IPv4 addresses in IPv6 clothes count as what they are.
std::optional<ip::address> AddressOf(std::string_view text) {
  boost::system::error_code failed;
  ip::address address = ip::make_address(std::string(text), failed);
  if (failed) return std::nullopt;
  if (address.is_v6() && address.to_v6().is_v4_mapped()) {
    address = ip::make_address_v4(ip::v4_mapped, address.to_v6());
  }
  return address;
}

/// Some proxies add the port: `1.2.3.4:567`, `[::1]:567`.
std::string_view WithoutPort(std::string_view text) {
  if (text.starts_with("[")) return text.substr(1, text.find(']') - 1);
  if (std::ranges::count(text, ':') == 1) return text.substr(0, text.find(':'));
  return text;
}

}  // namespace

std::string OriginOf(std::string_view url) {
  const bool secure = url.starts_with(kHttps);
  if (!secure && !url.starts_with(kHttp)) return "";
  const std::size_t begin = (secure ? kHttps : kHttp).size();
  std::string_view origin = url.substr(0, url.find_first_of("/?#", begin));
  const std::string_view port = secure ? ":443" : ":80";
  if (origin.ends_with(port)) origin.remove_suffix(port.size());
  return std::string(origin);
}

std::string_view HostOf(std::string_view origin) {
  for (const std::string_view scheme : {kHttp, kHttps}) {
    if (origin.starts_with(scheme)) origin.remove_prefix(scheme.size());
  }
  return WithoutPort(origin);
}

bool IsOwnWrite(const Request& request, std::string_view public_url) {
  if (request.Has("origin")) {
    const std::string_view sent = request.Get("origin");
    const std::string origin = OriginOf(sent);
    if (origin.empty()) return false;
    const std::string own = OriginOf(public_url);
    if (SameIgnoringCase(origin, own)) return true;
    if (own.starts_with(kHttps) && !origin.starts_with(kHttps)) return false;
    const std::string_view scheme = origin.starts_with(kHttps) ? kHttps : kHttp;
    return SameIgnoringCase(origin, OriginOf(Concat(scheme, request.Get("host"))));
  }
  if (request.Has("sec-fetch-site")) {
    const std::string_view site = request.Get("sec-fetch-site");
    return site == "same-origin" || site == "none";
  }
  return !request.Has("cookie");
}

struct TrustedProxies::Networks {
  std::vector<ip::network_v4> v4;
  std::vector<ip::network_v6> v6;
};

TrustedProxies::TrustedProxies() : networks_(std::make_unique<Networks>()) {}
TrustedProxies::~TrustedProxies() = default;
TrustedProxies::TrustedProxies(TrustedProxies&& other) noexcept = default;
TrustedProxies& TrustedProxies::operator=(TrustedProxies&& other) noexcept = default;

Result<TrustedProxies> TrustedProxies::Parse(std::span<const std::string> items) {
  TrustedProxies proxies;
  for (const std::string& item : items) {
    const bool v6 = item.find(':') != std::string::npos;
    const bool network = item.find('/') != std::string::npos;
    boost::system::error_code failed;
    if (v6) {
      proxies.networks_->v6.push_back(
          ip::make_network_v6(network ? item : Concat(item, "/128"), failed));
    } else {
      proxies.networks_->v4.push_back(
          ip::make_network_v4(network ? item : Concat(item, "/32"), failed));
    }
    if (failed) {
      return Error{ErrorCode::kInvalidInput, "",
                   Concat("“", item, "”不是 IP 地址或网段；请写作 10.0.0.5 或 10.0.0.0/8"),
                   Concat("\"", item, "\" is neither an address nor a network like 10.0.0.0/8")};
    }
  }
  return proxies;
}

bool TrustedProxies::IsTrusted(std::string_view text) const {
  const auto address = AddressOf(text);
  if (!address) return false;
  if (address->is_v4()) {
    return std::ranges::any_of(networks_->v4, [&](const ip::network_v4& network) {
      const auto mask = network.netmask().to_uint();
      return (address->to_v4().to_uint() & mask) == (network.address().to_uint() & mask);
    });
  }
  return std::ranges::any_of(networks_->v6, [&](const ip::network_v6& network) {
    const ip::network_v6 own(address->to_v6(), network.prefix_length());
    return own.network() == network.network();
  });
}

bool TrustedProxies::Names(std::string_view text) const {
  const auto address = AddressOf(text);
  if (!address) return false;
  if (address->is_v4()) {
    return std::ranges::any_of(networks_->v4, [&](const ip::network_v4& network) {
      return network.is_host() && network.address() == address->to_v4();
    });
  }
  return std::ranges::any_of(networks_->v6, [&](const ip::network_v6& network) {
    return network.is_host() && network.address() == address->to_v6();
  });
}

std::string TrustedProxies::ClientOf(const Request& request) const {
  std::string client = request.peer;
  std::vector<std::string_view> hops;
  for (const auto& [name, value] : request.headers) {
    if (name != "x-forwarded-for") continue;
    ForEachElement(value, ',', [&](std::string_view hop) { hops.push_back(hop); });
  }
  while (!hops.empty() && IsTrusted(client)) {
    const auto address = AddressOf(WithoutPort(hops.back()));
    if (!address) break;
    client = address->to_string();
    hops.pop_back();
  }
  const auto address = AddressOf(client);
  return address ? address->to_string() : client;
}

bool IsAddress(std::string_view host) { return AddressOf(host).has_value(); }

bool IsLoopback(std::string_view text) {
  const auto address = AddressOf(text);
  return address && address->is_loopback();
}

bool IsPrivateAddress(std::string_view text) {
  static const TrustedProxies kPrivate = std::move(*TrustedProxies::Parse(
      std::vector<std::string>{"127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16",
                               "100.64.0.0/10", "169.254.0.0/16", "::1", "fc00::/7", "fe80::/10"}));
  return kPrivate.IsTrusted(text);
}

}  // namespace shouze
