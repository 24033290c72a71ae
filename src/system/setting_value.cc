#include <algorithm>
#include <utility>

#include "base/text.h"
#include "system/setting_table.h"

namespace shouze {
namespace {

constexpr std::string_view kHidden = "***";
constexpr int kMinutesPerHour = 60;

std::string_view Trimmed(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  return text;
}

/// The items of a list written with commas; empty ones are left out.
std::vector<std::string> SplitList(std::string_view text) {
  std::vector<std::string> items;
  while (!text.empty()) {
    const std::size_t comma = std::min(text.find(','), text.size());
    const std::string_view item = Trimmed(text.substr(0, comma));
    if (!item.empty()) items.emplace_back(item);
    text.remove_prefix(std::min(comma + 1, text.size()));
  }
  return items;
}

/// Two digits, a colon, two digits: 00:00 to 23:59.
std::optional<TimeOfDay> ParseTimeOfDay(std::string_view text) {
  const auto digit = [text](std::size_t at) { return text[at] >= '0' && text[at] <= '9'; };
  const auto number = [text](std::size_t at) { return (text[at] - '0') * 10 + text[at + 1] - '0'; };
  if (text.size() != 5 || text[2] != ':') return std::nullopt;
  if (!digit(0) || !digit(1) || !digit(3) || !digit(4)) return std::nullopt;
  if (number(0) > 23 || number(3) > 59) return std::nullopt;
  return TimeOfDay{number(0) * kMinutesPerHour + number(3)};
}

/// Puts a value into a member, by the member's type.
class Putter {
 public:
  Putter(const Setting& setting, std::string_view text) : setting_(setting), text_(text) {}

  bool operator()(std::string* member) const {
    if (!Fits(text_) || text_.find('\0') != text_.npos) return false;
    *member = text_;
    return true;
  }
  bool operator()(std::vector<std::string>* member) const {
    std::vector<std::string> items = SplitList(text_);
    if (!std::ranges::all_of(items, [this](const std::string& item) { return Fits(item); })) {
      return false;
    }
    *member = std::move(items);
    return true;
  }
  bool operator()(std::int64_t* member) const {
    const auto whole = ParseInteger(text_);
    if (!whole || *whole < setting_.min || *whole > setting_.max) return false;
    *member = *whole;
    return true;
  }
  bool operator()(int* member) const {
    std::int64_t whole = 0;
    if (!(*this)(&whole)) return false;
    *member = static_cast<int>(whole);
    return true;
  }
  bool operator()(bool* member) const {
    if (text_ != "true" && text_ != "false") return false;
    *member = text_ == "true";
    return true;
  }
  bool operator()(UtcOffset* member) const { return Assign(member, ParseOffset(text_)); }
  bool operator()(TimeOfDay* member) const { return Assign(member, ParseTimeOfDay(text_)); }

 private:
  bool Fits(std::string_view text) const {
    return setting_.form.fits == nullptr || setting_.form.fits(text);
  }
  template <class T>
  static bool Assign(T* member, const std::optional<T>& value) {
    if (value) *member = *value;
    return value.has_value();
  }

  const Setting& setting_;
  std::string_view text_;
};

/// From the first colon after `://` to the last `@`: rather too much than a letter of a password.
std::string WithoutUserPassword(std::string text) {
  const std::size_t scheme = text.find("://");
  const std::size_t end = text.rfind('@');
  if (scheme == text.npos || end == text.npos) return text;
  const std::size_t colon = text.find(':', scheme + 3);
  if (colon == text.npos || colon > end) return text;
  return text.replace(colon + 1, end - colon - 1, kHidden);
}

/// What follows `password=` up to `&` or a space; a quoted one may hold these: all of the rest.
std::string WithoutPasswordParameter(std::string text) {
  constexpr std::string_view kName = "password";
  std::string lower = text;
  std::ranges::transform(lower, lower.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  std::size_t at = lower.find(kName);
  while (at != lower.npos) {
    std::size_t begin = lower.find_first_not_of(' ', at + kName.size());
    if (begin != lower.npos && lower[begin] == '=') {
      begin = std::min(lower.find_first_not_of(' ', begin + 1), lower.size());
      const bool quoted = lower.substr(begin).starts_with('\'');
      const std::size_t end =
          quoted ? lower.size() : std::min(lower.find_first_of("& ", begin), lower.size());
      text.replace(begin, end - begin, kHidden);
      lower.replace(begin, end - begin, kHidden);
    }
    at = lower.find(kName, at + 1);
  }
  return text;
}

}  // namespace

std::string VariableOf(const Setting& setting) {
  std::string name = "SHOUZE_";
  for (const char c : setting.name) {
    name += c == '.' ? '_' : c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  }
  return name;
}

bool MayComeFromFile(const Setting& setting) {
  return setting.type == SettingType::kSecret || setting.has_secret_inside;
}

bool PutSetting(const Setting& setting, std::string_view text, Settings& settings) {
  return std::visit(Putter(setting, text), setting.slot(settings));
}

BothLanguages AcceptedBy(const Setting& setting) {
  switch (setting.type) {
    case SettingType::kWhole:
      return {Concat("整数，", setting.min, " 至 ", setting.max),
              Concat("a whole number, ", setting.min, " to ", setting.max)};
    case SettingType::kSeconds:
      return {Concat("秒数，", setting.min, " 至 ", setting.max),
              Concat("seconds, ", setting.min, " to ", setting.max)};
    case SettingType::kBoolean:
      return {"true 或 false", "true or false"};
    case SettingType::kSecret:
      return {"文字（保密）", "text (a secret)"};
    case SettingType::kText:
    case SettingType::kList:
      break;
  }
  if (setting.form.chinese.empty()) return {"文字", "text"};
  return {std::string(setting.form.chinese), std::string(setting.form.english)};
}

std::string Masked(const Setting& setting, std::string_view value) {
  if (value.empty()) return "";
  if (setting.type == SettingType::kSecret) return std::string(kHidden);
  if (!setting.has_secret_inside) return std::string(value);
  return WithoutPasswordParameter(WithoutUserPassword(std::string(value)));
}

}  // namespace shouze
