#include "http/openapi.h"

#include <algorithm>
#include <map>
#include <set>

#include "base/json_writer.h"
#include "base/text.h"
#include "exchange/schema.h"

namespace shouze {
namespace {

using described::SpellingsOf;

constexpr std::string_view kIntroduction =
    "网络安全责任制考核系统的接口。所有写操作须带同源的 Origin；错误一律为 Problem；"
    "每个回答都以 X-Server-Time 说明服务器时间。\n\n"
    "Every write must carry an Origin of this site; every error is a Problem; every answer tells "
    "the server's time in X-Server-Time.";

constexpr std::string_view kProblemSchema =
    R"({"type":"object","required":["code","message","english","fields"],"properties":{)"
    R"("code":{"type":"string","examples":["invalid_input"]},)"
    R"("message":{"type":"string"},"english":{"type":"string"},)"
    R"("fields":{"type":"array","items":{"type":"object",)"
    R"("required":["pointer","message","english"],"properties":{)"
    R"("pointer":{"type":"string"},"message":{"type":"string"},"english":{"type":"string"}}}},)"
    R"("log_id":{"type":"string"},"request_id":{"type":"string"}}})";

struct ErrorRow {
  const char* status;
  const char* name;
  const char* description;
};
constexpr ErrorRow kErrors[] = {
    {"400", "Malformed", "不是合法的请求 · malformed"},
    {"401", "Unauthenticated", "未登录 · not logged in"},
    {"403", "Forbidden", "没有权限 · forbidden"},
    {"404", "NotFound", "不存在 · not found"},
    {"409", "Conflict", "与现状冲突 · conflict"},
    {"413", "TooLarge", "太大 · too large"},
    {"422", "InvalidInput", "输入有误 · invalid input"},
    {"429", "TooMany", "太频繁 · too many requests"},
    {"503", "Busy", "暂时繁忙 · try again shortly"},
};

constexpr std::string_view kAnswerHeaders =
    R"({"X-Server-Time":{"$ref":"#/components/headers/ServerTime"}})";

constexpr std::string_view kHeaders =
    R"({"ServerTime":{"required":true,"schema":{"type":"string","format":"date-time"},)"
    R"("description":"服务器时间，按学校时区，精确到毫秒；304 和错误也带 · the server's clock in school )"
    R"(time, to the millisecond; on 304 and errors too"}})";

template <class E>
std::string Spelling(E value) {
  for (const auto& [spelling, one] : SpellingsOf<E>()) {
    if (one == value) return spelling;
  }
  return "";
}

void WriteParameter(JsonWriter& writer, const MemberShape& member, bool in_path,
                    SchemaComponents& components) {
  writer.BeginObject();
  writer.Member("name", member.name);
  writer.Member("in", in_path ? "path" : "query");
  if (in_path || member.required) writer.Member("required", true);
  if (member.list) writer.Member("explode", true);
  writer.Key("schema");
  writer.Raw(member.schema(components));
  writer.EndObject();
}

