#include "system/web_page.h"

#include <curl/curl.h>

#include <algorithm>
#include <memory>
#include <new>

#include "base/text.h"
#include "system/curl_start.h"

namespace shouze {
namespace {

constexpr long kSecondsMax = 10;
constexpr std::size_t kBytesMax = std::size_t{64} << 10;

std::size_t Keep(char* bytes, std::size_t size, std::size_t count, void* user) {
  std::string& body = *static_cast<std::string*>(user);
  body.append(bytes, std::min(size * count, kBytesMax - std::min(kBytesMax, body.size())));
  return size * count;
}

}  // namespace

Result<WebPage> FetchWebPage(const std::string& url) {
  StartCurl();
  const std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> handle(curl_easy_init(),
                                                                   &curl_easy_cleanup);
  if (!handle) throw std::bad_alloc();
  CURL* curl = handle.get();
  WebPage page;
  curl_easy_setopt(curl, CURLOPT_URL, url.c_str());
  curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(curl, CURLOPT_PROXY, "");
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl, CURLOPT_TIMEOUT, kSecondsMax);
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, &Keep);
  curl_easy_setopt(curl, CURLOPT_WRITEDATA, &page.body);
  const CURLcode outcome = curl_easy_perform(curl);
  if (outcome != CURLE_OK) {
    return Error{ErrorCode::kBusy, "", Concat("打不开 ", url, "：", curl_easy_strerror(outcome)),
                 Concat("cannot open ", url, ": ", curl_easy_strerror(outcome))};
  }
  long status = 0;
  curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
  page.status = static_cast<int>(status);
  return page;
}

}  // namespace shouze
