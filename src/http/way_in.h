#pragma once

#include <chrono>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/civil.h"
#include "exchange/described.h"
#include "http/message.h"
#include "http/origin.h"
#include "http/site.h"
#include "system/settings.h"

/// 来路: what lies between a browser and this server — the address that people open, the proxies —
/// and what is wrong with it, in words for whoever can put it right.
namespace shouze {

/// One thing that is wrong.
struct WayFault {
  std::string
      code;  ///< `address`, `proxy_untrusted`, `proxy_silent`, `misdirected`, `plain`, `open`
  std::string message;
  std::string english;
};
SHOUZE_DESCRIBE(WayFault, code, message, english)

/// The page of this address (`https://host/…`) could not write: nobody gets in by it. Absent: it
/// could, or it is no page's address.
std::optional<WayFault> FaultOfAddress(const Request& request, const Site& site,
                                       std::string_view page);

/// The request is for a host that is not the site's: no name but `public_url`'s leads here (a page
/// of another name that resolves to this machine could read what its visitor may). A machine that
/// asks for itself, and a trusted proxy that asks for an address, are believed to mean the site.
/// Source: OWASP, DNS rebinding and host header attacks; RFC 9110 7.4.
std::optional<WayFault> FaultOfHost(const Request& request, const Site& site,
                                    const TrustedProxies& proxies);

/// What the settings alone say of the way in: an address that is plain http, none at all, a port
/// that all the network reaches past the proxy.
std::vector<WayFault> FaultsOfSettings(const Settings::Http& settings);

/// The proxy in front tells nobody's address, or tells it and is not believed: all who come by it
/// are one address to the guard against guessed passwords. `named`: by its own address.
std::optional<WayFault> FaultOfProxy(const Request& request, const TrustedProxies& proxies,
                                     bool named);

/// A fault that was met, and when last.
struct WayFaultSeen {
  std::string code;
  std::string message;
  std::string english;
  Instant at;
};
SHOUZE_DESCRIBE(WayFaultSeen, code, message, english, at)

/// Remembers what was met since the start and logs each once an hour; a few dozen at the most.
/// Threads may use it at once.
class WayWatch {
 public:
  void Note(const WayFault& fault, Instant now);
  std::vector<WayFaultSeen> Seen() const;

 private:
  struct Met {
    WayFaultSeen fault;
    Instant logged_at;
  };
  mutable std::mutex mutex_;
  std::map<std::string, Met> met_;  ///< By the message.
};

/// What anybody may ask: whether the way from here is as it must be.
struct ConnectionRequest {
  std::string page;  ///< The address that is open; empty: none.
};
SHOUZE_DESCRIBE(ConnectionRequest, page)

struct ConnectionAnswer {
  std::string public_url;
  std::vector<WayFault> faults;
};
SHOUZE_DESCRIBE(ConnectionAnswer, public_url, faults)

/// The proxy is not told by its address: anybody may ask.
ConnectionAnswer ConnectionOf(const Request& request, const Site& site,
                              const TrustedProxies& proxies, std::string_view page);

}  // namespace shouze
