#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/points.h"

namespace shouze {

/// Writes JSON text in the order it is told, without spaces: same calls, same bytes.
/// Numbers are whole or thousandths and never take an exponent (Boost.JSON prints 4.0 as `4E0`).
class JsonWriter {
 public:
  void BeginObject() { Open('{'); }
  void EndObject() { Close('}'); }
  void BeginArray() { Open('['); }
  void EndArray() { Close(']'); }
  void Key(std::string_view key);

  void Text(std::string_view value);
  void Whole(std::int64_t value);
  void Boolean(bool value);
  void Null();
  void Number(Points value);
  /// A finished piece of JSON, as it stands.
  void Raw(std::string_view json);

  /// A key and its value in one call.
  void Member(std::string_view key, std::string_view value) { Key(key), Text(value); }
  void Member(std::string_view key, const char* value) { Key(key), Text(value); }
  void Member(std::string_view key, bool value) { Key(key), Boolean(value); }
  void Member(std::string_view key, Points value) { Key(key), Number(value); }

  /// The text written so far; the writer is empty afterwards.
  std::string Take();

 private:
  void Open(char bracket);
  void Close(char bracket);
  void BeforeValue();

  std::string text_;
  bool after_value_ = false;
};

}  // namespace shouze
