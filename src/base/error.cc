#include "base/error.h"

#include "base/text.h"

namespace shouze {

std::string Describe(const Error& error) {
  const std::string both =
      error.english.empty() ? error.message : Concat(error.message, " / ", error.english);
  return error.where.empty() ? both : Concat(error.where, ": ", both);
}

}  // namespace shouze
