#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace shouze {

/// What kind of thing went wrong; programs look at this, people at the messages.
enum class ErrorCode {
  kInvalidInput,        ///< A file or argument is wrong; the place says where.
  kCalendarNotCovered,  ///< The work calendar has no data for a year that is needed.
  kNotFound,         ///< What was named does not exist (or the caller may not know that it does).
  kUnauthenticated,  ///< Nobody is logged in, or the session has ended.
  kForbidden,        ///< The caller may not do this.
  kConflict,      ///< It cannot be done as things stand: somebody else was first, a stage, a state.
  kTooLarge,      ///< More bytes than allowed.
  kTooMany,       ///< Too often in too short a time.
  kBusy,          ///< Not now: try again shortly.
  kClockInDoubt,  ///< The machine's clock cannot be trusted: nothing is written until somebody
                  ///< looks.
};

/// An expected failure, told to a person in Chinese with English beside it.
struct Error {
  ErrorCode code = ErrorCode::kInvalidInput;
  std::string where;    ///< `file:line`, a JSON pointer, or empty.
  std::string message;  ///< Chinese: what is wrong and what to do.
  std::string english;  ///< The same in English.
};

/// Loaders report everything that is wrong at once.
using Errors = std::vector<Error>;

/// One error as a list, for what reports several.
Errors Fail(ErrorCode code, std::string message, std::string english, std::string where = "");

/// `invalid_input` … as programs read it.
std::string_view Name(ErrorCode code);

/// One line for a person: `where: 中文 / English`.
std::string Describe(const Error& error);

}  // namespace shouze
