#include "system/syslog.h"

#include <curl/curl.h>
#include <unistd.h>

#include <array>
#include <memory>
#include <new>

#include "base/text.h"
#include "system/curl_start.h"

namespace shouze {
namespace {

constexpr long kSecondsMax = 10;
/// 13 (log audit) × 8 + 5 (notice).
constexpr int kPriority = 109;

Error NotSent(const std::string& server, CURLcode outcome) {
  return {ErrorCode::kBusy, "log.syslog",
          Concat("发不到日志服务器 ", server, "：", curl_easy_strerror(outcome)),
          Concat("the log server ", server, " cannot be reached: ", curl_easy_strerror(outcome))};
}

std::string HostName() {
  std::array<char, 256> name{};
  return gethostname(name.data(), name.size() - 1) == 0 ? name.data() : "-";
}

}  // namespace

std::string SyslogFrame(std::string_view host, Instant at, std::string_view message) {
  const std::string line = Concat("<", kPriority, ">1 ", FormatRfc3339(at, UtcOffset{0}), " ", host,
                                  " shouze - - - ", message);
  return Concat(line.size(), " ", line);
}

Result<void> SendSyslog(const std::string& server, Instant at, std::string_view message) {
  StartCurl();
  const std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> handle(curl_easy_init(),
                                                                   &curl_easy_cleanup);
  if (!handle) throw std::bad_alloc();
  CURL* curl = handle.get();
  // Only the handshake is HTTPS's: what is said then is ours.
  curl_easy_setopt(curl, CURLOPT_URL, Concat("https://", server).c_str());
  curl_easy_setopt(curl, CURLOPT_CONNECT_ONLY, 1L);
  curl_easy_setopt(curl, CURLOPT_SSL_ENABLE_ALPN, 0L);
  curl_easy_setopt(curl, CURLOPT_PROXY, "");
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl, CURLOPT_TIMEOUT, kSecondsMax);
  CURLcode outcome = curl_easy_perform(curl);
  const std::string frame = SyslogFrame(HostName(), at, message);
  for (std::size_t sent = 0; outcome == CURLE_OK && sent < frame.size();) {
    std::size_t some = 0;
    outcome = curl_easy_send(curl, frame.data() + sent, frame.size() - sent, &some);
    sent += some;
  }
  if (outcome != CURLE_OK) return NotSent(server, outcome);
  return {};
}

}  // namespace shouze
