#pragma once

#include <string>
#include <string_view>

#include "http/message.h"
#include "http/site.h"

/// The two cookies: who is logged in, and which browser has been here before.
/// Source: RFC 6265; the prefixes `__Host-` and `__Secure-`: RFC 6265bis 4.1.3.
namespace shouze {

/// Their names: with the prefix, which browsers hold to be Secure, for this host and from it alone,
/// where the site is served over TLS. Below a path of a shared host they are sent to that path
/// alone, and only `__Secure-` can be had.
struct CookieNames {
  explicit CookieNames(const Site& site);

  bool secure = false;
  std::string path;
  std::string session;
  std::string device;
};

/// A cookie's value; empty where the request has none, or two that differ.
std::string_view CookieOf(const Request& request, std::string_view name);

/// A Set-Cookie field: HttpOnly, SameSite=Strict, for the site's path. Without an age it ends with
/// the browser.
Header SetCookie(const CookieNames& names, std::string_view name, std::string_view value,
                 int age_days = 0);
/// One that takes the cookie away.
Header DropCookie(const CookieNames& names, std::string_view name);

}  // namespace shouze
