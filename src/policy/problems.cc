#include "policy/problems.h"

#include <algorithm>
#include <iterator>

#include "base/text.h"

namespace shouze {
namespace {

constexpr std::size_t kProblemsMax = 200;
constexpr std::size_t kExcerptBytesMax = 60;
constexpr std::size_t kListedNamesMax = 12;

/// The number of single characters to add, drop or change that turns `from` into `to`.
std::size_t EditDistance(std::string_view from, std::string_view to) {
  std::vector<std::size_t> row(to.size() + 1);
  for (std::size_t j = 0; j <= to.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= from.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= to.size(); ++j) {
      const std::size_t changed = diagonal + (from[i - 1] == to[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, changed});
    }
  }
  return row[to.size()];
}

}  // namespace

void Problems::Add(int line, std::string chinese, std::string english) {
  if (++count_ > kProblemsMax) return;
  found_.emplace_back(line, Error{ErrorCode::kInvalidInput, Concat(file_, ":", line),
                                  std::move(chinese), std::move(english)});
}

bool Problems::full() const { return count_ >= kProblemsMax; }

Errors Problems::Take() {
  std::stable_sort(found_.begin(), found_.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  Errors errors;
  errors.reserve(found_.size() + 1);
  std::transform(std::make_move_iterator(found_.begin()), std::make_move_iterator(found_.end()),
                 std::back_inserter(errors), [](auto&& entry) { return std::move(entry.second); });
  if (count_ > kProblemsMax) {
    const auto more = count_ - kProblemsMax;
    errors.push_back({ErrorCode::kInvalidInput, file_, Concat("还有 ", more, " 个问题没有列出"),
                      Concat(more, " more problems are not listed")});
  }
  found_.clear();
  return errors;
}

std::string Excerpt(std::string_view text) {
  std::size_t end = std::min(text.size(), kExcerptBytesMax);
  if (end < text.size()) {
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  }
  std::string excerpt(text.substr(0, end));
  std::replace_if(
      excerpt.begin(), excerpt.end(), [](char c) { return c == '\n' || c == '\r' || c == '\t'; },
      ' ');
  if (end < text.size()) excerpt += "…";
  return excerpt;
}

Suggestion Suggest(std::string_view unknown, std::span<const std::string_view> known) {
  std::string_view nearest;
  std::size_t distance_min = unknown.size() / 3 + 1;
  for (const std::string_view name : known) {
    if (unknown.size() > kExcerptBytesMax) break;
    const std::size_t distance = EditDistance(unknown, name);
    if (distance <= distance_min && distance < name.size()) {
      if (distance < distance_min || nearest.empty()) nearest = name;
      distance_min = distance;
    }
  }
  if (!nearest.empty()) {
    return {Concat("，是不是“", nearest, "”？"), Concat("; did you mean '", nearest, "'?")};
  }
  if (known.empty()) return {};
  const auto listed = known.first(std::min(known.size(), kListedNamesMax));
  const bool cut = listed.size() < known.size();
  return {Concat("；可以用：", Join(listed, "、"), cut ? " 等" : ""),
          Concat("; use one of: ", Join(listed, ", "), cut ? ", …" : "")};
}

}  // namespace shouze
