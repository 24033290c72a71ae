#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "base/civil.h"
#include "base/error.h"
#include "base/place.h"
#include "exchange/json_tree.h"

namespace shouze {

/// Collects what is wrong with a document, and which values could not be had from it.
class ReadingErrors {
 public:
  /// The value at `place` is wrong and cannot be used.
  void Wrong(const Place& place, std::string message, std::string english);
  /// The object at `place` lacks `name`; reported at the object.
  void Missing(const Place& object, std::string_view name);
  /// Something is wrong at `place`, beside the value there.
  void Add(std::string where, std::string message, std::string english);
  /// No value could be had at `where`, so what else is said of it is no news.
  void MarkUnreadable(std::string where);
  /// So much is wrong that reading on is no use.
  bool hopeless() const { return left_out_ > 0; }

  bool empty() const { return errors_.empty(); }
  bool IsUnreadable(const std::string& where) const { return unreadable_.contains(where); }
  /// All of them; of a hopeless document the first ten thousand and how many more there are.
  Errors Take();

 private:
  Errors errors_;
  std::set<std::string> unreadable_;
  std::size_t left_out_ = 0;
};

/// `text` in Chinese quotes, shortened and without control characters, for a message.
std::string Quoted(std::string_view text);

/// Each reads one value; absent when it was reported. Numbers are exact decimals.
std::optional<std::string_view> ReadText(JsonValue value, const Place& place,
                                         ReadingErrors& errors);
/// A text that names something: never empty.
std::optional<std::string_view> ReadName(JsonValue value, const Place& place,
                                         ReadingErrors& errors);
std::optional<std::int64_t> ReadThousandths(JsonValue value, const Place& place,
                                            ReadingErrors& errors);
std::optional<std::int64_t> ReadWhole(JsonValue value, std::int64_t min, std::int64_t max,
                                      const Place& place, ReadingErrors& errors);
std::optional<bool> ReadBoolean(JsonValue value, const Place& place, ReadingErrors& errors);
std::optional<CivilDate> ReadDate(JsonValue value, const Place& place, ReadingErrors& errors);
std::optional<Instant> ReadInstant(JsonValue value, const Place& place, ReadingErrors& errors);
/// Reports each member below `top` that is given twice in its object.
void ReportDuplicates(const JsonTree& tree, JsonValue top, ReadingErrors& errors);
/// Whether it is of the type; reported when not.
bool Expect(JsonType wanted, JsonValue value, const Place& place, ReadingErrors& errors);

/// Reads the members of one object by name and knows, by what was asked for, which are unknown.
/// A member that is null counts as absent.
class ObjectReader {
 public:
  ObjectReader(JsonValue object, const Place& place, ReadingErrors& errors);

  /// Absent without a word.
  std::optional<JsonValue> Optional(std::string_view name);
  /// Absence is reported.
  std::optional<JsonValue> Required(std::string_view name);

  /// Empty when it was reported.
  std::string_view Name(std::string_view name);
  std::optional<std::string_view> OptionalName(std::string_view name);
  /// Free text.
  std::string_view OptionalText(std::string_view name);
  std::optional<CivilDate> Date(std::string_view name);
  std::optional<CivilDate> OptionalDate(std::string_view name);
  std::optional<Instant> At(std::string_view name);
  std::optional<Instant> OptionalAt(std::string_view name);

  /// Calls `use` with each member that was not asked for so far.
  template <class Use>
  void ForOthers(Use use) const;
  /// Reports each member that was not asked for, with the name it may have been meant for.
  void Finish();

  const Place& place() const { return place_; }
  ReadingErrors& errors() { return errors_; }
  /// It was an object at all.
  bool valid() const { return object_.has_value(); }

 private:
  bool WasAsked(std::string_view name) const;

  std::optional<JsonValue> object_;
  const Place& place_;
  ReadingErrors& errors_;
  std::array<std::string_view, 12> asked_;
  std::size_t asked_count_ = 0;
  std::size_t found_ = 0;
  std::optional<JsonValue::Iterator> next_;  ///< Behind the member found last: writers keep order.
};

template <class Use>
void ObjectReader::ForOthers(Use use) const {
  if (!object_ || found_ == object_->size()) return;
  for (const JsonValue member : *object_) {
    if (!WasAsked(member.key())) use(member);
  }
}

}  // namespace shouze
