#include "http/site.h"

namespace shouze {

Site::Site(std::string_view url) : url_(url) {
  url_.erase(url_.find_last_not_of('/') + 1);
  const std::size_t host = url_.find("://");
  const std::size_t path = host == std::string::npos ? host : url_.find('/', host + 3);
  if (path != std::string::npos) prefix_ = url_.substr(path);
}

std::string_view Site::PathOf(const Request& request) const {
  const std::string_view path = request.path();
  if (prefix_.empty() || !path.starts_with(prefix_)) return path;
  const std::string_view below = path.substr(prefix_.size());
  if (below.empty()) return "/";
  return below.starts_with('/') ? below : path;
}

}  // namespace shouze
