#include "store/database_address.h"

#include <gtest/gtest.h>

namespace shouze {
namespace {

TEST(DatabaseAddress, NamesAFileByItsAbsolutePath) {
  const auto address = ParseDatabaseAddress("sqlite:/var/lib/守责 a=b/shouze.db");
  ASSERT_TRUE(address);
  EXPECT_TRUE(address->is_sqlite);
  EXPECT_EQ(address->target, "/var/lib/守责 a=b/shouze.db");
  EXPECT_TRUE(ParseDatabaseAddress("sqlite:timeout=3")->target.starts_with("/"));
}

TEST(DatabaseAddress, RefusesWhatItDoesNotKnow) {
  for (const char* text : {"", "shouze.db", "sqlite:", "sqlite:/var/", "mysql://a/b",
                           "postgresql:/a", "postgresql://a b/c"}) {
    const auto address = ParseDatabaseAddress(text);
    ASSERT_FALSE(address) << text;
    EXPECT_EQ(address.error().code, ErrorCode::kInvalidInput);
  }
}

TEST(DatabaseAddress, GivesEveryUrlOptions) {
  EXPECT_EQ(ParseDatabaseAddress("postgresql://u@h/n")->target,
            "postgresql://u@h/n?application_name=shouze&connect_timeout=10");
  EXPECT_EQ(ParseDatabaseAddress("postgres:///n?host=/tmp/x&connect_timeout=3")->target,
            "postgres:///n?host=/tmp/x&connect_timeout=3&application_name=shouze");
}

TEST(DatabaseAddress, NeverShowsAPassword) {
  const auto address = ParseDatabaseAddress("postgresql://u:s%40crt@h/n?password=0ther&a=b");
  ASSERT_TRUE(address);
  EXPECT_EQ(WithoutSecrets(*address, "u:s%40crt@h and s@crt, 0ther! b"), "u:***@h and ***, ***! b");
}

}  // namespace
}  // namespace shouze
