#pragma once

#include <algorithm>

#include "exchange/described.h"
#include "exchange/typed.h"

/// A request as somebody has just typed or pasted it, rewritten as it is kept (exchange/typed.h):
/// by the types of its members, before it is read like any other document. What is of another type
/// than its member, or not understood, stays for reading to say so.
namespace shouze::described {

/// As it stands.
inline void Copy(JsonWriter& writer, JsonValue value) { AppendCanonical(value, writer); }

/// A value of T; no errors.
template <class T>
void WriteKept(JsonWriter& writer, JsonValue value);

/// Each member by its own type; those that are unknown or given twice stay so.
template <Struct T>
void WriteKeptStruct(JsonWriter& writer, JsonValue value) {
  writer.BeginObject();
  for (const JsonValue member : value) {
    writer.Key(member.key());
    bool known = false;
    ForEachMember<T>([&]<class Member, class Owner>(std::string_view name, Member Owner::*) {
      if (known || name != member.key()) return;
      known = true;
      WriteKept<Member>(writer, member);
    });
    if (!known) Copy(writer, member);
  }
  writer.EndObject();
}

template <class T>
void WriteKept(JsonWriter& writer, JsonValue value) {
  if constexpr (kIs<T, std::optional>) {
    WriteKept<typename T::value_type>(writer, value);
  } else if constexpr (std::same_as<T, Secret> || std::same_as<T, Document>) {
    Copy(writer, value);
  } else if constexpr (std::derived_from<T, std::string>) {
    if (!value.Is(JsonType::kText)) return Copy(writer, value);
    writer.Text(std::same_as<T, Label> ? TypedLine(value.text()) : TypedText(value.text()));
  } else if constexpr (std::same_as<T, CivilDate>) {
    const auto day = value.Is(JsonType::kText) ? ReadDay(value.text()) : std::nullopt;
    day ? writer.Text(Format(*day)) : Copy(writer, value);
  } else if constexpr (std::same_as<T, FieldValues> || kIs<T, std::map>) {
    if (!value.Is(JsonType::kObject)) return Copy(writer, value);
    writer.BeginObject();
    for (const JsonValue member : value) {
      writer.Key(member.key());
      if constexpr (kIs<T, std::map>) {
        WriteKept<typename T::mapped_type>(writer, member);
      } else {
        WriteKept<std::string>(writer, member);
      }
    }
    writer.EndObject();
  } else if constexpr (kIs<T, std::vector>) {
    if (!value.Is(JsonType::kArray)) return Copy(writer, value);
    writer.BeginArray();
    for (const JsonValue item : value) WriteKept<typename T::value_type>(writer, item);
    writer.EndArray();
  } else if constexpr (Struct<T> && !std::same_as<T, JsonText> && !std::same_as<T, Points> &&
                       !std::same_as<T, Instant>) {
    value.Is(JsonType::kObject) ? WriteKeptStruct<T>(writer, value) : Copy(writer, value);
  } else {
    Copy(writer, value);
  }
}

}  // namespace shouze::described
