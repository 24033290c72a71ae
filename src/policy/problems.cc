#include "policy/problems.h"

#include <algorithm>
#include <iterator>

#include "base/nearest.h"
#include "base/text.h"

namespace shouze {
namespace {

constexpr std::size_t kProblemsMax = 200;
constexpr std::size_t kExcerptBytesMax = 60;
constexpr std::size_t kListedNamesMax = 12;

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
  if (const auto nearest = NearestNames(unknown, known, 1); !nearest.empty()) {
    return {Concat("，是不是“", nearest.front(), "”？"),
            Concat("; did you mean '", nearest.front(), "'?")};
  }
  if (known.empty()) return {};
  const auto listed = known.first(std::min(known.size(), kListedNamesMax));
  const bool cut = listed.size() < known.size();
  return {Concat("；可以用：", Join(listed, "、"), cut ? " 等" : ""),
          Concat("; use one of: ", Join(listed, ", "), cut ? ", …" : "")};
}

}  // namespace shouze
