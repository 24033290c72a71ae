#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace shouze {

/// One mail address with the name of its owner.
struct Mailbox {
  std::string name;     ///< May be empty.
  std::string address;  ///< `local@host`
};

/// Reads `local@host` or `Name <local@host>`; absent for anything else: several addresses, line
/// breaks or other control characters, an address that is not plain ASCII.
/// Source: RFC 5322, 3.2.3 and 3.4, without quoted local parts and address literals.
std::optional<Mailbox> ParseMailbox(std::string_view text);

}  // namespace shouze
