#include "system/address_block.h"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>

#include "base/text.h"

namespace shouze {
namespace {

constexpr std::size_t kBits = 8;
/// ::ffff:0:0/96, under which IPv4 addresses are written. Source: RFC 4291 2.5.5.2.
constexpr std::array<unsigned char, 12> kMapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};

std::string Written(int family, const void* bytes) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  inet_ntop(family, bytes, text.data(), text.size());
  return text.data();
}

/// The network of so many bytes that `address` lies in.
std::string Network(int family, std::span<const unsigned char> address, std::size_t bytes) {
  std::array<unsigned char, 16> network{};
  std::ranges::copy(address.first(bytes), network.begin());
  return Concat(Written(family, network.data()), "/", bytes * kBits);
}

}  // namespace

std::vector<std::string> AddressBlocks(std::string_view address) {
  const std::string text(address.substr(0, address.find('%')));  // fe80::1%eth0
  std::array<unsigned char, 16> bytes{};
  std::span<const unsigned char> v4;
  if (inet_pton(AF_INET6, text.c_str(), bytes.data()) == 1) {
    const std::span<const unsigned char> v6(bytes);
    if (!std::ranges::equal(kMapped, v6.first(kMapped.size()))) {
      return {Network(AF_INET6, v6, 8), Network(AF_INET6, v6, 7), Network(AF_INET6, v6, 6)};
    }
    v4 = v6.subspan(kMapped.size());
  } else if (inet_pton(AF_INET, text.c_str(), bytes.data()) == 1) {
    v4 = std::span<const unsigned char>(bytes).first(4);
  } else {
    return {std::string(address)};
  }
  return {Written(AF_INET, v4.data()), Network(AF_INET, v4, 3)};
}

std::string AddressBlock(std::string_view address) { return AddressBlocks(address).front(); }

}  // namespace shouze
