#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "exchange/described.h"
#include "exchange/schema.h"
#include "http/typed_request.h"

/// Fills a use case's request from wherever its members stand: in the path, the query or the JSON
/// body. All become one JSON object, so the same rules hold and errors point at the member.
namespace shouze {

/// How a text of a path or query becomes JSON.
enum class TextKind : std::uint8_t { kText, kNumber, kBoolean, kNotText };

/// One member of a request struct.
struct MemberShape {
  std::string_view name;
  TextKind kind = TextKind::kText;
  bool list = false;
  bool required = false;
  std::string (*schema)(SchemaComponents& components) = nullptr;
};

namespace described {

/// Of a member's type; lists and optionals count as what they hold.
template <class T>
constexpr TextKind TextKindOf() {
  if constexpr (std::same_as<T, bool>) {
    return TextKind::kBoolean;
  } else if constexpr (Whole<T> || std::same_as<T, Points>) {
    return TextKind::kNumber;
  } else if constexpr (std::derived_from<T, std::string> || std::same_as<T, Instant> ||
                       std::same_as<T, CivilDate> || Enum<T>) {
    return TextKind::kText;
  } else if constexpr (kIs<T, std::optional> || kIs<T, std::vector>) {
    return TextKindOf<typename T::value_type>();
  } else {
    return TextKind::kNotText;
  }
}

}  // namespace described

/// The members of a request struct, in its order.
template <described::Struct T>
const std::vector<MemberShape>& MembersOf() {
  static const std::vector<MemberShape> members = [] {
    std::vector<MemberShape> all;
    described::ForEachMember<T>(
        [&]<class Member, class Owner>(std::string_view name, Member Owner::*) {
          all.push_back({name, described::TextKindOf<Member>(), described::kIs<Member, std::vector>,
                         !described::kOptional<Member>, [](SchemaComponents& components) {
                           return described::SchemaOf<Member>(components, SchemaSide::kRequest);
                         }});
        });
    return all;
  }();
  return members;
}

/// Names and decoded values of the parts of the path that the route's template names.
using PathValues = std::vector<std::pair<std::string_view, std::string>>;

/// Where a request's members are to be found.
struct RequestParts {
  const PathValues& path;
  std::string_view query;     ///< Not decoded.
  std::string_view body;      ///< Empty: an object without members.
  bool body_is_read = false;  ///< Members stand in the body and not in the query.
};

/// What is wrong with a request as a whole, before its members are looked at.
struct BindingErrors {
  Errors errors;
  bool malformed = false;  ///< No JSON, no UTF-8, wrong escapes: 400 and not 422.
};

/// One JSON document of all parts, parsed. Errors: kInvalidInput.
boost::system::result<std::unique_ptr<const JsonTree>, BindingErrors> TreeOf(
    std::span<const MemberShape> members, const RequestParts& parts);

/// The same of a text that is one document.
boost::system::result<std::unique_ptr<const JsonTree>, BindingErrors> TreeOf(std::string text);

/// Never called: as in base/result.h.
[[noreturn]] void throw_exception_from_error(const BindingErrors& errors,
                                             const boost::source_location&);

/// The request struct. Errors: all that is wrong, each at its member's pointer.
template <described::Struct T>
boost::system::result<T, BindingErrors> Bind(const RequestParts& parts) {
  auto typed = TreeOf(MembersOf<T>(), parts);
  if (!typed) return typed.error();
  JsonWriter kept;
  described::WriteKept<T>(kept, (*typed)->root());
  auto tree = TreeOf(kept.Take());
  if (!tree) return tree.error();
  ReadingErrors errors;
  ReportDuplicates(**tree, (*tree)->root(), errors);
  T request = ReadDescribed<T>((*tree)->root(), Place(), errors);
  if (!errors.empty()) return BindingErrors{errors.Take(), false};
  return request;
}

}  // namespace shouze
