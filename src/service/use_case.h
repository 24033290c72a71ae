#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "base/result.h"
#include "exchange/described.h"
#include "kernel/access.h"
#include "service/audit.h"

/// A use case is one function from a request to an answer, both described structs, and the right
/// it asks for. Rows of use cases are all that the API, the command line and the access tests need
/// to know; nobody can call the function without its permission having been checked (school.h).
namespace shouze {

/// Who asks.
struct Caller {
  std::string account;         ///< Opaque id.
  std::vector<HeldRole> held;  ///< Today; kEveryone included.
  /// For the security log; from the command line `os:NAME`, who is logged in at the machine.
  std::string address;
  std::string session;  ///< Digest of the session's token; empty without one.
  /// When the whole request had arrived; absent: now.
  std::optional<std::chrono::steady_clock::time_point> arrived;
  /// The engine has noted that it was refused: not twice.
  mutable bool refusal_noted = false;
};

class Act;
class CallerView;
class School;
class View;

/// What the answer of a shared read depends on: nothing else may flow into it but the request and
/// the time (View::HoldsUntil).
enum class DependsOn {
  kUnit,    ///< Entries that concern the request's `unit`.
  kSchool,  ///< Any entry.
};

/// Reads that are shared: made once, and given to all who ask the same and may ask it. What `run`
/// sees knows no caller. `Request` has a member `unit` where it is about one unit: rights may then
/// be limited to the caller's own. Errors of `run` reach the caller as they are.
template <class Request, class Answer>
struct ReadCase {
  using RequestType = Request;
  using AnswerType = Answer;
  std::string_view name;     ///< `sheet.read`: unique, for the API document and the logs.
  std::string_view chinese;  ///< 查看得分表
  Action action;
  DependsOn depends_on;
  ResultOrErrors<Answer> (*run)(const View& view, const Request& request);
};

/// Reads whose answer differs by who asks, or rests on what is no entry (notices, sessions, the
/// vault): never shared.
template <class Request, class Answer>
struct CallerReadCase {
  using RequestType = Request;
  using AnswerType = Answer;
  std::string_view name;
  std::string_view chinese;
  Action action;
  ResultOrErrors<Answer> (*run)(const CallerView& view, const Request& request);
};

/// Writes: one transaction, all its entries or none. The same idempotency key gives the same
/// answer. A `change` leaves an event in the security log, written in the same transaction, unless
/// `run` has written one of its own.
template <class Request, class Answer>
struct WriteCase {
  using RequestType = Request;
  using AnswerType = Answer;
  std::string_view name;
  std::string_view chinese;
  Action action;
  std::string_view appends;  ///< Kinds of entries it may append, by commas; empty: none.
  ResultOrErrors<Answer> (*run)(Act& act, const Request& request);
  Audit audit = Audit::kChange;
};

/// Writes that need something slow first, such as hashing passwords: `prepare` works outside of the
/// transaction, once the permission is checked, and `run` in it. Their answers hold secrets, so
/// they are not kept: a repeated request is a new one.
template <class Request, class Prepared, class Answer>
struct PreparedCase {
  using RequestType = Request;
  using PreparedType = Prepared;
  using AnswerType = Answer;
  std::string_view name;
  std::string_view chinese;
  Action action;
  std::string_view appends;
  ResultOrErrors<Prepared> (*prepare)(const School& school, const Request& request);
  ResultOrErrors<Answer> (*run)(Act& act, const Request& request, Prepared& prepared);
  Audit audit = Audit::kChange;
};

/// Requests and answers without members.
struct Nothing {};
SHOUZE_DESCRIBE(Nothing)

/// The unit that a request is about; empty: the school as a whole.
template <class Request>
std::string_view UnitOf(const Request& request) {
  if constexpr (requires { request.unit; }) {
    return request.unit;
  } else {
    return {};
  }
}

}  // namespace shouze
