#include "base/error.h"

#include <utility>

#include "base/text.h"

namespace shouze {

Errors Fail(ErrorCode code, std::string message, std::string english, std::string where) {
  return {{code, std::move(where), std::move(message), std::move(english)}};
}

std::string_view Name(ErrorCode code) {
  switch (code) {
    case ErrorCode::kInvalidInput:
      return "invalid_input";
    case ErrorCode::kCalendarNotCovered:
      return "calendar_not_covered";
    case ErrorCode::kNotFound:
      return "not_found";
    case ErrorCode::kUnauthenticated:
      return "unauthenticated";
    case ErrorCode::kForbidden:
      return "forbidden";
    case ErrorCode::kConflict:
      return "conflict";
    case ErrorCode::kTooLarge:
      return "too_large";
    case ErrorCode::kTooMany:
      return "too_many";
    case ErrorCode::kBusy:
      return "busy";
    case ErrorCode::kClockInDoubt:
      return "clock_in_doubt";
  }
  return "";
}

std::string Describe(const Error& error) {
  const std::string both =
      error.english.empty() ? error.message : Concat(error.message, " / ", error.english);
  return error.where.empty() ? both : Concat(error.where, ": ", both);
}

}  // namespace shouze
