#include "exchange/schema.h"

#include <cctype>

#include "base/check.h"
#include "base/text.h"

namespace shouze {

bool SchemaComponents::Begin(const std::string& name) { return schemas_.try_emplace(name).second; }

void SchemaComponents::Put(const std::string& name, std::string schema) {
  schemas_[name] = std::move(schema);
}

namespace described {

std::string SchemaNameOf(std::string_view cxx_name) {
  std::string name;
  std::string word;
  for (std::size_t at = 0; at <= cxx_name.size(); ++at) {
    const char c = at < cxx_name.size() ? cxx_name[at] : '\0';
    if (std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_') {
      word += c;
      continue;
    }
    // What stands before `::` is a namespace; unnamed ones are told by these words.
    if (c != ':' && word != "anonymous" && word != "namespace") name += word;
    word.clear();
  }
  CHECK(!name.empty());
  return name;
}

std::string ReferenceTo(const std::string& component) {
  return Concat(R"({"$ref":"#/components/schemas/)", component, "\"}");
}

std::string TextSchema(std::size_t length_min, std::size_t length_max) {
  std::string schema = R"({"type":"string")";
  if (length_min > 0) schema += Concat(",\"minLength\":", length_min);
  if (length_max > 0) schema += Concat(",\"maxLength\":", length_max);
  return schema + "}";
}

std::string WholeSchema(std::int64_t min, std::int64_t max) {
  return Concat(R"({"type":"integer","minimum":)", min, ",\"maximum\":", max, "}");
}

std::string EnumSchema(const std::vector<std::string>& spellings) {
  JsonWriter writer;
  writer.BeginObject();
  writer.Member("type", "string");
  writer.Key("enum");
  writer.BeginArray();
  for (const std::string& spelling : spellings) writer.Text(spelling);
  writer.EndArray();
  writer.EndObject();
  return writer.Take();
}

std::string ArraySchema(std::string_view items) {
  return Concat(R"({"type":"array","items":)", items, "}");
}

std::string MapSchema(std::string_view values) {
  return Concat(R"({"type":"object","additionalProperties":)", values, "}");
}

std::string ObjectSchema(std::span<const MemberSchema> members, SchemaSide side) {
  JsonWriter writer;
  writer.BeginObject();
  writer.Member("type", "object");
  writer.Key("properties");
  writer.BeginObject();
  bool any_required = false;
  for (const MemberSchema& member : members) {
    writer.Key(member.name);
    writer.Raw(member.schema);
    any_required = any_required || member.required;
  }
  writer.EndObject();
  if (any_required) {
    writer.Key("required");
    writer.BeginArray();
    for (const MemberSchema& member : members) {
      if (member.required) writer.Text(member.name);
    }
    writer.EndArray();
  }
  if (side == SchemaSide::kRequest) writer.Member("additionalProperties", false);
  writer.EndObject();
  return writer.Take();
}

}  // namespace described
}  // namespace shouze
