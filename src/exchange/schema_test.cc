#include "exchange/schema.h"

#include <gtest/gtest.h>

namespace shouze {

enum class Colour { kDeepRed, kBlue };
SHOUZE_DESCRIBE_ENUM(Colour, kDeepRed, kBlue)

struct Leaf {
  Label name;
  bool green = false;
  std::optional<CivilDate> fell_on;
};
SHOUZE_DESCRIBE(Leaf, name, green, fell_on)

struct PlantRequest {
  Label unit;
  int height = 0;
  Instant at;
  std::vector<Leaf> leaves;
  std::optional<Colour> colour;
  Secret secret;
};
SHOUZE_DESCRIBE(PlantRequest, unit, height, at, leaves, colour, secret)

template <class T>
struct Page {
  std::vector<T> items;
};
BOOST_DESCRIBE_STRUCT(Page<Leaf>, (), (items))

TEST(Schema, RequestListsWhatMustBeGiven) {
  SchemaComponents components;
  EXPECT_EQ(JsonSchemaOf<PlantRequest>(components, SchemaSide::kRequest),
            R"({"$ref":"#/components/schemas/PlantRequest"})");
  EXPECT_EQ(components.all().at("LeafInput"),
            R"({"type":"object","properties":{"name":{"type":"string","minLength":1,)"
            R"("maxLength":200},"green":{"type":"boolean"},"fell_on":{"type":"string",)"
            R"("format":"date"}},"required":["name"],"additionalProperties":false})");
  EXPECT_EQ(components.all().at("Colour"), R"({"type":"string","enum":["deep_red","blue"]})");
  EXPECT_TRUE(components.all()
                  .at("PlantRequest")
                  .ends_with(R"("required":["unit","height","at"],"additionalProperties":false})"))
      << components.all().at("PlantRequest");
}

TEST(Schema, AnswerHasAllButAbsentOptionalsAndSecrets) {
  SchemaComponents components;
  JsonSchemaOf<PlantRequest>(components, SchemaSide::kAnswer);
  EXPECT_TRUE(components.all()
                  .at("PlantRequest")
                  .ends_with(R"("required":["unit","height","at","leaves"]})"));
  EXPECT_EQ(components.all().at("PlantRequest").find("secret"), std::string::npos);
  EXPECT_TRUE(components.all().at("Leaf").ends_with(R"("required":["name","green"]})"));
}

TEST(Schema, TemplatesAreNamedByWhatTheyHold) {
  SchemaComponents components;
  EXPECT_EQ(JsonSchemaOf<Page<Leaf>>(components, SchemaSide::kAnswer),
            R"({"$ref":"#/components/schemas/PageLeaf"})");
}

}  // namespace shouze
