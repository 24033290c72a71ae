#include "http/dressing.h"

#include "base/text.h"

namespace shouze {
namespace {

constexpr int kErrors = 400;

/// What every answer carries. Sources: OWASP secure headers; MDN on each.
void AddSecurityHeaders(Response& response, bool secure) {
  const auto add = [&](const char* name, const char* value) {
    if (response.Get(name).empty()) response.headers.emplace_back(name, value);
  };
  add("X-Content-Type-Options", "nosniff");
  add("Cache-Control", response.Get("ETag").empty() ? "no-store" : "private, no-cache");
  add("Referrer-Policy", "same-origin");
  add("X-Frame-Options", "DENY");
  add("Cross-Origin-Resource-Policy", "same-origin");
  if (secure) add("Strict-Transport-Security", "max-age=31536000");
  add("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
}

/// The server's clock, told with every answer: clients count down by it, and what is in an answer
/// that is kept may not depend on it.
void AddServerTime(Response& response, Instant now, UtcOffset offset) {
  response.headers.emplace_back(kServerTimeHeader, FormatRfc3339(now, offset));
}

/// The request's id, on every answer and in every problem's body.
void NameRequest(Response& response, const std::string& id) {
  response.headers.emplace_back(kRequestIdHeader, id);
  const bool is_problem = response.status >= kErrors && response.body.starts_with("{\"code\":");
  if (!is_problem) return;
  response.body.pop_back();
  response.body += Concat(",\"request_id\":\"", id, "\"}");
}

}  // namespace

void Dress(Response& response, const AnsweredAs& as) {
  AddSecurityHeaders(response, as.secure);
  AddServerTime(response, as.now, as.offset);
  NameRequest(response, as.request_id);
}

}  // namespace shouze
