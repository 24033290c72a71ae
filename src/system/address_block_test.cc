#include "system/address_block.h"

#include <gtest/gtest.h>

namespace shouze {
namespace {

TEST(AddressBlock, OfIpv4IsTheAddress) {
  EXPECT_EQ(AddressBlock("10.9.8.7"), "10.9.8.7");
  EXPECT_EQ(AddressBlock("::ffff:10.9.8.7"), "10.9.8.7");
}

TEST(AddressBlock, OfIpv6IsTheNetworkOfOneHost) {
  EXPECT_EQ(AddressBlock("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::/64");
  EXPECT_EQ(AddressBlock("2001:DB8:1:2::1"), "2001:db8:1:2::/64");
  EXPECT_EQ(AddressBlock("2001:db8:1:3::1"), "2001:db8:1:3::/64");
  EXPECT_EQ(AddressBlock("fe80::1%eth0"), "fe80::/64");
  EXPECT_EQ(AddressBlock("::1"), "::/64");
}

TEST(AddressBlocks, AreTheNetworksAroundIt) {
  EXPECT_EQ(
      AddressBlocks("2001:db8:1:2ab::5"),
      (std::vector<std::string>{"2001:db8:1:2ab::/64", "2001:db8:1:200::/56", "2001:db8:1::/48"}));
  EXPECT_EQ(AddressBlocks("::ffff:10.9.8.7"),
            (std::vector<std::string>{"10.9.8.7", "10.9.8.0/24"}));
  EXPECT_EQ(AddressBlocks("somewhere"), (std::vector<std::string>{"somewhere"}));
}

TEST(AddressBlock, OfNoAddressIsWhatItWas) {
  EXPECT_EQ(AddressBlock(""), "");
  EXPECT_EQ(AddressBlock("somewhere"), "somewhere");
}

}  // namespace
}  // namespace shouze
