#include "http/router.h"

#include <gtest/gtest.h>

namespace shouze {

class RouterTest : public testing::Test {
 protected:
  RouterTest() {
    router_.Add(Method::kGet, "/api/v1/units", 0);
    router_.Add(Method::kGet, "/api/v1/units/{unit}", 1);
    router_.Add(Method::kPost, "/api/v1/units/{unit}", 2);
    router_.Add(Method::kGet, "/api/v1/units/all", 3);
    router_.Add(Method::kGet, "/api/v1/units/{unit}/posts/{post}", 4);
  }
  Router router_;
};

TEST_F(RouterTest, FindsByMethodAndPath) {
  EXPECT_EQ(router_.Find(Method::kGet, "/api/v1/units")->route, 0);
  EXPECT_EQ(router_.Find(Method::kPost, "/api/v1/units/07")->route, 2);
  const auto found = router_.Find(Method::kGet, "/api/v1/units/07/posts/a%20b");
  ASSERT_TRUE(found && found->route == 4);
  EXPECT_EQ(found->values, (PathValues{{"unit", "07"}, {"post", "a b"}}));
}

TEST_F(RouterTest, WrittenSegmentWinsOverName) {
  EXPECT_EQ(router_.Find(Method::kGet, "/api/v1/units/all")->route, 3);
  EXPECT_EQ(router_.Find(Method::kGet, "/api/v1/units/all/posts/x")->route, 4);
}

TEST_F(RouterTest, WrongMethodSaysWhichThereAre) {
  const auto found = router_.Find(Method::kDelete, "/api/v1/units/07");
  ASSERT_TRUE(found.has_value());
  EXPECT_FALSE(found->route);
  EXPECT_EQ(found->allow, "GET, HEAD, POST");
}

TEST_F(RouterTest, UnknownPathsAreNone) {
  for (const char* path : {"/", "", "x", "/api/v1/units/", "/api/v1/units/07/", "/api/v1//units",
                           "/api/v1/units/07/posts", "/api/v2/units", "//"}) {
    EXPECT_FALSE(router_.Find(Method::kGet, path)) << path;
  }
}

TEST_F(RouterTest, EscapedSlashStaysInItsSegment) {
  const auto found = router_.Find(Method::kGet, "/api/v1/units/a%2Fb");
  ASSERT_TRUE(found && found->route == 1);
  EXPECT_EQ(found->values.front().second, "a/b");
  EXPECT_TRUE(router_.Find(Method::kGet, "/api/v1/units/a%2")->malformed);
}

}  // namespace shouze
