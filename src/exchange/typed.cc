#include "exchange/typed.h"

#include <algorithm>
#include <array>
#include <span>
#include <vector>

#include "base/utf8.h"

namespace shouze {
namespace {

constexpr char32_t kSpace = U' ';

/// Shows nothing and is in no name: format characters but the signs that are seen.
/// Source: Unicode 15, general category Cf.
bool IsInvisible(char32_t point) {
  return point == 0xAD || point == 0x61C || point == 0x180E ||
         (point >= 0x200B && point <= 0x200F) || (point >= 0x202A && point <= 0x202E) ||
         (point >= 0x2060 && point <= 0x206F) || point == 0xFEFF ||
         (point >= 0xFFF9 && point <= 0xFFFB) || (point >= 0x1D173 && point <= 0x1D17A) ||
         (point >= 0xE0001 && point <= 0xE007F);
}

/// LF, VT, FF, NEL, LS, PS; a CR is looked at by itself.
bool IsBreak(char32_t point) {
  return (point >= 0x0A && point <= 0x0C) || point == 0x85 || point == 0x2028 || point == 0x2029;
}

bool IsControl(char32_t point) {
  return (point < 0x20 && point != '\t') || (point >= 0x7F && point <= 0x9F);
}

bool IsSpace(char32_t point) {
  return point == kSpace || point == '\t' || point == '\n' || point == 0xA0 || point == 0x3000 ||
         (point >= 0x2000 && point <= 0x200A) || point == 0x202F || point == 0x205F;
}

bool IsHan(char32_t point) {
  return point == 0x3007 || (point >= 0x3400 && point <= 0x9FFF) ||
         (point >= 0xF900 && point <= 0xFAFF) || (point >= 0x20000 && point <= 0x3FFFD);
}

/// 部首, as some programs put them into a PDF in place of characters. Source: NFKC of U+2F00.
constexpr std::u32string_view kRadicals =
    U"一丨丶丿乙亅二亠人儿入八冂冖冫几凵刀力勹匕匚匸十卜卩厂厶又口囗土士夂夊夕大女子宀寸小尢尸屮山巛工己巾"
    U"干幺广廴廾弋弓彐彡彳心戈戶手支攴文斗斤方无日曰月木欠止歹殳毋比毛氏气水火爪父爻爿片牙牛犬玄玉瓜瓦甘"
    U"生用田疋疒癶白皮皿目矛矢石示禸禾穴立竹米糸缶网羊羽老而耒耳聿肉臣自至臼舌舛舟艮色艸虍虫血行衣襾見角"
    U"言谷豆豕豸貝赤走足身車辛辰辵邑酉釆里金長門阜隶隹雨靑非面革韋韭音頁風飛食首香馬骨高髟鬥鬯鬲鬼魚鳥鹵"
    U"鹿麥麻黃黍黑黹黽鼎鼓鼠鼻齊齒龍龜龠";
constexpr char32_t kRadicalFirst = 0x2F00;

char32_t WithoutRadical(char32_t point) {
  const bool is_one = point >= kRadicalFirst && point - kRadicalFirst < kRadicals.size();
  return is_one ? kRadicals[point - kRadicalFirst] : point;
}

/// Half-width where there is such a form; dashes that stand for a minus.
char32_t HalfWidth(char32_t point) {
  if (point >= 0xFF01 && point <= 0xFF5E) return point - 0xFEE0;
  if (point >= 0x1D7CE && point <= 0x1D7FF) return U'0' + (point - 0x1D7CE) % 10;
  if ((point >= 0x2010 && point <= 0x2015) || point == 0x2212 || point == 0xFE58 ||
      point == 0xFE63) {
    return U'-';
  }
  if (point == 0x3002 || point == 0xFF61) return U'.';
  return WithoutRadical(point);
}

std::u32string PointsOf(std::string_view text) {
  std::u32string points;
  points.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const char32_t point = NextCodePoint(text, at);
    const bool crlf = point == '\r' && at < text.size() && text[at] == '\n';
    if (crlf || IsInvisible(point)) continue;
    if (point == '\r' || IsBreak(point)) {
      points += U'\n';
    } else if (!IsControl(point)) {
      points += point;
    }
  }
  return points;
}

std::string Utf8Of(std::u32string_view points) {
  std::string text;
  text.reserve(points.size() * 3);
  for (const char32_t point : points) AppendCodePoint(text, point);
  return text;
}

/// Breaks and tabs as spaces; none at either end.
std::u32string LineOf(std::string_view text) {
  std::u32string line = PointsOf(text);
  for (char32_t& point : line) {
    if (point == '\n' || point == '\t') point = kSpace;
  }
  const auto end = std::find_if_not(line.rbegin(), line.rend(), IsSpace).base();
  line.erase(end, line.end());
  line.erase(line.begin(), std::ranges::find_if_not(line, IsSpace));
  return line;
}

std::u32string WordOf(std::string_view text) {
  std::u32string word;
  for (const char32_t point : LineOf(text)) {
    if (!IsSpace(point)) {
      word += HalfWidth(point);
    } else if (!word.ends_with(kSpace)) {
      word += kSpace;
    }
  }
  return word;
}

/// 间隔号, as keyboards and fonts give it. Source: GB/T 15834 has U+00B7.
constexpr char32_t kNameDot = U'·';
bool IsNameDot(char32_t point) {
  constexpr std::u32string_view kDots = U"·•・･‧∙⋅●．.";
  return kDots.find(point) != std::u32string_view::npos;
}
bool JoinsNames(char32_t point) { return IsHan(point) || IsNameDot(point); }

/// Two to four characters and nothing else: spaces between them only make columns even.
bool IsShortName(std::u32string_view line) {
  constexpr std::ptrdiff_t kCharactersMax = 4;
  return std::ranges::count_if(line, IsHan) <= kCharactersMax &&
         std::ranges::all_of(line, [](char32_t point) { return IsHan(point) || IsSpace(point); });
}

bool IsDigit(char32_t point) { return point >= U'0' && point <= U'9'; }

/// 〇 to 九; absent: another character.
std::optional<int> ChineseDigit(char32_t point) {
  constexpr std::u32string_view kDigits = U"〇一二三四五六七八九";
  if (point == U'零' || point == U'○') return 0;
  const std::size_t at = kDigits.find(point);
  if (at == std::u32string_view::npos) return std::nullopt;
  return static_cast<int>(at);
}

/// 三十一 → 31, 二〇二六 → 2026; digits stay.
std::u32string WithoutChineseNumbers(std::u32string_view text) {
  std::u32string plain;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const auto digit_at = [&](std::size_t place) {
      return place < text.size() ? ChineseDigit(text[place]) : std::nullopt;
    };
    if (const auto digit = ChineseDigit(text[at])) {
      plain += U'0' + static_cast<char32_t>(*digit);
    } else if (text[at] == U'十') {
      if (at == 0 || !digit_at(at - 1)) plain += U'1';
      if (!digit_at(at + 1)) plain += U'0';
    } else {
      plain += text[at];
    }
  }
  return plain;
}

