#pragma once

#include <string>
#include <string_view>

namespace shouze {

/// Whom an address is taken for where something is counted by address: an IPv4 address as it is
/// (also one in IPv6 clothes), of an IPv6 address the /64 that one network has to itself
/// (`2001:db8:1:2::/64`): whoever has one address of it has them all. What is no address stays as
/// it is. Source: RFC 6177, RFC 7934.
std::string AddressBlock(std::string_view address);

}  // namespace shouze
