#pragma once

#include <cstddef>
#include <memory>
#include <string_view>
#include <variant>

#include "http/message.h"
#include "http/origin.h"
#include "http/pages.h"
#include "http/route.h"
#include "http/router.h"
#include "http/site.h"

namespace shouze {

/// 路牌: which row a request is for.
class Signpost {
 public:
  /// All must outlive it. `pages`: null where there are none.
  Signpost(const Site& site, const TrustedProxies& proxies,
           const std::shared_ptr<const Pages>& pages)
      : site_(site), proxies_(proxies), pages_(pages) {}

  /// Row `index` answers to this method and path. Errors: as of Router::Add.
  void Add(Method method, std::string_view path, std::size_t index) {
    router_.Add(method, path, index);
  }

  struct Way {
    std::size_t index = 0;
    PathValues path;
  };
  /// The way; or the answer where there is none: a page, 421 for a host that is not the site's (a
  /// page that leads to the right address, for people), 404, 405, 400 for wrong escapes.
  std::variant<Response, Way> Find(const Request& request) const;

 private:
  const Site& site_;
  const TrustedProxies& proxies_;
  const std::shared_ptr<const Pages>& pages_;
  Router router_;
};

}  // namespace shouze
