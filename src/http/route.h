#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/check.h"
#include "base/result.h"
#include "http/binding.h"
#include "http/cookies.h"
#include "http/message.h"
#include "http/router.h"
#include "http/served_school.h"
#include "service/audit.h"
#include "service/school.h"

/// One row per route: dispatch, permission, request and answer, and the entry in the API document.
namespace shouze {

/// Who gets to a route at all; what it asks for beyond that is its action.
enum class Door : std::uint8_t {
  kAnybody,     ///< Nobody need be logged in; the caller is not looked up.
  kOwnAccount,  ///< Whoever is logged in, even before the first password has been changed.
  kCaller,      ///< Whoever is logged in and has changed it.
};

/// Whose threads answer it: nothing slow may hold those that everybody waits for.
enum class Lane : std::uint8_t {
  kQuick,
  kHashing,  ///< Compares or makes a hash of a password or two: two at once, few waiting.
  kSlow,     ///< Takes seconds: many hashes, a mail server. One at a time.
};

/// One request on its way to the service.
struct Call {
  ServedSchool& school;
  const Request& request;
  const CookieNames& cookies;
  Visitor visitor;
  std::optional<KnownCaller> known;  ///< Absent at kAnybody only.
  std::string idempotency_key;
  std::vector<Header> headers;  ///< Go to the answer: Set-Cookie …

  const Caller& caller() const {
    CHECK(known.has_value());
    return known->caller;
  }
};

/// A request struct that has been filled.
struct BoundRequest {
  std::shared_ptr<const void> request;
  std::string unit;       ///< That it is about; empty: the school.
  std::string canonical;  ///< The same for requests that say the same. Reads only.
};

/// An answer as JSON.
struct Written {
  std::string body;
  std::optional<Instant> holds_until;
};

/// A body on its way in. Everything runs on workers.
class Upload {
 public:
  virtual ~Upload() = default;
  virtual Result<void> Write(std::string_view bytes) = 0;
  /// The answer's JSON.
  virtual ResultOrErrors<std::string> Finish() = 0;
};

/// Where the members that the path does not name are read from, and what is answered.
enum class RequestIn : std::uint8_t { kQuery, kBody, kStream };
enum class AnswerAs : std::uint8_t { kJson, kBytes, kText, kEvents };

/// One row; made by Row, JsonRow, RawRow and UploadRow.
struct Route {
  Method method = Method::kGet;
  std::string_view path;     ///< `/api/v1/cycles/{year}/units/{unit}/sheet`.
  std::string_view name;     ///< `sheet.read`: unique.
  std::string_view chinese;  ///< 查看得分表
  Door entry = Door::kCaller;
  std::optional<Action> action;         ///< Of use cases.
  std::optional<DependsOn> depends_on;  ///< Of shared reads.
  Lane lane = Lane::kQuick;
  Audit audit = Audit::kNone;  ///< Every maker of rows asks for it.
  bool by_use_case = false;    ///< The school notes its changes and refusals itself.
  bool writes = false;         ///< Takes an Idempotency-Key.
  std::string_view appends;    ///< Of writes: kinds of entries.
  RequestIn request_in = RequestIn::kQuery;
  AnswerAs answer_as = AnswerAs::kJson;

  const std::vector<MemberShape>* members = nullptr;
  /// The body's schema without the members that the path names.
  std::string (*body_schema)(SchemaComponents& components,
                             std::span<const std::string> in_path) = nullptr;
  std::string (*answer_schema)(SchemaComponents& components) = nullptr;