/// Takes `（周四）`, `星期四` or `周四` off the end; absent: there is none.
std::optional<Weekday> TakeWeekday(std::u32string& text) {
  std::u32string_view rest = text;
  const auto drop = [&](std::u32string_view mark) {
    if (rest.ends_with(mark)) rest.remove_suffix(mark.size());
  };
  drop(U")");
  constexpr std::u32string_view kDays = U"一二三四五六日";
  if (rest.empty()) return std::nullopt;
  const std::size_t day = kDays.find(rest.back() == U'天' ? U'日' : rest.back());
  if (day == std::u32string_view::npos) return std::nullopt;
  rest.remove_suffix(1);
  const std::size_t before = rest.size();
  for (const std::u32string_view word : {U"星期", U"礼拜", U"周"}) drop(word);
  if (rest.size() == before) return std::nullopt;
  drop(U"(");
  text.resize(rest.size());
  return static_cast<Weekday>(day);
}

/// A number between separators, and the separator behind it.
struct DatePart {
  std::u32string digits;
  char32_t behind = 0;

  int number() const {
    int value = 0;
    for (const char32_t digit : digits) value = value * 10 + static_cast<int>(digit - U'0');
    return value;
  }
};

/// Empty: something else stands there.
std::vector<DatePart> PartsOf(std::u32string_view text) {
  constexpr std::u32string_view kSeparators = U"-/.年月日号";
  std::vector<DatePart> parts(1);
  for (const char32_t point : text) {
    if (IsDigit(point)) {
      if (parts.back().behind != 0) parts.emplace_back();
      parts.back().digits += point;
      if (parts.back().digits.size() > 8) return {};
    } else if (parts.back().digits.empty() || parts.back().behind != 0 ||
               kSeparators.find(point) == std::u32string_view::npos) {
      return {};
    } else {
      parts.back().behind = point;
    }
  }
  return parts;
}

bool IsYear(const DatePart& part) { return part.digits.size() == 4; }
bool IsShort(const DatePart& part) { return !part.digits.empty() && part.digits.size() <= 2; }

