#pragma once

#include <string>
#include <string_view>

#include "http/message.h"

namespace shouze {

/// 网址: where people open this school, as the setting `http.public_url` says; below a path of a
/// host that it shares with others, everything of it is: pages, cookies, the API.
class Site {
 public:
  /// `https://oa.example.edu.cn/shouze`; empty: not known, at the root of whatever Host says.
  Site() = default;
  explicit Site(std::string_view url);

  const std::string& url() const { return url_; }  ///< Without a slash at its end.
  /// `/shouze`; empty at the root.
  const std::string& prefix() const { return prefix_; }
  bool secure() const { return url_.starts_with("https://"); }

  /// The path that is asked for, below the prefix: proxies take the prefix off or leave it.
  std::string_view PathOf(const Request& request) const;

 private:
  std::string url_;
  std::string prefix_;
};

}  // namespace shouze
