#include "http/signpost.h"

#include <utility>

#include "base/text.h"
#include "http/problem.h"
#include "http/way_in.h"

namespace shouze {
namespace {

constexpr std::string_view kHealthPath = "/healthz";

/// People get a page that leads them to the right address.
Response Misdirected(const Request& request, const WayFault& fault, const Site& site) {
  constexpr int kMisdirected = 421;
  if (request.Get("accept").find("text/html") == std::string_view::npos) {
    return Problem(kMisdirected, fault.code, fault.message, fault.english);
  }
  Response response;
  response.status = kMisdirected;
  response.headers.emplace_back("Content-Type", "text/html; charset=utf-8");
  response.body = Concat("<!doctype html><meta charset=\"utf-8\"><title>守责 Shouze</title><p>",
                         fault.message, "</p><p lang=\"en\">", fault.english, "</p><p><a href=\"",
                         site.url(), "/\">", site.url(), "/</a></p>");
  return response;
}

}  // namespace

std::variant<Response, Signpost::Way> Signpost::Find(const Request& request) const {
  const auto method = request.IsHead() ? Method::kGet : MethodOf(request.method);
  const std::string_view path = site_.PathOf(request);
  if (const auto misdirected = FaultOfHost(request, site_, proxies_)) {
    // Whoever looks after many machines asks each by its address.
    if (path != kHealthPath) return Misdirected(request, *misdirected, site_);
  }
  auto found = router_.Find(method, path);
  if (!found) {
    if (pages_) {
      if (auto page = pages_->Find(request, path)) return std::move(*page);
    }
    return Problem(Fail(ErrorCode::kNotFound, "没有这个接口或页面", "no such resource"));
  }
  if (!found->route) {
    Response response = Problem(405, "method_not_allowed", "这个接口不支持这种请求方法",
                                "the method is not allowed here");
    response.headers.emplace_back("Allow", found->allow);
    return response;
  }
  if (found->malformed) {
    return Problem(400, "invalid_input", "网址的百分号编码有误", "wrong escapes in the path");
  }
  return Way{*found->route, std::move(found->values)};
}

}  // namespace shouze