/// The separators of a date: alike between its parts, or 年 月 日.
bool AreSeparated(std::span<const DatePart> parts) {
  const bool chinese = parts[0].behind == U'年';
  const char32_t last = parts[2].behind;
  if (chinese) return parts[1].behind == U'月' && (last == 0 || last == U'日' || last == U'号');
  return parts[0].behind == parts[1].behind && last == 0 &&
         std::u32string_view(U"-/.").find(parts[0].behind) != std::u32string_view::npos;
}

std::optional<CivilDate> DayOf(std::span<const DatePart> parts) {
  if (parts.size() == 1 && parts[0].digits.size() == 8 && parts[0].behind == 0) {
    const int number = parts[0].number();
    return MakeDate(number / 10'000, number / 100 % 100, number % 100);
  }
  if (parts.size() != 3 || !AreSeparated(parts)) return std::nullopt;
  if (IsYear(parts[0]) && IsShort(parts[1]) && IsShort(parts[2])) {
    return MakeDate(parts[0].number(), parts[1].number(), parts[2].number());
  }
  if (!IsShort(parts[0]) || !IsShort(parts[1]) || !IsYear(parts[2])) return std::nullopt;
  const auto one = MakeDate(parts[2].number(), parts[0].number(), parts[1].number());
  const auto other = MakeDate(parts[2].number(), parts[1].number(), parts[0].number());
  if (one && other && *one != *other) return std::nullopt;
  return one ? one : other;
}

/// Takes a time of day in which the day is not over (` 14:30`, `T00:00:00`) off the end; no offset.
void TakeTime(std::u32string& text) {
  const std::size_t colon = text.find(U':');
  if (colon == std::u32string::npos || colon < 2) return;
  const std::size_t begin = text.find_last_of(U" T", colon);
  if (begin == std::u32string::npos || begin == 0) return;
  int fields[3] = {0, 0, 0};
  int count = 0;
  std::size_t digits = 0;
  for (std::size_t at = begin + 1; at < text.size(); ++at) {
    if (text[at] == U':' && digits > 0 && count < 2) {
      ++count;
      digits = 0;
    } else if (IsDigit(text[at]) && digits < 2) {
      fields[count] = fields[count] * 10 + static_cast<int>(text[at] - U'0');
      ++digits;
    } else {
      return;
    }
  }
  if (digits == 0 || fields[0] > 23 || fields[1] > 59 || fields[2] > 59) return;
  text.resize(begin);
}

}  // namespace

std::string TypedText(std::string_view text) { return Utf8Of(PointsOf(text)); }

std::string TypedLine(std::string_view text) { return Utf8Of(LineOf(text)); }

std::string TypedWord(std::string_view text) { return Utf8Of(WordOf(text)); }

std::string TypedName(std::string_view text) {
  std::u32string line = LineOf(text);
  for (char32_t& point : line) point = WithoutRadical(point);
  const bool is_short = IsShortName(line);
  std::u32string name;
  for (std::size_t at = 0; at < line.size(); ++at) {
    const auto next =
        std::find_if_not(line.begin() + static_cast<std::ptrdiff_t>(at) + 1, line.end(), IsSpace);
    const bool joins =
        !name.empty() && JoinsNames(name.back()) && next != line.end() && JoinsNames(*next);
    const bool at_dot = IsNameDot(line[at]) || (!name.empty() && name.back() == kNameDot) ||
                        (next != line.end() && IsNameDot(*next));
    if (!IsSpace(line[at])) {
      name += joins && IsNameDot(line[at]) ? kNameDot : line[at];
    } else if (!(joins && (is_short || at_dot)) && !name.ends_with(kSpace)) {
      name += kSpace;
    }
  }
  return Utf8Of(name);
}

std::optional<std::string> PrivateCharacter(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const char32_t point = NextCodePoint(text, at);
    const bool is_private = (point >= 0xE000 && point <= 0xF8FF) || point >= 0xF0000;
    if (!is_private && point != 0xFFFD) continue;
    std::string code;
    for (char32_t rest = point; rest != 0; rest /= 16) code += "0123456789ABCDEF"[rest % 16];
    return "U+" + std::string(code.rbegin(), code.rend());
  }
  return std::nullopt;
}

std::optional<CivilDate> ReadDay(std::string_view text) {
  std::u32string plain = WordOf(text);
  TakeTime(plain);
  std::erase(plain, kSpace);
  const auto weekday = TakeWeekday(plain);
  const auto day = DayOf(PartsOf(WithoutChineseNumbers(plain)));
  if (day && weekday && WeekdayOf(*day) != *weekday) return std::nullopt;
  return day;
}

}  // namespace shouze
