#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"
#include "http/message.h"

/// Where a request comes from: which page sent it, and which machine.
namespace shouze {

/// Whether a write may be believed to be meant by the person whose cookies it carries
/// (cross-site request forgery). The first that applies:
/// 1. `Origin` stands there: it must be the site's (`public_url`), or have the request's own Host;
///    never plain http where the site is https; `null` never.
/// 2. `Sec-Fetch-Site` stands there: `same-origin` or `none`.
/// 3. Neither: only without any cookie. Programs that send a session must send `Origin` too.
/// Source: OWASP CSRF prevention, "verifying origin with standard headers"; W3C Fetch Metadata.
bool IsOwnWrite(const Request& request, std::string_view public_url);

/// `https://host:port` of a URL, without what follows; the scheme's own port left out. Empty: it is
/// no web address.
std::string OriginOf(std::string_view url);

/// The host alone of an origin or of a Host field: `oa.example.cn`, `::1`.
std::string_view HostOf(std::string_view origin);

/// Addresses and networks (`10.0.0.0/8`) of proxies whose X-Forwarded-For is believed.
class TrustedProxies {
 public:
  /// Errors: kInvalidInput naming the item that is neither an address nor a network.
  static Result<TrustedProxies> Parse(std::span<const std::string> items);
  TrustedProxies();
  ~TrustedProxies();
  TrustedProxies(TrustedProxies&& other) noexcept;
  TrustedProxies& operator=(TrustedProxies&& other) noexcept;

  /// Whether it is one of theirs.
  bool IsTrusted(std::string_view address) const;
  /// Whether it is named by itself, not as one of a network.
  bool Names(std::string_view address) const;

  /// The client's address: the connection's peer or, behind trusted proxies, the last address of
  /// X-Forwarded-For that is not one of theirs.
  std::string ClientOf(const Request& request) const;

 private:
  struct Networks;
  std::unique_ptr<Networks> networks_;
};

/// Whether it is an address, not a name.
bool IsAddress(std::string_view host);

/// 127.0.0.0/8 or ::1.
bool IsLoopback(std::string_view address);

/// Loopback, or of a network that is nobody's in the internet. Source: RFC 1918, RFC 4193, RFC
/// 6598.
bool IsPrivateAddress(std::string_view address);

}  // namespace shouze