void WriteParameters(JsonWriter& writer, const Route& route, SchemaComponents& components) {
  const auto names = NamesIn(route.path);
  writer.Key("parameters");
  writer.BeginArray();
  for (const MemberShape& member : *route.members) {
    const bool in_path = std::ranges::find(names, member.name) != names.end();
    if (in_path || route.request_in != RequestIn::kBody) {
      WriteParameter(writer, member, in_path, components);
    }
  }
  if (route.writes) {
    writer.Raw(R"({"$ref":"#/components/parameters/IdempotencyKey"})");
  }
  writer.EndArray();
}

void WriteContent(JsonWriter& writer, std::string_view type, std::string_view schema) {
  writer.Key("content");
  writer.BeginObject();
  writer.Key(type);
  writer.BeginObject();
  writer.Key("schema");
  writer.Raw(schema);
  writer.EndObject();
  writer.EndObject();
}

void WriteRequestBody(JsonWriter& writer, const Route& route, SchemaComponents& components) {
  std::vector<std::string> in_path;
  for (const std::string_view name : NamesIn(route.path)) in_path.emplace_back(name);
  const bool bytes = route.request_in == RequestIn::kStream;
  if (!bytes && (route.request_in != RequestIn::kBody || in_path.size() == route.members->size())) {
    return;
  }
  writer.Key("requestBody");
  writer.BeginObject();
  const bool required = std::ranges::any_of(*route.members, [&](const MemberShape& member) {
    return member.required && std::ranges::find(in_path, member.name) == in_path.end();
  });
  writer.Member("required", bytes || required);
  if (bytes) {
    WriteContent(writer, "application/octet-stream", "{}");
  } else {
    WriteContent(writer, "application/json", route.body_schema(components, in_path));
  }
  writer.EndObject();
}

std::string_view TypeOf(AnswerAs answer_as) {
  switch (answer_as) {
    case AnswerAs::kJson:
      return "application/json";
    case AnswerAs::kBytes:
      return "application/octet-stream";
    case AnswerAs::kText:
      return "text/plain";
    case AnswerAs::kEvents:
      return "text/event-stream";
  }
  return "";
}

/// Which errors a route can answer with.
bool Applies(const Route& route, std::string_view status) {
  const bool open = route.entry == Door::kAnybody;
  const bool write = route.method != Method::kGet;
  if (status == "401") return !open || !route.members->empty();
  if (status == "403") return !open || write || route.answer_as == AnswerAs::kText;
  if (status == "404") return !open;
  if (status == "409" || status == "413") return write;
  if (status == "422") return !route.members->empty() || route.receive != nullptr;
  if (status == "429") return (write && !route.action) || route.answer_as == AnswerAs::kEvents;
  return true;
}

void WriteResponses(JsonWriter& writer, const Route& route, SchemaComponents& components) {
  writer.Key("responses");
  writer.BeginObject();
  writer.Key(route.receive ? "201" : "200");
  writer.BeginObject();
  writer.Member("description", route.chinese);
  writer.Key("headers");
  writer.Raw(kAnswerHeaders);
  WriteContent(writer, TypeOf(route.answer_as),
               route.answer_schema != nullptr       ? route.answer_schema(components)
               : route.answer_as == AnswerAs::kJson ? R"({"type":"object"})"
                                                    : R"({"type":"string"})");
  writer.EndObject();
  for (const ErrorRow& error : kErrors) {
    if (!Applies(route, error.status)) continue;
    writer.Key(error.status);
    writer.Raw(Concat(R"({"$ref":"#/components/responses/)", error.name, "\"}"));
  }
  writer.EndObject();
}

void WriteOperation(JsonWriter& writer, const Route& route, SchemaComponents& components) {
  std::string id(route.name);
  std::ranges::replace(id, '.', '_');
  writer.Key(route.method == Method::kGet    ? "get"
             : route.method == Method::kPost ? "post"
             : route.method == Method::kPut  ? "put"
                                             : "delete");
  writer.BeginObject();
  writer.Member("operationId", id);
  writer.Member("summary", route.chinese);
  writer.Key("tags");
  writer.BeginArray();
  writer.Text(route.name.substr(0, route.name.find('.')));
  writer.EndArray();
  writer.Key("security");
  writer.Raw(route.entry == Door::kAnybody ? "[]" : R"([{"session":[]}])");
  if (route.action) writer.Member("x-action", Spelling(*route.action));
  if (!route.appends.empty()) writer.Member("x-appends", route.appends);
  if (route.method == Method::kGet && route.action) {
    writer.Member("x-depends-on", route.depends_on == DependsOn::kUnit     ? "unit"
                                  : route.depends_on == DependsOn::kSchool ? "school"
                                                                           : "everything");
  }
  writer.Member("x-audit", Name(route.audit));
  WriteParameters(writer, route, components);
  WriteRequestBody(writer, route, components);
  WriteResponses(writer, route, components);
  writer.EndObject();
}

void WriteComponents(JsonWriter& writer, const SchemaComponents& components) {
  writer.Key("components");
  writer.BeginObject();
  writer.Key("securitySchemes");
  writer.Raw(R"({"session":{"type":"apiKey","in":"cookie","name":"shouze_session",)"
             R"("description":"HttpOnly cookie; __Host-shouze_session behind TLS"}})");
  writer.Key("parameters");
  writer.Raw(
      R"({"IdempotencyKey":{"name":"Idempotency-Key","in":"header","required":false,)"
      R"("description":"同一键的同一请求只办一次 · the same request under the same key is done once",)"
      R"("schema":{"type":"string","minLength":1,"maxLength":100}}})");
  writer.Key("headers");
  writer.Raw(kHeaders);
  writer.Key("responses");
  writer.BeginObject();
  for (const ErrorRow& error : kErrors) {
    writer.Key(error.name);
    writer.BeginObject();
    writer.Member("description", error.description);
    writer.Key("headers");
    writer.Raw(kAnswerHeaders);
    WriteContent(writer, "application/json", R"({"$ref":"#/components/schemas/Problem"})");
    writer.EndObject();
  }
  writer.EndObject();
  writer.Key("schemas");
  writer.BeginObject();
  writer.Key("Problem");
  writer.Raw(kProblemSchema);
  for (const auto& [name, schema] : components.all()) {
    writer.Key(name);
    writer.Raw(schema);
  }
  writer.EndObject();
  writer.EndObject();
}

void WriteTags(JsonWriter& writer, std::span<const Route> routes) {
  std::set<std::string_view> tags;
  for (const Route& route : routes) tags.insert(route.name.substr(0, route.name.find('.')));
  writer.Key("tags");
  writer.BeginArray();
  for (const std::string_view tag : tags) {
    writer.BeginObject();
    writer.Member("name", tag);
    writer.EndObject();
  }
  writer.EndArray();
}

}  // namespace

std::string OpenApiDocument(std::span<const Route> routes) {
  SchemaComponents components;
  std::map<std::string_view, std::vector<const Route*>> by_path;
  for (const Route& route : routes) by_path[route.path].push_back(&route);
  JsonWriter writer;
  writer.BeginObject();
  writer.Member("openapi", "3.1.0");
  writer.Key("info");
  writer.BeginObject();
  writer.Member("title", "Shouze 守责");
  writer.Member("version", "1");
  writer.Member("description", kIntroduction);
  writer.Key("license");
  writer.Raw(R"({"name":"see LICENSE","identifier":"LicenseRef-Shouze"})");
  writer.EndObject();
  writer.Key("servers");
  writer.Raw(R"([{"url":"/"}])");
  WriteTags(writer, routes);
  writer.Key("paths");
  writer.BeginObject();
  for (const auto& [path, rows] : by_path) {
    writer.Key(path);
    writer.BeginObject();
    for (const Route* route : rows) WriteOperation(writer, *route, components);
    writer.EndObject();
  }
  writer.EndObject();
  WriteComponents(writer, components);
  writer.EndObject();
  return writer.Take();
}

}  // namespace shouze
