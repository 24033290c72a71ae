#pragma once

#include <optional>
#include <string>
#include <variant>

#include "http/cookies.h"
#include "http/message.h"
#include "http/origin.h"
#include "http/route.h"
#include "http/served_school.h"
#include "http/way_in.h"

namespace shouze {

/// The door: which requests get to a route, and as whom.
class Admission {
 public:
  Admission(ServedSchool& school, const Site& site, const TrustedProxies& proxies, WayWatch& watch);

  /// The call with its caller, or the refusal: 403 (foreign_origin, password_change_required), 401,
  /// 400 (a bad Idempotency-Key).
  std::variant<Response, Call> Admit(const Request& request, const Route& route) const;
  /// The same without waiting for anything; absent where that cannot be, and for refusals.
  std::optional<Call> TryAdmit(const Request& request, const Route& route) const;

  const CookieNames& cookies() const { return cookies_; }
  /// Whom a request counts for where seats are counted by address (system/address_block.h).
  std::string BlockOf(const Request& request) const;

 private:
  Call Begin(const Request& request, const Route& route) const;
  Response NotLoggedIn(const std::string& token) const;
  std::optional<Response> FaultOfWrite(const Request& request) const;

  ServedSchool& school_;
  const Site& site_;
  const TrustedProxies& proxies_;
  WayWatch& watch_;
  const CookieNames cookies_;
};

}  // namespace shouze
