#pragma once

#include <string>
#include <vector>

namespace shouze {

/// What kind of thing went wrong; programs look at this, people at the messages.
enum class ErrorCode {
  kInvalidInput,        ///< A file or argument is wrong; the place says where.
  kCalendarNotCovered,  ///< The work calendar has no data for a year that is needed.
  kNotFound,            ///< What was named does not exist.
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

/// One line for a person: `where: 中文 / English`.
std::string Describe(const Error& error);

}  // namespace shouze
