#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace shouze {

/// Where a value stands in a document, as a chain up to its root; becomes text only when something
/// is wrong there. A place must not outlive the one it was made from.
class Place {
 public:
  Place() = default;
  Place Member(std::string_view name) const { return {this, name, 0}; }
  Place Item(std::size_t index) const { return {this, {}, index}; }
  /// As a JSON pointer; that of the document is empty.
  std::string Pointer() const;

 private:
  Place(const Place* parent, std::string_view name, std::size_t index)
      : parent_(parent), name_(name), index_(index) {}

  const Place* parent_ = nullptr;
  std::string_view name_;
  std::size_t index_ = 0;
};

/// Appends `/token` to a JSON pointer, escaped. Source: RFC 6901.
void AppendPointer(std::string& pointer, std::string_view token);

}  // namespace shouze
