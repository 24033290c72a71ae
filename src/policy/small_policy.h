#pragma once

#include <algorithm>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "policy/read_policy.h"

/// For tests: a policy with one of everything, which reads without a problem.
namespace shouze {

/// The text of tests/fuzz/corpus/yaml/small-policy.yaml.
inline const std::string& SmallPolicy() {
  static const std::string text = [] {
    std::ifstream stream("tests/fuzz/corpus/yaml/small-policy.yaml", std::ios::binary);
    return std::string{std::istreambuf_iterator<char>(stream), {}};
  }();
  return text;
}

/// `text` with its only `piece` replaced.
inline std::string Replaced(std::string_view text, std::string_view piece, std::string_view by) {
  const std::size_t at = text.find(piece);
  if (at == std::string_view::npos || text.find(piece, at + 1) != std::string_view::npos) {
    throw std::invalid_argument(Concat("not there exactly once: ", piece));
  }
  return Concat(text.substr(0, at), by, text.substr(at + piece.size()));
}

/// What is wrong with the small policy after `piece` was replaced: "+n: English", n being lines
/// from where the piece began.
inline std::vector<std::string> ProblemsAfter(std::string_view piece, std::string_view by) {
  const std::string text = Replaced(SmallPolicy(), piece, by);
  const std::string_view before =
      std::string_view(SmallPolicy()).substr(0, SmallPolicy().find(piece));
  const auto first = std::count(before.begin(), before.end(), '\n') + 1;
  const ResultOrErrors<Policy> policy = ReadPolicy(text, "p.yaml");
  if (policy) return {};
  std::vector<std::string> problems;
  for (const Error& error : policy.error()) {
    const auto line = std::stol(error.where.substr(error.where.find(':') + 1));
    problems.push_back(Concat(line < first ? "" : "+", line - first, ": ", error.english));
  }
  return problems;
}

}  // namespace shouze
