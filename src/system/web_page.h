#pragma once

#include <string>

#include "base/result.h"

namespace shouze {

/// What a web server answered.
struct WebPage {
  int status = 0;
  std::string body;  ///< At most 64 KiB of it.
};

/// Fetches `url` (http or https) as it is, following nothing, in 10 s at the most.
/// Errors: kBusy where there is no answer, with the cause.
Result<WebPage> FetchWebPage(const std::string& url);

}  // namespace shouze
