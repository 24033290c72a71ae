#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// Requests and answers as the API sees them: no sockets, no HTTP library.
namespace shouze {

/// The methods that routes have. HEAD is answered as GET without the body.
enum class Method : std::uint8_t { kGet, kPost, kPut, kDelete };

/// `GET` …; absent for others, HEAD included.
std::optional<Method> MethodOf(std::string_view name);
std::string_view Name(Method method);

/// One header field. Names of requests are in lower case.
using Header = std::pair<std::string, std::string>;

/// A request whose head, and mostly body, has arrived.
struct Request {
  std::string method;  ///< As sent: `GET`.
  std::string target;  ///< Path and query, as sent.
  std::vector<Header> headers;
  std::string body;  ///< Whole; empty where it is streamed (BodyPlan).
  std::string peer;  ///< IP address of the other end of the connection.
  /// When all of it was here; absent in tests.
  std::optional<std::chrono::steady_clock::time_point> arrived;

  /// The field's value; empty where there is none. `name` in lower case.
  std::string_view Get(std::string_view name) const;
  bool Has(std::string_view name) const;
  /// The target's parts, not decoded.
  std::string_view path() const;
  std::string_view query() const;
  bool IsHead() const { return method == "HEAD"; }
};

/// The bytes of an answer that is not held in memory.
class BodySource {
 public:
  virtual ~BodySource() = default;
  /// How many in all.
  virtual std::int64_t bytes() const = 0;
  /// The next at most `size` bytes; empty: the end, or they cannot be had (the connection is cut).
  /// Runs on a worker. Never throws.
  virtual std::string Next(std::size_t size) = 0;
};

/// Where the texts of an open event stream go; null: it is over. Called on any thread, must not
/// block.
using EventSink = std::function<void(std::shared_ptr<const std::string>)>;

/// Ends when destroyed; the sink is not called afterwards.
class Subscription {
 public:
  virtual ~Subscription() = default;
};

/// What is answered.
struct Response {
  int status = 200;
  std::vector<Header> headers;                ///< Without Content-Length and Connection.
  std::string body;                           ///< Or one of:
  std::shared_ptr<const std::string> shared;  ///< … bytes that others use too,
  std::unique_ptr<BodySource> source;         ///< … bytes read while they are sent,
  /// … server-sent events until either side ends it.
  std::function<std::unique_ptr<Subscription>(EventSink)> events;
  /// The connection is of no more use: the request's body was not read.
  bool close = false;

  /// Of the body in memory, whichever it is.
  std::string_view bytes() const { return shared ? std::string_view(*shared) : body; }
  /// The first field of the name, exactly as written; for tests.
  std::string_view Get(std::string_view name) const;
};

/// `Not Found` …
std::string_view ReasonOf(int status);

/// Bytes without `%` escapes; absent where an escape is none. `plus`: a plus sign is a space.
/// Source: RFC 3986 2.1; HTML forms for the plus.
std::optional<std::string> PercentDecoded(std::string_view text, bool plus);

/// Whether it is UTF-8 and free of NUL.
bool IsPlainUtf8(std::string_view text);

/// The server's clock, on every answer: RFC 3339 in school time, to the millisecond.
inline constexpr char kServerTimeHeader[] = "X-Server-Time";

/// What a request is called in the log: on every answer, and in the bodies of problems.
inline constexpr char kRequestIdHeader[] = "X-Request-Id";
/// What a page tells of whoever sits before it: whole seconds since a person last did something.
inline constexpr char kPersonIdleHeader[] = "x-person-idle";
/// On every answer to somebody who is logged in: when the session ends unless a person does
/// something, as kServerTimeHeader has it, and which session it is (MeAnswer::session).
inline constexpr char kSessionEndsHeader[] = "X-Session-Ends";
inline constexpr char kSessionHeader[] = "X-Session";

/// Whether two ASCII texts are the same but for case.
bool SameIgnoringCase(std::string_view one, std::string_view other);

/// Whether the body is said to be `application/json`, whatever follows; a form cannot send that
/// without asking first.
bool IsJson(const Request& request);

/// Without spaces and tabs at both ends.
std::string_view Trimmed(std::string_view text);

/// Calls `use` with each trimmed, non-empty element of a list by commas or another sign.
void ForEachElement(std::string_view list, char between,
                    const std::function<void(std::string_view)>& use);

}  // namespace shouze
