#pragma once

#include <algorithm>
#include <concepts>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <boost/mp11/algorithm.hpp>

#include "base/civil.h"
#include "base/describe.h"
#include "base/json_writer.h"
#include "base/place.h"
#include "base/points.h"
#include "base/result.h"
#include "exchange/field_values.h"
#include "exchange/json_tree.h"
#include "exchange/object_reader.h"

/// JSON of described structs (base/describe.h), both ways, from their one list of members.
/// Members may be: bool, whole numbers, Points, std::string, Label, Instant, CivilDate, described
/// enums and structs, FieldValues, JsonText, and std::optional, std::vector and std::map<string, …>
/// of these. An optional, a list, a map, free text and a truth value may be left out (or null);
/// everything else is required.
namespace shouze {

/// A text that names something: an id, a code, a title. 1 to 200 characters, none of control.
struct Label : std::string {
  using std::string::string;
  Label() = default;
  Label(std::string text) : std::string(std::move(text)) {}  // NOLINT: implicit on purpose
};

/// A secret: read like free text, never written.
struct Secret : std::string {
  using std::string::string;
  Secret() = default;
  Secret(std::string text) : std::string(std::move(text)) {}  // NOLINT: implicit on purpose
};

/// A long text: a policy's or a calendar's file, up to a mebibyte.
struct Document : std::string {
  using std::string::string;
  Document() = default;
  Document(std::string text) : std::string(std::move(text)) {}  // NOLINT: implicit on purpose
};

/// A finished piece of JSON, written as it stands; read as the canonical text of any value.
struct JsonText {
  std::string text = "null";
};

/// The most characters (code points) of a Label and of free text.
inline constexpr std::size_t kLabelLengthMax = 200;
inline constexpr std::size_t kTextLengthMax = 10'000;
inline constexpr std::size_t kDocumentLengthMax = std::size_t{1} << 20;

namespace described {

template <class T>
concept Struct = boost::describe::has_describe_members<T>::value && !std::is_union_v<T>;

template <class T>
concept Enum = boost::describe::has_describe_enumerators<T>::value;

template <class T, template <class...> class Template>
inline constexpr bool kIs = false;
template <template <class...> class Template, class... Args>
inline constexpr bool kIs<Template<Args...>, Template> = true;

template <class T>
concept Whole = std::integral<T> && !std::same_as<T, bool>;

/// Members that may be left out.
template <class T>
inline constexpr bool kOptional =
    kIs<T, std::optional> || kIs<T, std::vector> || kIs<T, std::map> || std::same_as<T, bool> ||
    std::same_as<T, std::string> || std::same_as<T, Secret>;

/// `kOwnUnit` → `own_unit`.
std::string SpellingOf(const char* enumerator);

/// Calls `use(name, pointer-to-member)` for each member of T, bases first.
template <Struct T, class Use>
void ForEachMember(Use use) {
  using Members = boost::describe::describe_members<T, boost::describe::mod_public |
                                                           boost::describe::mod_inherited>;
  boost::mp11::mp_for_each<Members>(
      [&](auto member) { use(std::string_view(member.name), member.pointer); });
}

/// The enumerators of E: spelling and value.
template <Enum E>
const std::vector<std::pair<std::string, E>>& SpellingsOf() {
  static const auto spellings = [] {
    std::vector<std::pair<std::string, E>> all;
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<E>>(
        [&](auto one) { all.emplace_back(SpellingOf(one.name), one.value); });
    return all;
  }();
  return spellings;
}

/// What texts must be; nothing wrong: empty. Chinese and English.
struct TextFault {
  std::string message;
  std::string english;
};
std::optional<TextFault> FaultOfLabel(std::string_view text);
std::optional<TextFault> FaultOfText(std::string_view text,
                                     std::size_t length_max = kTextLengthMax);
void ReportUnknownWord(std::string_view word, const std::vector<std::string>& known,
                       const Place& place, ReadingErrors& errors);
std::optional<FieldValues> ReadFieldValues(JsonValue value, const Place& place,
                                           ReadingErrors& errors);
void WriteFieldValues(JsonWriter& writer, const FieldValues& values);
void ReportUnknownMember(std::string_view name, const std::vector<std::string_view>& known,
                         const Place& place, ReadingErrors& errors);
void AppendCanonical(JsonValue value, JsonWriter& writer);
/// Reads a value of any kind that members may have.
template <class T>
void ReadValue(JsonValue value, const Place& place, ReadingErrors& errors, T& into);
/// Reads each member once; unknown ones are reported.
template <Struct T>
void ReadStruct(JsonValue value, const Place& place, ReadingErrors& errors, T& into) {
  if (!Expect(JsonType::kObject, value, place, errors)) return;
  std::vector<std::string_view> known;
  std::size_t found = 0;
  ForEachMember<T>([&](std::string_view name, auto pointer) {
    known.push_back(name);
    using Member = std::remove_reference_t<decltype(into.*pointer)>;
    for (const JsonValue member : value) {
      if (member.key() != name) continue;
      ++found;
      if (member.Is(JsonType::kNull)) break;
      ReadValue(member, place.Member(name), errors, into.*pointer);
      return;
    }
    if constexpr (!kOptional<Member>) errors.Missing(place, name);
  });
  if (found == value.size()) return;
  for (const JsonValue member : value) {
    if (std::ranges::find(known, member.key()) == known.end()) {
      ReportUnknownMember(member.key(), known, place.Member(member.key()), errors);
    }
  }
}
/// Reads one of the spellings.
template <Enum E>
void ReadEnum(JsonValue value, const Place& place, ReadingErrors& errors, E& into) {
  const auto text = ReadText(value, place, errors);
  if (!text) return;
  std::vector<std::string> known;
  for (const auto& [spelling, one] : SpellingsOf<E>()) {
    if (spelling == *text) {
      into = one;
      return;
    }
    known.push_back(spelling);
  }
  ReportUnknownWord(*text, known, place, errors);
}

template <class T>
void ReadValue(JsonValue value, const Place& place, ReadingErrors& errors, T& into) {
  if constexpr (std::same_as<T, bool>) {
    if (const auto read = ReadBoolean(value, place, errors)) into = *read;
  } else if constexpr (Whole<T>) {
    constexpr std::int64_t kMost = 1'000'000'000'000;
    const auto read = ReadWhole(value, std::same_as<T, int> ? -1'000'000'000 : -kMost,
                                std::same_as<T, int> ? 1'000'000'000 : kMost, place, errors);
    if (read) into = static_cast<T>(*read);
  } else if constexpr (std::same_as<T, Points>) {
    if (const auto read = ReadThousandths(value, place, errors)) into = {*read};
  } else if constexpr (std::same_as<T, Instant>) {
    if (const auto read = ReadInstant(value, place, errors)) into = *read;
  } else if constexpr (std::same_as<T, CivilDate>) {
    if (const auto read = ReadDate(value, place, errors)) into = *read;
  } else if constexpr (std::same_as<T, FieldValues>) {
    if (auto read = ReadFieldValues(value, place, errors)) into = std::move(*read);
  } else if constexpr (std::same_as<T, JsonText>) {
    JsonWriter writer;
    AppendCanonical(value, writer);
    into.text = writer.Take();
  } else if constexpr (std::derived_from<T, std::string>) {
    const auto text = ReadText(value, place, errors);
    if (!text) return;
    const auto fault = std::same_as<T, Label>      ? FaultOfLabel(*text)
                       : std::same_as<T, Document> ? FaultOfText(*text, kDocumentLengthMax)
                                                   : FaultOfText(*text);
    if (fault) return errors.Wrong(place, fault->message, fault->english);
    static_cast<std::string&>(into) = std::string(*text);
  } else if constexpr (kIs<T, std::optional>) {
    ReadValue(value, place, errors, into.emplace());
  } else if constexpr (kIs<T, std::vector>) {
    if (!Expect(JsonType::kArray, value, place, errors)) return;
    for (const JsonValue item : value) {
      const std::size_t at = into.size();
      ReadValue(item, place.Item(at), errors, into.emplace_back());
    }
  } else if constexpr (kIs<T, std::map>) {
    if (!Expect(JsonType::kObject, value, place, errors)) return;
    for (const JsonValue member : value) {
      ReadValue(member, place.Member(member.key()), errors, into[std::string(member.key())]);
    }
  } else if constexpr (Enum<T>) {
    ReadEnum(value, place, errors, into);
  } else {
    static_assert(Struct<T>, "describe the type with SHOUZE_DESCRIBE");
    ReadStruct(value, place, errors, into);
  }
}
/// Writes what ReadValue reads.
template <class T>
void WriteValue(JsonWriter& writer, UtcOffset offset, const T& value) {
  if constexpr (std::same_as<T, bool>) {
    writer.Boolean(value);
  } else if constexpr (Whole<T>) {
    writer.Whole(static_cast<std::int64_t>(value));
  } else if constexpr (std::same_as<T, Points>) {
    writer.Number(value);
  } else if constexpr (std::same_as<T, Instant>) {
    writer.Text(FormatRfc3339(value, offset));
  } else if constexpr (std::same_as<T, CivilDate>) {
    writer.Text(Format(value));
  } else if constexpr (std::same_as<T, FieldValues>) {
    WriteFieldValues(writer, value);
  } else if constexpr (std::same_as<T, JsonText>) {
    writer.Raw(value.text);
  } else if constexpr (std::same_as<T, Secret>) {
    writer.Null();
  } else if constexpr (std::derived_from<T, std::string>) {
    writer.Text(value);
  } else if constexpr (kIs<T, std::optional>) {
    value ? WriteValue(writer, offset, *value) : writer.Null();
  } else if constexpr (kIs<T, std::vector>) {
    writer.BeginArray();
    for (const auto& item : value) WriteValue(writer, offset, item);
    writer.EndArray();
  } else if constexpr (kIs<T, std::map>) {
    writer.BeginObject();
    for (const auto& [key, item] : value) writer.Key(key), WriteValue(writer, offset, item);
    writer.EndObject();
  } else if constexpr (Enum<T>) {
    for (const auto& [spelling, one] : SpellingsOf<T>()) {
      if (one == value) return writer.Text(spelling);
    }
    writer.Null();
  } else {
    static_assert(Struct<T>, "describe the type with SHOUZE_DESCRIBE");
    writer.BeginObject();
    ForEachMember<T>([&](std::string_view name, auto pointer) {
      const auto& member = value.*pointer;
      using Member = std::remove_cvref_t<decltype(member)>;
      if constexpr (kIs<Member, std::optional>) {
        if (!member) return;
      }
      if constexpr (!std::same_as<Member, Secret>) {
        writer.Key(name);
        WriteValue(writer, offset, member);
      }
    });
    writer.EndObject();
  }
}

}  // namespace described

/// Reads one value of T at `place`; what is wrong goes to `errors`.
template <class T>
T ReadDescribed(JsonValue value, const Place& place, ReadingErrors& errors) {
  T into{};
  described::ReadValue(value, place, errors, into);
  return into;
}

/// Reads a whole document. Errors: all that is wrong, each at its JSON pointer, unknown and
/// repeated members included; a syntax error alone.
template <class T>
ResultOrErrors<T> ReadJson(std::string text) {
  auto tree = JsonTree::Parse(std::move(text));
  if (!tree) return Errors{tree.error()};
  ReadingErrors errors;
  ReportDuplicates(**tree, (*tree)->root(), errors);
  T into = ReadDescribed<T>((*tree)->root(), Place(), errors);
  if (!errors.empty()) return errors.Take();
  return into;
}

/// Writes a value; absent optionals and secrets are left out, instants stand in `offset`'s time.
template <class T>
void WriteDescribed(JsonWriter& writer, const T& value, UtcOffset offset) {
  described::WriteValue(writer, offset, value);
}
/// The same as a text.
template <class T>
std::string WriteJson(const T& value, UtcOffset offset) {
  JsonWriter writer;
  WriteDescribed(writer, value, offset);
  return writer.Take();
}

/// The canonical text of a JSON document: members sorted by name bytewise, no spaces, numbers as
/// they were written. Two documents that say the same in another order have the same text.
/// Errors: no JSON; a member given twice.
Result<std::string> CanonicalJson(std::string text);

}  // namespace shouze
