#include "http/problem.h"

#include <algorithm>

#include "base/json_writer.h"
#include "base/text.h"
#include "store/store.h"
#include "system/log.h"
#include "system/vault.h"

namespace shouze {
namespace {

constexpr std::int64_t kRetryAfterSeconds = 60;
/// Places that one answer names; how many there are is in its summary.
constexpr std::size_t kToldMax = 100;
constexpr std::int64_t kBusyRetryAfterSeconds = 1;

struct Summary {
  std::string message;
  std::string english;
};

/// One error speaks for itself, several are counted; of several at one place, the first speaks for
/// the others.
Summary SummaryOf(const Errors& errors) {
  const auto at_one_place = [&](const Error& error) {
    return !error.where.empty() && error.where == errors.front().where;
  };
  if (errors.size() == 1 || std::ranges::all_of(errors, at_one_place)) {
    return {errors.front().message, errors.front().english};
  }
  return {Concat("有 ", errors.size(), " 处需要改正：", errors.front().message),
          Concat(errors.size(), " things are wrong: ", errors.front().english)};
}

void WriteField(JsonWriter& writer, const Error& error) {
  writer.BeginObject();
  writer.Member("pointer", error.where);
  writer.Member("message", error.message);
  writer.Member("english", error.english);
  writer.EndObject();
}

Response Render(int status, std::string_view code, const Summary& summary, const Errors& fields,
                std::string_view log_id = {}) {
  JsonWriter writer;
  writer.BeginObject();
  writer.Member("code", code);
  writer.Member("message", summary.message);
  writer.Member("english", summary.english);
  writer.Key("fields");
  writer.BeginArray();
  for (const Error& error : fields) WriteField(writer, error);
  writer.EndArray();
  if (!log_id.empty()) writer.Member("log_id", log_id);
  writer.EndObject();
  Response response;
  response.status = status;
  response.headers.emplace_back("Content-Type", "application/json; charset=utf-8");
  response.body = writer.Take();
  return response;
}

Response Told(const Errors& errors, int status) {
  const Error& first = errors.front();
  Errors fields;
  // Whatever points into the request; a wait is no place.
  for (const Error& error : errors) {
    if (fields.size() == kToldMax) break;
    if (error.code == ErrorCode::kInvalidInput || error.where.starts_with("/")) {
      fields.push_back(error);
    }
  }
  Response response = Render(status, Name(first.code), SummaryOf(errors), fields);
  if (first.code == ErrorCode::kTooMany) {
    const auto seconds = ParseInteger(first.where);
    response.headers.emplace_back(
        "Retry-After", Concat(std::max<std::int64_t>(1, seconds.value_or(kRetryAfterSeconds))));
  } else if (first.code == ErrorCode::kBusy) {
    response.headers.emplace_back("Retry-After", Concat(kBusyRetryAfterSeconds));
  }
  return response;
}

Response Opaque(bool known, std::string_view cause, std::string_view route,
                const std::string& log_id) {
  Log(LogLevel::kError, known ? "world_broken" : "request_failed",
      {{"log_id", log_id}, {"route", std::string(route)}, {"cause", std::string(cause)}});
  if (known) {
    return Render(503, "unavailable",
                  {Concat("系统暂时不可用，已记录，编号 ", log_id, "；请稍后再试或告知管理员"),
                   Concat("temporarily unavailable; logged as ", log_id)},
                  {}, log_id);
  }
  return Render(500, "internal",
                {Concat("服务器内部出错，已记录，编号 ", log_id, "；请告知管理员"),
                 Concat("internal error; logged as ", log_id)},
                {}, log_id);
}

}  // namespace

int StatusOf(ErrorCode code) {
  switch (code) {
    case ErrorCode::kInvalidInput:
      return 422;
    case ErrorCode::kUnauthenticated:
      return 401;
    case ErrorCode::kForbidden:
      return 403;
    case ErrorCode::kNotFound:
      return 404;
    case ErrorCode::kConflict:
    case ErrorCode::kCalendarNotCovered:
      return 409;
    case ErrorCode::kTooLarge:
      return 413;
    case ErrorCode::kTooMany:
      return 429;
    case ErrorCode::kBusy:
    case ErrorCode::kClockInDoubt:
      return 503;
  }
  return 500;
}

Response Problem(const Errors& errors) { return Told(errors, StatusOf(errors.front().code)); }

Response Problem(const BindingErrors& errors) {
  return errors.malformed ? Told(errors.errors, 400) : Problem(errors.errors);
}

Response Problem(int status, std::string_view code, std::string_view message,
                 std::string_view english) {
  return Render(status, code, {std::string(message), std::string(english)}, {});
}

Response Broken(const std::exception_ptr& cause, std::string_view route,
                const std::string& log_id) {
  try {
    std::rethrow_exception(cause);
  } catch (const StoreBroken& broken) {
    return Opaque(true, broken.what(), route, log_id);
  } catch (const VaultBroken& broken) {
    return Opaque(true, broken.what(), route, log_id);
  } catch (const std::exception& other) {
    return Opaque(false, other.what(), route, log_id);
  } catch (...) {
    return Opaque(false, "not an exception", route, log_id);
  }
}

}  // namespace shouze
