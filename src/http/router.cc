#include "http/router.h"

#include <algorithm>

#include "base/check.h"
#include "base/text.h"

namespace shouze {
namespace {

/// The next segment; `path` begins with a slash and is shortened.
std::string_view TakeSegment(std::string_view& path) {
  path.remove_prefix(1);
  const std::size_t end = std::min(path.find('/'), path.size());
  const std::string_view segment = path.substr(0, end);
  path.remove_prefix(end);
  return segment;
}

bool IsName(std::string_view segment) { return segment.starts_with('{') && segment.ends_with('}'); }

}  // namespace

struct Router::Node {
  std::map<std::string, std::unique_ptr<Node>, std::less<>> children;
  std::unique_ptr<Node> any;
  std::string any_name;
  std::map<Method, std::size_t> routes;

  /// The node where the path ends; the named segments on the way, as sent.
  const Node* Walk(std::string_view path, PathValues& values) const {
    if (path.empty()) return routes.empty() ? nullptr : this;
    const std::string_view segment = TakeSegment(path);
    if (const auto child = children.find(segment); child != children.end()) {
      if (const Node* end = child->second->Walk(path, values)) return end;
    }
    if (any == nullptr || segment.empty()) return nullptr;
    values.emplace_back(any_name, segment);
    if (const Node* end = any->Walk(path, values)) return end;
    values.pop_back();
    return nullptr;
  }
};

Router::Router() : root_(std::make_unique<Node>()) {}
Router::~Router() = default;

void Router::Add(Method method, std::string_view path, std::size_t route) {
  CHECK(path.starts_with('/'));
  Node* node = root_.get();
  while (!path.empty()) {
    const std::string_view segment = TakeSegment(path);
    std::unique_ptr<Node>* next = &node->any;
    if (IsName(segment)) {
      const std::string_view name = segment.substr(1, segment.size() - 2);
      CHECK(node->any == nullptr || node->any_name == name);
      node->any_name = name;
    } else {
      next = &node->children.try_emplace(std::string(segment)).first->second;
    }
    if (*next == nullptr) *next = std::make_unique<Node>();
    node = next->get();
  }
  CHECK(node->routes.emplace(method, route).second);
}

std::optional<Router::Found> Router::Find(std::optional<Method> method,
                                          std::string_view path) const {
  if (!path.starts_with('/')) return std::nullopt;
  Found found;
  const Node* node = root_->Walk(path, found.values);
  if (node == nullptr) return std::nullopt;
  for (auto& [name, value] : found.values) {
    auto decoded = PercentDecoded(value, false);
    found.malformed = found.malformed || !decoded;
    if (decoded) value = std::move(*decoded);
  }
  std::vector<std::string_view> allow;
  for (const auto& [one, route] : node->routes) {
    allow.push_back(Name(one));
    if (one == Method::kGet) allow.push_back("HEAD");
    if (one == method) found.route = route;
  }
  if (!found.route) found.allow = Join(allow, ", ");
  return found;
}

std::vector<std::string_view> NamesIn(std::string_view path_template) {
  std::vector<std::string_view> names;
  while (!path_template.empty()) {
    const std::string_view segment = TakeSegment(path_template);
    if (IsName(segment)) names.push_back(segment.substr(1, segment.size() - 2));
  }
  return names;
}

}  // namespace shouze
