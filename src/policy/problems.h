#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/error.h"

namespace shouze {

/// Collects everything that is wrong with one file. After the first 200 it only counts.
class Problems {
 public:
  explicit Problems(std::string_view file) : file_(file) {}

  /// `line` counts from 1.
  void Add(int line, std::string chinese, std::string english);

  std::size_t count() const { return count_; }
  /// Whether further ones are only counted, so that nobody needs to look for good advice.
  bool full() const;

  /// What was added, by line; equal lines in order of adding.
  Errors Take();

 private:
  std::string file_;
  std::vector<std::pair<int, Error>> found_;
  std::size_t count_ = 0;
};

/// `text` as messages quote it: one line, cut where it is long.
std::string Excerpt(std::string_view text);

/// How a message goes on after a name that is not known: the nearest one, or those there are.
struct Suggestion {
  std::string chinese;
  std::string english;
};
Suggestion Suggest(std::string_view unknown, std::span<const std::string_view> known);

}  // namespace shouze
