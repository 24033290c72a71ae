#pragma once

#include <string>

#include "base/civil.h"
#include "http/message.h"

/// What every answer carries beside what it says.
namespace shouze {

/// When, and as which request.
struct AnsweredAs {
  Instant now;
  UtcOffset offset;
  const std::string& request_id;
  bool secure = false;  ///< The site is reached by https.
};

/// Headers of security, the server's time, the request's id; the id also in a problem's body.
void Dress(Response& response, const AnsweredAs& as);

}  // namespace shouze
