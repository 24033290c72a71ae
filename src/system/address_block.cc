#include "system/address_block.h"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <span>

namespace shouze {
namespace {

constexpr std::size_t kBlockBytes = 8;
/// ::ffff:0:0/96, under which IPv4 addresses are written. Source: RFC 4291 2.5.5.2.
constexpr std::array<unsigned char, 12> kMapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};

std::string Written(int family, const void* bytes) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  inet_ntop(family, bytes, text.data(), text.size());
  return text.data();
}

}  // namespace

std::string AddressBlock(std::string_view address) {
  std::string text(address.substr(0, address.find('%')));  // fe80::1%eth0
  std::array<unsigned char, 16> bytes{};
  if (inet_pton(AF_INET6, text.c_str(), bytes.data()) != 1) return std::string(address);
  if (std::ranges::equal(kMapped, std::span(bytes).first(kMapped.size()))) {
    return Written(AF_INET, bytes.data() + kMapped.size());
  }
  std::ranges::fill(std::span(bytes).subspan(kBlockBytes), 0);
  return Written(AF_INET6, bytes.data()) + "/64";
}

}  // namespace shouze
