#include "http/cookies.h"

#include "base/text.h"

namespace shouze {
namespace {

constexpr int kSecondsPerDay = 86'400;

Header Made(const CookieNames& names, std::string_view name, std::string_view value,
            std::string_view age) {
  return {"Set-Cookie", Concat(name, "=", value, "; Path=", names.path,
                               "; HttpOnly; SameSite=Strict", age, names.secure ? "; Secure" : "")};
}

}  // namespace

CookieNames::CookieNames(const Site& site)
    : secure(site.secure()), path(site.prefix().empty() ? "/" : site.prefix()) {
  const std::string_view prefix = !secure ? "" : path == "/" ? "__Host-" : "__Secure-";
  session = Concat(prefix, "shouze_session");
  device = Concat(prefix, "shouze_device");
}

std::string_view CookieOf(const Request& request, std::string_view name) {
  std::string_view value;
  bool differs = false;
  for (const auto& [field, list] : request.headers) {
    if (field != "cookie") continue;
    ForEachElement(list, ';', [&](std::string_view pair) {
      const std::size_t equals = pair.find('=');
      if (equals == std::string_view::npos || Trimmed(pair.substr(0, equals)) != name) return;
      const std::string_view found = Trimmed(pair.substr(equals + 1));
      differs = differs || (!value.empty() && value != found);
      value = found;
    });
  }
  return differs ? std::string_view() : value;
}

Header SetCookie(const CookieNames& names, std::string_view name, std::string_view value,
                 int age_days) {
  return Made(names, name, value,
              age_days > 0 ? Concat("; Max-Age=", age_days * kSecondsPerDay) : "");
}

Header DropCookie(const CookieNames& names, std::string_view name) {
  return Made(names, name, "", "; Max-Age=0");
}

}  // namespace shouze
