#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "http/binding.h"
#include "http/message.h"

namespace shouze {

/// Finds the route of a path. Templates are segments between slashes; `{name}` stands for any one
/// segment that is not empty. A segment as written wins over a name.
class Router {
 public:
  Router();
  ~Router();

  /// `route`: what Find answers with. The same method and path twice is a programmer's error, and
  /// so are two names for the same segment.
  void Add(Method method, std::string_view path, std::size_t route);

  struct Found {
    std::optional<std::size_t> route;  ///< Absent: the path exists, but not with this method.
    PathValues values;                 ///< Decoded.
    std::string allow;                 ///< The methods there are, for Allow.
    bool malformed = false;            ///< A segment's escapes are wrong.
  };
  /// Absent: there is no such path. `path` as sent, not decoded.
  std::optional<Found> Find(std::optional<Method> method, std::string_view path) const;

 private:
  struct Node;
  std::unique_ptr<Node> root_;
};

/// The names in a template, in its order.
std::vector<std::string_view> NamesIn(std::string_view path_template);

}  // namespace shouze
