#include "exchange/object_reader.h"

#include <algorithm>
#include <span>

#include "base/check.h"
#include "base/nearest.h"
#include "base/points.h"
#include "base/text.h"

namespace shouze {
namespace {

constexpr std::size_t kErrorsMax = 10'000;
/// Instants stay clear of the years that dates end at, whatever offset they are printed with.
constexpr int kYearMin = 1901;
constexpr int kYearMax = 9998;
constexpr std::string_view kInstantExample = "2026-04-02T10:00:00+08:00";

void WrongType(std::string_view chinese, std::string_view english, JsonValue value,
               const Place& place, ReadingErrors& errors) {
  errors.Wrong(place, Concat("应为", chinese, "，这里是", ChineseName(value.type())),
               Concat("must be ", english, ", not ", EnglishName(value.type())));
}

/// Why `text` is no instant, as far as it can be told.
void WrongInstant(std::string_view text, const Place& place, ReadingErrors& errors) {
  const std::size_t dot = text.find('.');
  const std::size_t digits =
      dot == std::string_view::npos
          ? 0
          : std::min(text.find_first_not_of("0123456789", dot + 1), text.size()) - dot - 1;
  if (digits > 3) {
    errors.Wrong(place, Concat(Quoted(text), "的秒有 ", digits, " 位小数，最多写三位"),
                 Concat("seconds have ", digits, " fraction digits; write at most three"));
  } else if (ParseTypedInstant(text, UtcOffset{}) && text.size() > 10) {
    errors.Wrong(place, Concat(Quoted(text), "没有写明时区；请写作 ", kInstantExample, " 的形式"),
                 Concat("the instant has no offset; write it like ", kInstantExample));
  } else {
    errors.Wrong(place, Concat(Quoted(text), "不是时刻；请写作 ", kInstantExample, " 的形式"),
                 Concat("not an instant; write it like ", kInstantExample));
  }
}

}  // namespace

void ReadingErrors::MarkUnreadable(std::string where) {
  if (!hopeless()) unreadable_.insert(std::move(where));
}

void ReadingErrors::Wrong(const Place& place, std::string message, std::string english) {
  std::string where = place.Pointer();
  MarkUnreadable(where);
  Add(std::move(where), std::move(message), std::move(english));
}

void ReadingErrors::Missing(const Place& object, std::string_view name) {
  MarkUnreadable(object.Member(name).Pointer());
  Add(object.Pointer(), Concat("缺少成员“", name, "”，请补上"),
      Concat("the member \"", name, "\" is missing"));
}

void ReadingErrors::Add(std::string where, std::string message, std::string english) {
  if (errors_.size() == kErrorsMax) {
    ++left_out_;
    return;
  }
  errors_.push_back(
      {ErrorCode::kInvalidInput, std::move(where), std::move(message), std::move(english)});
}

Errors ReadingErrors::Take() {
  Errors all = std::move(errors_);
  if (left_out_ > 0) {
    all.push_back({ErrorCode::kInvalidInput, "", Concat("此外还有 ", left_out_, " 处错误"),
                   Concat("and ", left_out_, " more errors")});
  }
  errors_.clear();
  return all;
}

std::string Quoted(std::string_view text) {
  constexpr std::size_t kBytesMax = 80;
  const bool cut = text.size() > kBytesMax;
  if (cut) {
    std::size_t end = kBytesMax;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
    text = text.substr(0, end);
  }
  std::string quoted = Concat("“", text, cut ? "…" : "", "”");
  std::ranges::replace_if(
      quoted, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }, '?');
  return quoted;
}

void ReportDuplicates(const JsonTree& tree, JsonValue top, ReadingErrors& errors) {
  for (std::string& pointer : tree.DuplicatesBelow(top)) {
    errors.Add(std::move(pointer), "同一对象里这个成员写了两次，只留一个",
               "the member is given twice in its object; keep one");
  }
}

bool Expect(JsonType wanted, JsonValue value, const Place& place, ReadingErrors& errors) {
  if (value.Is(wanted)) return true;
  WrongType(ChineseName(wanted), EnglishName(wanted), value, place, errors);
  return false;
}

std::optional<std::string_view> ReadText(JsonValue value, const Place& place,
                                         ReadingErrors& errors) {
  if (!Expect(JsonType::kText, value, place, errors)) return std::nullopt;
  return value.text();
}

std::optional<std::string_view> ReadName(JsonValue value, const Place& place,
                                         ReadingErrors& errors) {
  const auto text = ReadText(value, place, errors);
  if (!text || !text->empty()) return text;
  errors.Wrong(place, "不能为空", "must not be empty");
  return std::nullopt;
}

std::optional<std::int64_t> ReadThousandths(JsonValue value, const Place& place,
                                            ReadingErrors& errors) {
  if (!Expect(JsonType::kNumber, value, place, errors)) return std::nullopt;
  const std::string_view text = value.text();
  if (const auto thousandths = ParseThousandths(text)) return thousandths;
  const std::size_t dot = text.find('.');
  if (text.find_first_of("eE") != std::string_view::npos) {
    errors.Wrong(place,
                 Concat("数字 ", Quoted(text), " 用了指数写法；请写成普通小数，如 2500 或 2.5"),
                 "the number has an exponent; write a plain decimal such as 2500 or 2.5");
  } else if (dot != std::string_view::npos && text.size() - dot > 4) {
    errors.Wrong(place, Concat("数字 ", Quoted(text), " 的小数超过三位；最多写三位"),
                 "the number has more than three decimals");
  } else {
    errors.Wrong(place, Concat("数字 ", Quoted(text), " 太大"), "the number is out of range");
  }
  return std::nullopt;
}

