#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace shouze {

/// Whom an address is taken for where something is counted by address: an IPv4 address as it is
/// (also one in IPv6 clothes), of an IPv6 address the /64 that one network has to itself
/// (`2001:db8:1:2::/64`): whoever has one address of it has them all. What is no address stays as
/// it is. Source: RFC 6177, RFC 7934.
std::string AddressBlock(std::string_view address);

/// That, and the networks around it that one customer may have been given, narrowest first: of IPv6
/// the /64, /56 and /48, of IPv4 the address and its /24. Source: RFC 6177 2, RIPE-690.
std::vector<std::string> AddressBlocks(std::string_view address);

}  // namespace shouze
