#pragma once

#include <cstdint>
#include <string_view>

namespace shouze {

/// 审计: what a row of a use case, a route or a command leaves in the security log. The engine
/// writes it (traces.h); a row that does not say does not compile.
enum class Audit : std::uint8_t {
  kNone,    ///< Nothing: public, the caller's own, or no matter of anybody's.
  kOwn,     ///< Its function writes a word of its own: logging in and out, passwords.
  kRead,    ///< Business data: noted unless it is of a unit where the caller holds a post.
  kExport,  ///< Data leave as a file: always noted.
  kChange,  ///< Something is changed: noted in the same transaction.
};

/// `none` `own` `read` `export` `change`.
constexpr std::string_view Name(Audit audit) {
  switch (audit) {
    case Audit::kNone:
      return "none";
    case Audit::kOwn:
      return "own";
    case Audit::kRead:
      return "read";
    case Audit::kExport:
      return "export";
    case Audit::kChange:
      return "change";
  }
  return "";
}

}  // namespace shouze