std::optional<std::int64_t> ReadWhole(JsonValue value, std::int64_t min, std::int64_t max,
                                      const Place& place, ReadingErrors& errors) {
  const auto thousandths = ReadThousandths(value, place, errors);
  if (!thousandths) return std::nullopt;
  const std::int64_t whole = *thousandths / 1000;
  if (*thousandths % 1000 == 0 && whole >= min && whole <= max) return whole;
  errors.Wrong(place, Concat("应为 ", min, " 至 ", max, " 的整数"),
               Concat("must be a whole number from ", min, " to ", max));
  return std::nullopt;
}

std::optional<bool> ReadBoolean(JsonValue value, const Place& place, ReadingErrors& errors) {
  if (!Expect(JsonType::kBoolean, value, place, errors)) return std::nullopt;
  return value.boolean();
}

std::optional<CivilDate> ReadDate(JsonValue value, const Place& place, ReadingErrors& errors) {
  const auto text = ReadText(value, place, errors);
  if (!text) return std::nullopt;
  const auto date = ParseDate(*text);
  if (!date) {
    errors.Wrong(place, Concat(Quoted(*text), "不是日期；请写作 YYYY-MM-DD，且历上确有这一天"),
                 "not a date; write YYYY-MM-DD, a day that exists");
  }
  return date;
}

std::optional<Instant> ReadInstant(JsonValue value, const Place& place, ReadingErrors& errors) {
  const auto text = ReadText(value, place, errors);
  if (!text) return std::nullopt;
  const auto instant = ParseInstant(*text);
  if (!instant) {
    WrongInstant(*text, place, errors);
  } else if (*instant < Midnight(FirstDayOf(kYearMin), {}) ||
             *instant >= Midnight(FirstDayOf(kYearMax + 1), {})) {
    errors.Wrong(place, Concat("年份应在 ", kYearMin, " 至 ", kYearMax, " 之间"),
                 Concat("the year must lie in ", kYearMin, "–", kYearMax));
    return std::nullopt;
  }
  return instant;
}

ObjectReader::ObjectReader(JsonValue object, const Place& place, ReadingErrors& errors)
    : place_(place), errors_(errors) {
  if (!Expect(JsonType::kObject, object, place, errors)) return;
  object_ = object;
  next_ = object.begin();
}

std::optional<JsonValue> ObjectReader::Optional(std::string_view name) {
  CHECK(asked_count_ < asked_.size());
  asked_[asked_count_++] = name;
  if (!object_) return std::nullopt;
  const auto take = [&](JsonValue::Iterator at) {
    ++found_;
    const JsonValue member = *at;
    next_ = ++at;
    return member.Is(JsonType::kNull) ? std::nullopt : std::optional(member);
  };
  const JsonValue::Iterator end = object_->end();
  for (JsonValue::Iterator at = *next_; at != end; ++at) {
    if ((*at).key() == name) return take(at);
  }
  for (JsonValue::Iterator at = object_->begin(); at != *next_; ++at) {
    if ((*at).key() == name) return take(at);
  }
  return std::nullopt;
}

std::optional<JsonValue> ObjectReader::Required(std::string_view name) {
  const auto member = Optional(name);
  if (!member && object_) errors_.Missing(place_, name);
  return member;
}

std::optional<std::string_view> ObjectReader::OptionalName(std::string_view name) {
  const auto member = Optional(name);
  return member ? ReadName(*member, place_.Member(name), errors_) : std::nullopt;
}

std::string_view ObjectReader::Name(std::string_view name) {
  const auto member = Required(name);
  if (!member) return {};
  return ReadName(*member, place_.Member(name), errors_).value_or(std::string_view());
}

std::string_view ObjectReader::OptionalText(std::string_view name) {
  const auto member = Optional(name);
  if (!member) return {};
  return ReadText(*member, place_.Member(name), errors_).value_or(std::string_view());
}

std::optional<CivilDate> ObjectReader::Date(std::string_view name) {
  const auto member = Required(name);
  return member ? ReadDate(*member, place_.Member(name), errors_) : std::nullopt;
}

std::optional<CivilDate> ObjectReader::OptionalDate(std::string_view name) {
  const auto member = Optional(name);
  return member ? ReadDate(*member, place_.Member(name), errors_) : std::nullopt;
}

std::optional<Instant> ObjectReader::At(std::string_view name) {
  const auto member = Required(name);
  return member ? ReadInstant(*member, place_.Member(name), errors_) : std::nullopt;
}

std::optional<Instant> ObjectReader::OptionalAt(std::string_view name) {
  const auto member = Optional(name);
  return member ? ReadInstant(*member, place_.Member(name), errors_) : std::nullopt;
}

bool ObjectReader::WasAsked(std::string_view name) const {
  const auto asked = std::span(asked_).first(asked_count_);
  return std::ranges::find(asked, name) != asked.end();
}

void ObjectReader::Finish() {
  const std::span<const std::string_view> names(asked_.data(), asked_count_);
  ForOthers([&](JsonValue member) {
    const auto near = NearestNames(member.key(), names, 1);
    const std::string pointer = place_.Member(member.key()).Pointer();
    if (near.empty()) {
      errors_.Add(pointer,
                  Concat("没有名为", Quoted(member.key()), "的成员；可用的有 ", Join(names, "、")),
                  Concat("unknown member; known are ", Join(names, ", ")));
    } else {
      errors_.Add(
          pointer,
          Concat("没有名为", Quoted(member.key()), "的成员；是否想写“", near.front(), "”？"),
          Concat("unknown member; did you mean \"", near.front(), "\"?"));
    }
  });
}

}  // namespace shouze
