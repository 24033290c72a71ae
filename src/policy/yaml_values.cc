#include "policy/yaml_values.h"

#include <algorithm>
#include <initializer_list>

#include "base/text.h"
#include "policy/plain_scalar.h"

namespace shouze {
namespace {

constexpr std::size_t kIdBytesMax = 64;
constexpr std::int64_t kAmountThousandthsMax = 1'000'000'000;

bool IsScalar(const YamlNode& node) { return node.kind == YamlNode::Kind::kScalar; }

/// A scalar without quotes, or a word about it.
bool NeedPlain(const YamlNode& node, Problems& problems, std::string_view chinese,
               std::string_view english) {
  if (!IsScalar(node)) {
    AddWrongType(node, problems, chinese, english);
    return false;
  }
  if (node.quoted) {
    problems.Add(
        node.line, Concat("这里要", chinese, "，不加引号，现在是文字“", Excerpt(node.text), "”"),
        Concat("expected ", english, " without quotes, not the text '", Excerpt(node.text), "'"));
    return false;
  }
  return true;
}

/// Why a spelling that looks like a number is not taken for one.
void AddWrongNumber(const YamlNode& node, Problems& problems, std::string_view chinese,
                    std::string_view english) {
  const PlainMeaning meaning = MeaningOf(node.text);
  if (meaning == PlainMeaning::kNumber) {
    problems.Add(node.line,
                 Concat("“", Excerpt(node.text), "”：这里要", chinese,
                        "，写成普通十进制：不能有前导零、正号、下划线、指数或其他进制"),
                 Concat("'", Excerpt(node.text), "': expected ", english,
                        " as a plain decimal: no leading zero, plus sign, underscore, exponent or "
                        "other base"));
    return;
  }
  AddWrongType(node, problems, chinese, english);
}

bool HasMoreDecimals(std::string_view text) {
  const std::size_t dot = text.find('.');
  return dot != std::string_view::npos && text.size() - dot - 1 > 3 &&
         ParseThousandths(text.substr(0, dot + 4)) &&
         text.find_first_not_of("0123456789", dot + 1) == std::string_view::npos;
}

constexpr std::string_view kLowerLetters = "abcdefghijklmnopqrstuvwxyz";
constexpr std::string_view kUpperLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
constexpr std::string_view kDigits = "0123456789";

bool OnlyHas(std::string_view text, std::initializer_list<std::string_view> sets) {
  return std::all_of(text.begin(), text.end(), [&](char c) {
    return std::any_of(sets.begin(), sets.end(),
                       [&](std::string_view set) { return set.find(c) != std::string_view::npos; });
  });
}

bool IsId(std::string_view text) {
  return text.size() <= kIdBytesMax && OnlyHas(text.substr(0, 1), {kLowerLetters}) &&
         OnlyHas(text, {kLowerLetters, kDigits, "-_"});
}

bool IsNumberId(std::string_view text) {
  return text.size() <= kIdBytesMax &&
         OnlyHas(text.substr(0, 1), {kLowerLetters, kUpperLetters, kDigits}) &&
         OnlyHas(text, {kLowerLetters, kUpperLetters, kDigits, "-_."});
}

/// Text in quotes of a certain form, as dates are.
bool NeedQuoted(const YamlNode& node, Problems& problems, std::string_view chinese,
                std::string_view english) {
  if (!IsScalar(node)) {
    AddWrongType(node, problems, chinese, english);
    return false;
  }
  if (!node.quoted) {
    problems.Add(node.line, Concat("日期要加引号，请写成 \"", Excerpt(node.text), "\""),
                 Concat("dates need quotes: write \"", Excerpt(node.text), "\""));
    return false;
  }
  return true;
}

}  // namespace

void AddWrongType(const YamlNode& node, Problems& problems, std::string_view chinese,
                  std::string_view english) {
  std::string found_chinese = "空的";
  std::string found_english = "nothing";
  if (node.kind == YamlNode::Kind::kScalar) {
    found_chinese = Concat("“", Excerpt(node.text), "”");
    found_english = Concat("'", Excerpt(node.text), "'");
  } else if (node.kind == YamlNode::Kind::kSequence) {
    found_chinese = "一个列表";
    found_english = "a list";
  } else if (node.kind == YamlNode::Kind::kMap) {
    found_chinese = "一组键值";
    found_english = "a map";
  }
  problems.Add(node.line, Concat("这里要", chinese, "，现在是", found_chinese),
               Concat("expected ", english, ", found ", found_english));
}

std::optional<std::string> ReadText(const YamlNode& node, Problems& problems) {
  if (!IsScalar(node)) {
    AddWrongType(node, problems, "一段文字", "text");
    return std::nullopt;
  }
  const PlainMeaning meaning = node.quoted ? PlainMeaning::kText : MeaningOf(node.text);
  if (meaning != PlainMeaning::kText) {
    problems.Add(node.line,
                 Concat("“", Excerpt(node.text), "”不加引号会被读作", ChineseName(meaning),
                        "，请写成 \"", Excerpt(node.text), "\""),
                 Concat("'", Excerpt(node.text), "' without quotes reads as ", Name(meaning),
                        ": write \"", Excerpt(node.text), "\""));
    return std::nullopt;
  }
  if (node.text.find_first_not_of(" \t\r\n") == std::string::npos) {
    problems.Add(node.line, "文字是空的，请填写；不需要时删去这个键",
                 "the text is empty: fill it in, or remove the key");
    return std::nullopt;
  }
  return node.text;
}

std::optional<std::string> ReadLine(const YamlNode& node, Problems& problems) {
  std::optional<std::string> text = ReadText(node, problems);
  if (!text || text->find('\n') == std::string::npos) return text;
  problems.Add(node.line, "这里只能写一行，请去掉换行", "one line only: remove the line breaks");
  return std::nullopt;
}

std::optional<std::string> ReadId(const YamlNode& node, Problems& problems) {
  std::optional<std::string> id = ReadText(node, problems);
  if (!id || IsId(*id)) return id;
  problems.Add(node.line,
               Concat("“", Excerpt(*id),
                      "”不能作代号：只用小写字母、数字、“-”“_”，以字母开头，"
                      "不超过 64 个字符"),
               Concat("'", Excerpt(*id),
                      "' is no id: use lower-case letters, digits, '-' and '_', "
                      "begin with a letter, at most 64"));
  return std::nullopt;
}

std::optional<std::string> ReadNumberId(const YamlNode& node, Problems& problems) {
  std::optional<std::string> id = ReadText(node, problems);
  if (!id || IsNumberId(*id)) return id;
  problems.Add(node.line,
               Concat("“", Excerpt(*id),
                      "”不能作编号：只用字母、数字、“.”“-”“_”，"
                      "以字母或数字开头，不超过 64 个字符，例如 \"3.1\""),
               Concat("'", Excerpt(*id),
                      "' is no number: use letters, digits, '.', '-' and '_', "
                      "begin with a letter or digit, at most 64, as in \"3.1\""));
  return std::nullopt;
}

std::optional<bool> ReadBoolean(const YamlNode& node, Problems& problems) {
  if (!NeedPlain(node, problems, " true 或 false", "true or false")) return std::nullopt;
  if (node.text == "true") return true;
  if (node.text == "false") return false;
  AddWrongType(node, problems, " true 或 false", "true or false");
  return std::nullopt;
}

std::optional<std::int64_t> ReadAmount(const YamlNode& node, Problems& problems) {
  if (!NeedPlain(node, problems, "一个数", "a number")) return std::nullopt;
  const std::optional<std::int64_t> value = ParseThousandths(node.text);
  if (value && *value >= 0 && *value <= kAmountThousandthsMax) return value;
  if (value) {
    problems.Add(node.line, Concat("要在 0 到 1000000 之间，现在是 ", node.text, "；扣分也写正数"),
                 Concat("must be from 0 to 1000000, not ", node.text,
                        "; what is taken off is written as a positive number, too"));
  } else if (HasMoreDecimals(node.text)) {
    problems.Add(node.line, Concat("“", Excerpt(node.text), "”：最多三位小数"),
                 Concat("'", Excerpt(node.text), "': at most three decimals"));
  } else {
    AddWrongNumber(node, problems, "一个数", "a number");
  }
  return std::nullopt;
}

std::optional<Points> ReadPointsOrZero(const YamlNode& node, Problems& problems) {
  const std::optional<std::int64_t> value = ReadAmount(node, problems);
  return value ? std::optional(Points{*value}) : std::nullopt;
}

std::optional<Points> ReadPoints(const YamlNode& node, Problems& problems) {
  const std::optional<Points> points = ReadPointsOrZero(node, problems);
  if (!points || points->thousandths > 0) return points;
  problems.Add(node.line, "分值要大于 0", "points must be greater than 0");
  return std::nullopt;
}

std::optional<CivilDate> ReadDate(const YamlNode& node, Problems& problems) {
  if (!NeedQuoted(node, problems, "日期 \"YYYY-MM-DD\"", "a date \"YYYY-MM-DD\"")) {
    return std::nullopt;
  }
  const std::optional<CivilDate> date = ParseDate(node.text);
  if (!date) {
    problems.Add(node.line, Concat("没有“", Excerpt(node.text), "”这一天，日期写成 \"YYYY-MM-DD\""),
                 Concat("there is no day '", Excerpt(node.text), "': write \"YYYY-MM-DD\""));
  }
  return date;
}

std::optional<MonthDay> ReadMonthDay(const YamlNode& node, Problems& problems) {
  if (!NeedQuoted(node, problems, "月日 \"MM-DD\"", "a day \"MM-DD\"")) return std::nullopt;
  if (node.text == "02-29") {
    problems.Add(node.line, "不是每年都有 2 月 29 日，请改用 \"02-28\" 或 \"03-01\"",
                 "not every year has 29 February: write \"02-28\" or \"03-01\"");
    return std::nullopt;
  }
  const std::optional<CivilDate> date = ParseDate("2001-" + node.text);
  if (!date) {
    problems.Add(node.line, Concat("没有“", Excerpt(node.text), "”这一天，月日写成 \"MM-DD\""),
                 Concat("there is no day '", Excerpt(node.text), "': write \"MM-DD\""));
    return std::nullopt;
  }
  const YearMonthDay parts = Split(*date);
  return MonthDay{parts.month, parts.day};
}

std::optional<std::int64_t> ReadInteger(const YamlNode& node, Problems& problems, std::int64_t min,
                                        std::int64_t max) {
  if (!NeedPlain(node, problems, "一个整数", "a whole number")) return std::nullopt;
  const std::optional<std::int64_t> value = ParseInteger(node.text);
  if (!value) {
    AddWrongNumber(node, problems, "一个整数", "a whole number");
    return std::nullopt;
  }
  if (*value >= min && *value <= max) return value;
  problems.Add(node.line, Concat("要在 ", min, " 到 ", max, " 之间，现在是 ", *value),
               Concat("must be from ", min, " to ", max, ", not ", *value));
  return std::nullopt;
}

}  // namespace shouze
