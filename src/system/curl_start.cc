#include "system/curl_start.h"

#include <curl/curl.h>

#include <stdexcept>

namespace shouze {

void StartCurl() {
  static const bool ready = curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
  if (!ready) throw std::runtime_error("libcurl does not start");
}

}  // namespace shouze
