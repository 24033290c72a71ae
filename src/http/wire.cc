#include "http/wire.h"

#include <algorithm>

#include "base/text.h"

namespace shouze {
namespace {

bool HasBody(const Response& response) {
  return response.status != 304 && response.status != 204 && !response.events;
}

}  // namespace

std::string HeadOf(const Response& response, bool keep) {
  std::string head;
  head.reserve(512);
  head.append("HTTP/1.1 ").append(std::to_string(response.status)).append(" ");
  head.append(ReasonOf(response.status)).append("\r\n");
  for (const auto& [name, value] : response.headers) {
    head.append(name).append(": ");
    // Nothing that was put in may end the line.
    for (const char c : value) head += c == '\r' || c == '\n' || c == '\0' ? ' ' : c;
    head.append("\r\n");
  }
  if (HasBody(response)) {
    const auto bytes = response.source ? static_cast<std::size_t>(response.source->bytes())
                                       : response.bytes().size();
    head.append("Content-Length: ").append(std::to_string(bytes)).append("\r\n");
  }
  head.append(keep ? "Connection: keep-alive\r\n\r\n" : "Connection: close\r\n\r\n");
  return head;
}

void FoldWatch::See(std::string_view bytes) {
  for (const char c : bytes) {
    seen_ = seen_ || (last_ == '\n' && (c == ' ' || c == '\t'));
    last_ = c;
  }
}

std::optional<HeadFault> FaultOfHead(const Request& request, bool version_1_1) {
  const auto count = [&](std::string_view name) {
    return std::ranges::count(request.headers, name, &Header::first);
  };
  if (count("transfer-encoding") > 0) {
    if (count("content-length") > 0 || !version_1_1 || count("transfer-encoding") > 1) {
      return HeadFault{400, "请求的正文长度自相矛盾", "the body's length is told in two ways"};
    }
    if (!SameIgnoringCase(Trimmed(request.Get("transfer-encoding")), "chunked")) {
      return HeadFault{501, "不支持这种传输编码", "only chunked transfer is understood"};
    }
  }
  // The parser takes `3, 3` for three; not everybody in front of it does.
  const std::string_view length = request.Get("content-length");
  if (count("content-length") > 1 || length.find_first_not_of("0123456789") != length.npos) {
    return HeadFault{400, "请求的正文长度写了两次", "the body's length is told twice"};
  }
  if (count("host") > 1 || (version_1_1 && count("host") == 0)) {
    return HeadFault{400, "请求应有且只有一个 Host", "a request has exactly one Host"};
  }
  if (!request.target.starts_with('/')) {
    return HeadFault{400, "请求的网址应以 / 开头", "the target must begin with a slash"};
  }
  if (request.Has("content-encoding")) {
    return HeadFault{415, "不接受压缩的正文", "compressed bodies are not taken"};
  }
  return std::nullopt;
}

}  // namespace shouze
