#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "http/message.h"
#include "http/metrics.h"
#include "http/origin.h"
#include "http/pages.h"
#include "http/route.h"
#include "http/served_school.h"
#include "http/site.h"
#include "http/way_in.h"
#include "system/mail.h"
#include "system/settings.h"

namespace shouze {

/// One thing that must be well for the server to be.
struct HealthCheck {
  std::string name;                                   ///< `store`, `vault`, `migrations`.
  std::function<std::optional<std::string>()> fault;  ///< What is wrong; absent: nothing.
};

/// What the settings say of the API.
struct ApiOptions {
  Site site;               ///< Where people open it.
  TrustedProxies proxies;  ///< Whose X-Forwarded-For is believed.
  std::size_t body_bytes_max = std::size_t{2} << 20;
  std::int64_t upload_bytes_max = std::int64_t{100} << 20;
  std::size_t cache_bytes_max = std::size_t{32} << 20;
  std::int64_t event_streams_max = 1000;
  std::int64_t event_streams_per_account_max = 20;
  std::vector<HealthCheck> health;
  std::shared_ptr<const Pages> pages;  ///< What a browser gets beside the API; null: nothing.
  std::vector<SettingShown> settings;  ///< In force, for those who operate the server.
  bool request_log = false;            ///< A line a request (request_log.h).
  Mailer* mailer = nullptr;            ///< For trials; null: no mail is sent.
  std::string metrics_token;           ///< Opens the metrics; empty: to nobody.
};

/// How the body of a request is to be taken.
struct BodyPlan {
  bool streamed = false;  ///< To Api::Begin, else whole to Api::Handle.
  std::int64_t bytes_max = 0;
};

/// The API of one school: a function from requests to answers that knows no sockets. Threads may
/// use it at once.
class Api {
 public:
  /// Both must outlive it. The routes are joined by those of the API itself: health, metrics, the
  /// document, the stream of changes.
  Api(ServedSchool& school, ApiOptions options, std::vector<Route> routes);
  ~Api();

  /// Answers a whole request. May wait for the store: for workers. Never throws.
  Response Handle(const Request& request);

  /// The same where the answer is at hand without waiting for anything: absent otherwise.
  std::optional<Response> TryHandle(const Request& request);

  /// From the head alone.
  BodyPlan PlanFor(const Request& head) const;

  /// On whose threads a request is to be handled.
  Lane LaneFor(const Request& request) const;
  /// Whom it counts for where few of an address may wait.
  std::string BlockOf(const Request& request) const;

  /// Ends event streams whose session or rights have run out; others end at once by themselves. To
  /// be called now and then; may wait for the store.
  void EndDeadStreams();

  /// From the head of a request whose body is still to come: why it would be refused for its route
  /// or whoever sends it. For workers. Absent: its body may come.
  std::optional<Response> RefuseHead(const Request& head);

  /// A streamed body on its way in, on workers. Destroyed early it leaves nothing behind.
  class Receiving {
   public:
    virtual ~Receiving() = default;
    /// Absent: go on. Else it went wrong, and the rest is of no interest.
    virtual std::optional<Response> Write(std::string_view bytes) = 0;
    virtual Response Finish() = 0;
  };
  std::variant<Response, std::unique_ptr<Receiving>> Begin(const Request& head);

  /// For what is refused before it is a request: too large, malformed, too many.
  Response Refuse(int status, std::string_view code, std::string_view message,
                  std::string_view english);

  /// Whether many clients come from that address, whose own ones it tells.
  bool IsProxy(std::string_view address) const;

  /// Writes the lines of requests that have been answered; may wait for the log.
  void WriteRequestLog();

  Metrics& metrics();
  /// What was met that the settings or the proxy should put right.
  WayWatch& watch();
  const std::vector<Route>& routes() const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace shouze
