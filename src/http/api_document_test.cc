#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "exchange/json_tree.h"
#include "http/openapi.h"

namespace shouze {

using testing::HasSubstr;

TEST(ApiDocument, HoldsAllRowsOfTheProgram) {
  const std::string document = OpenApiDocument();
  EXPECT_TRUE(JsonTree::Parse(document).has_value());
  EXPECT_THAT(document, HasSubstr("\"/api/v1/login\":{\"post\":"));
  EXPECT_THAT(document, HasSubstr("\"/api/v1/changes\":{\"get\":"));
  EXPECT_THAT(document, HasSubstr("\"/api/v1/evidence/{digest}\":{\"get\":"));
}

}  // namespace shouze
