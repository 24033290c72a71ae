#include "base/result.h"

#include "base/check.h"

namespace shouze {

void throw_exception_from_error(const Error& error, const boost::source_location& at) {
  CheckFailed(Describe(error).c_str(), at.file_name(), static_cast<int>(at.line()));
}

void throw_exception_from_error(const Errors& errors, const boost::source_location& at) {
  const std::string first = errors.empty() ? "no error given" : Describe(errors.front());
  CheckFailed(first.c_str(), at.file_name(), static_cast<int>(at.line()));
}

}  // namespace shouze