  std::function<boost::system::result<BoundRequest, BindingErrors>(const RequestParts&)> bind;
  /// One of the three.
  std::function<ResultOrErrors<Written>(Call&, const BoundRequest&)> answer;
  std::function<ResultOrErrors<Response>(Call&, const BoundRequest&)> respond;
  std::function<ResultOrErrors<std::unique_ptr<Upload>>(Call&)> receive;
};

namespace routes {

/// What all rows of a request struct have.
template <class Asked>
Route Begin(Method method, std::string_view path) {
  Route route;
  route.method = method;
  route.path = path;
  route.request_in = method == Method::kGet ? RequestIn::kQuery : RequestIn::kBody;
  route.members = &MembersOf<Asked>();
  for (const std::string_view name : NamesIn(path)) {
    CHECK(std::ranges::find(*route.members, name, &MemberShape::name) != route.members->end());
  }
  route.body_schema = [](SchemaComponents& components, std::span<const std::string> in_path) {
    if (in_path.empty()) return JsonSchemaOf<Asked>(components, SchemaSide::kRequest);
    return described::ObjectSchema(
        described::MemberSchemasOf<Asked>(components, SchemaSide::kRequest, in_path),
        SchemaSide::kRequest);
  };
  const bool canonical = method == Method::kGet;
  route.bind =
      [canonical](const RequestParts& parts) -> boost::system::result<BoundRequest, BindingErrors> {
    auto request = Bind<Asked>(parts);
    if (!request) return request.error();
    BoundRequest bound;
    bound.unit = UnitOf(*request);
    if (canonical) bound.canonical = WriteJson(*request, UtcOffset{0});
    bound.request = std::make_shared<const Asked>(std::move(*request));
    return bound;
  };
  return route;
}

/// The schema of an answer.
template <class Answer>
std::string AnswerSchema(SchemaComponents& components) {
  return JsonSchemaOf<Answer>(components, SchemaSide::kAnswer);
}

/// What rows of use cases take from them.
template <class Case>
void Describe(Route& route, const Case& use_case) {
  route.name = use_case.name;
  route.chinese = use_case.chinese;
  route.action = use_case.action;
  route.by_use_case = true;
  route.answer_schema = AnswerSchema<typename Case::AnswerType>;
}

/// An answer as JSON, or its errors.
template <class Answer>
ResultOrErrors<Written> Write(const ResultOrErrors<Answer>& answer, UtcOffset offset) {
  if (!answer) return answer.error();
  return Written{WriteJson(*answer, offset), std::nullopt};
}

}  // namespace routes

/// A read: GET, or POST where what is asked for is too long for an address.
template <class Asked, class Answer>
Route Row(Method method, std::string_view path, const ReadCase<Asked, Answer>& use_case,
          Audit audit) {
  CHECK(audit != Audit::kChange);
  Route route = routes::Begin<Asked>(method, path);
  routes::Describe(route, use_case);
  route.audit = audit;
  route.depends_on = use_case.depends_on;
  route.answer = [use_case](Call& call, const BoundRequest& bound) -> ResultOrErrors<Written> {
    const auto& request = *static_cast<const Asked*>(bound.request.get());
    std::optional<Instant> holds_until;
    auto written =
        routes::Write(call.school.school().Run(use_case, call.caller(), request, &holds_until),
                      call.school.offset());
    if (written) written->holds_until = holds_until;
    return written;
  };
  return route;
}

/// The same of one that is never shared.
template <class Asked, class Answer>
Route Row(Method method, std::string_view path, const CallerReadCase<Asked, Answer>& use_case,
          Audit audit) {
  CHECK(audit != Audit::kChange);
  Route route = routes::Begin<Asked>(method, path);
  routes::Describe(route, use_case);
  route.audit = audit;
  route.answer = [use_case](Call& call, const BoundRequest& bound) -> ResultOrErrors<Written> {
    const auto& request = *static_cast<const Asked*>(bound.request.get());
    return routes::Write(call.school.school().Run(use_case, call.caller(), request),
                         call.school.offset());
  };
  return route;
}

template <class Asked, class Answer>
Route Row(std::string_view path, const ReadCase<Asked, Answer>& use_case, Audit audit) {
  return Row(Method::kGet, path, use_case, audit);
}
template <class Asked, class Answer>
Route Row(std::string_view path, const CallerReadCase<Asked, Answer>& use_case, Audit audit) {
  return Row(Method::kGet, path, use_case, audit);
}

/// A write: POST, PUT or DELETE.
template <class Asked, class Answer>
Route Row(Method method, std::string_view path, const WriteCase<Asked, Answer>& use_case) {
  CHECK(method != Method::kGet);
  Route route = routes::Begin<Asked>(method, path);
  routes::Describe(route, use_case);
  route.audit = use_case.audit;
  route.writes = true;
  route.appends = use_case.appends;
  route.answer = [use_case](Call& call, const BoundRequest& bound) -> ResultOrErrors<Written> {
    const auto& request = *static_cast<const Asked*>(bound.request.get());
    return routes::Write(
        call.school.school().Run(use_case, call.caller(), request, call.idempotency_key),
        call.school.offset());
  };
  return route;
}

/// A write whose slow part comes before its transaction. It takes no idempotency key: its answer
/// holds secrets, which are not kept.
template <class Asked, class Prepared, class Answer>
Route Row(Method method, std::string_view path,
          const PreparedCase<Asked, Prepared, Answer>& use_case) {
  CHECK(method != Method::kGet);
  Route route = routes::Begin<Asked>(method, path);
  routes::Describe(route, use_case);
  route.audit = use_case.audit;
  route.lane = Lane::kSlow;
  route.appends = use_case.appends;
  route.answer = [use_case](Call& call, const BoundRequest& bound) -> ResultOrErrors<Written> {
    const auto& request = *static_cast<const Asked*>(bound.request.get());
    return routes::Write(call.school.school().Run(use_case, call.caller(), request),
                         call.school.offset());
  };
  return route;
}

/// What a plain row must say of its audit: without it the row does not compile.
struct Audited {
  Audit audit;
  constexpr Audited(Audit said) : audit(said) {}  // NOLINT: implicit
};

/// The head of a row that is no use case; its function answers for its own permissions.
struct PlainRow {
  Method method;
  std::string_view path;
  std::string_view name;
  std::string_view chinese;
  Door entry;
  Audited audit;
};

/// One that answers JSON.
template <class Asked, class Answer>
Route JsonRow(const PlainRow& row,
              std::function<ResultOrErrors<Answer>(Call&, const Asked&)> answer) {
  Route route = routes::Begin<Asked>(row.method, row.path);
  route.name = row.name;
  route.chinese = row.chinese;
  route.entry = row.entry;
  route.audit = row.audit.audit;
  route.answer_schema = routes::AnswerSchema<Answer>;
  route.answer = [answer = std::move(answer)](Call& call, const BoundRequest& bound) {
    const auto& request = *static_cast<const Asked*>(bound.request.get());
    return routes::Write(answer(call, request), call.school.offset());
  };
  return route;
}

/// One that answers as it likes: files, texts, event streams.
template <class Asked>
Route RawRow(const PlainRow& row, AnswerAs answer_as,
             std::function<ResultOrErrors<Response>(Call&, const Asked&)> respond) {
  Route route = routes::Begin<Asked>(row.method, row.path);
  route.name = row.name;
  route.chinese = row.chinese;
  route.entry = row.entry;
  route.audit = row.audit.audit;
  route.answer_as = answer_as;
  route.respond = [respond = std::move(respond)](Call& call, const BoundRequest& bound) {
    return respond(call, *static_cast<const Asked*>(bound.request.get()));
  };
  return route;
}

/// One whose body is bytes that are taken as they come; what is said of them stands in the query.
template <class Asked, class Answer>
Route UploadRow(
    const PlainRow& row,
    std::function<ResultOrErrors<std::unique_ptr<Upload>>(Call&, const Asked&)> receive) {
  Route route = routes::Begin<Asked>(row.method, row.path);
  route.name = row.name;
  route.chinese = row.chinese;
  route.entry = row.entry;
  route.audit = row.audit.audit;
  route.request_in = RequestIn::kStream;
  route.answer_schema = routes::AnswerSchema<Answer>;
  route.receive = [receive =
                       std::move(receive)](Call& call) -> ResultOrErrors<std::unique_ptr<Upload>> {
    const auto asked = Bind<Asked>({{}, call.request.query(), "", false});
    if (!asked) return asked.error().errors;
    return receive(call, *asked);
  };
  return route;
}

}  // namespace shouze
