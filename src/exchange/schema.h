#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/json_writer.h"
#include "exchange/described.h"

/// JSON Schema (2020-12) of described structs, from the same list of members that reads and writes
/// them (described.h), as fragments for an OpenAPI 3.1 document.
namespace shouze {

/// Requests may leave members out that answers always have.
enum class SchemaSide : std::uint8_t { kRequest, kAnswer };

/// The named schemas that fragments refer to, by `#/components/schemas/NAME`.
class SchemaComponents {
 public:
  /// Takes the name; false where it is taken already: the schema is there, or in the making.
  bool Begin(const std::string& name);
  void Put(const std::string& name, std::string schema);
  const std::map<std::string, std::string>& all() const { return schemas_; }

 private:
  std::map<std::string, std::string> schemas_;
};

namespace described {

/// `shouze::Page<shouze::Unit>` → `PageUnit`.
std::string SchemaNameOf(std::string_view cxx_name);

/// What the compiler calls T.
template <class T>
constexpr std::string_view CxxNameOf() {
  const std::string_view whole = __PRETTY_FUNCTION__;
  const std::size_t begin = whole.find("T = ") + 4;
  return whole.substr(begin, whole.find_last_of(']') - begin);
}

/// Of structs in requests that are no whole request: `NameInput`.
template <class T>
std::string ComponentNameOf(SchemaSide side) {
  std::string name = SchemaNameOf(CxxNameOf<T>().substr(0, CxxNameOf<T>().find(';')));
  if (Struct<T> && side == SchemaSide::kRequest && !name.ends_with("Request")) name += "Input";
  return name;
}

/// `{"$ref":…}`.
std::string ReferenceTo(const std::string& component);
/// A text with these limits; 0: none.
std::string TextSchema(std::size_t length_min, std::size_t length_max);
std::string WholeSchema(std::int64_t min, std::int64_t max);
std::string EnumSchema(const std::vector<std::string>& spellings);
std::string ArraySchema(std::string_view items);
std::string MapSchema(std::string_view values);

/// One member of an object's schema.
struct MemberSchema {
  std::string name;
  std::string schema;
  bool required = false;
};
/// No other members are allowed in requests; in answers more may come.
std::string ObjectSchema(std::span<const MemberSchema> members, SchemaSide side);

/// The schema of T, as a fragment.
template <class T>
std::string SchemaOf(SchemaComponents& components, SchemaSide side);

/// Whether a member of this type must be given, or is always there.
template <class Member>
constexpr bool IsRequired(SchemaSide side) {
  return side == SchemaSide::kRequest
             ? !kOptional<Member>
             : !kIs<Member, std::optional> && !std::same_as<Member, Secret>;
}

/// The members of T but for `left_out`.
template <Struct T>
std::vector<MemberSchema> MemberSchemasOf(SchemaComponents& components, SchemaSide side,
                                          std::span<const std::string> left_out = {}) {
  std::vector<MemberSchema> members;
  ForEachMember<T>([&]<class Member, class Owner>(std::string_view name, Member Owner::*) {
    if (std::same_as<Member, Secret> && side == SchemaSide::kAnswer) return;
    if (std::ranges::find(left_out, name) != left_out.end()) return;
    members.push_back(
        {std::string(name), SchemaOf<Member>(components, side), IsRequired<Member>(side)});
  });
  return members;
}

/// A reference to T's schema, which is put among the components first.
template <class T>
std::string ComponentOf(SchemaComponents& components, SchemaSide side) {
  const std::string name = ComponentNameOf<T>(side);
  if (components.Begin(name)) {
    if constexpr (Enum<T>) {
      std::vector<std::string> spellings;
      for (const auto& [spelling, one] : SpellingsOf<T>()) spellings.push_back(spelling);
      components.Put(name, EnumSchema(spellings));
    } else {
      components.Put(name, ObjectSchema(MemberSchemasOf<T>(components, side), side));
    }
  }
  return ReferenceTo(name);
}

template <class T>
std::string SchemaOf(SchemaComponents& components, SchemaSide side) {
  if constexpr (std::same_as<T, bool>) {
    return R"({"type":"boolean"})";
  } else if constexpr (Whole<T>) {
    return std::same_as<T, int> ? WholeSchema(-1'000'000'000, 1'000'000'000)
                                : WholeSchema(-1'000'000'000'000, 1'000'000'000'000);
  } else if constexpr (std::same_as<T, Points>) {
    return R"({"type":"number","multipleOf":0.001})";
  } else if constexpr (std::same_as<T, Instant>) {
    return R"({"type":"string","format":"date-time"})";
  } else if constexpr (std::same_as<T, CivilDate>) {
    return R"({"type":"string","format":"date"})";
  } else if constexpr (std::same_as<T, FieldValues>) {
    return R"({"type":"object","additionalProperties":{"type":["boolean","number","string","object"]}})";
  } else if constexpr (std::same_as<T, JsonText>) {
    return "{}";
  } else if constexpr (std::same_as<T, Label>) {
    return TextSchema(1, kLabelLengthMax);
  } else if constexpr (std::same_as<T, Document>) {
    return TextSchema(0, kDocumentLengthMax);
  } else if constexpr (std::same_as<T, Secret>) {
    return R"({"type":"string","format":"password","writeOnly":true})";
  } else if constexpr (std::derived_from<T, std::string>) {
    return side == SchemaSide::kRequest ? TextSchema(0, kTextLengthMax) : TextSchema(0, 0);
  } else if constexpr (kIs<T, std::optional>) {
    return SchemaOf<typename T::value_type>(components, side);
  } else if constexpr (kIs<T, std::vector>) {
    return ArraySchema(SchemaOf<typename T::value_type>(components, side));
  } else if constexpr (kIs<T, std::map>) {
    return MapSchema(SchemaOf<typename T::mapped_type>(components, side));
  } else {
    return ComponentOf<T>(components, side);
  }
}

}  // namespace described

/// The schema of T; named parts go to `components`.
template <class T>
std::string JsonSchemaOf(SchemaComponents& components, SchemaSide side) {
  return described::SchemaOf<T>(components, side);
}

}  // namespace shouze
