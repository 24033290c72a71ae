#include "http/noting.h"

#include <algorithm>

#include "base/text.h"
#include "service/traces.h"

namespace shouze {
namespace {

constexpr int kUnauthenticated = 401;
constexpr int kForbidden = 403;
constexpr int kErrors = 400;

SecurityEvent EventOf(ServedSchool& school, std::string_view kind, const Route& route) {
  SecurityEvent event;
  event.at = school.Now();
  event.kind = kind;
  event.detail = DetailOf({{"action", std::string(route.chinese)}});
  return event;
}

/// What lets somebody in stands in no log.
bool IsSecret(std::string_view name) {
  return name == "token" || name == "code" || name == "secret" || name == "key";
}

/// What one sees of a unit where one holds a post is one's own work.
bool IsOwn(const Caller& caller, std::string_view unit) {
  return !unit.empty() &&
         std::ranges::find(caller.held, unit, &HeldRole::unit) != caller.held.end();
}

/// Absent: nothing is to be noted.
std::optional<std::string_view> KindOf(const Route& route, std::string_view unit, const Call& call,
                                       const Response& response) {
  if (response.status == kForbidden) {
    if (call.known && call.known->caller.refusal_noted) return std::nullopt;
    return "refused";
  }
  if (response.status >= kErrors) return std::nullopt;
  switch (route.audit) {
    case Audit::kNone:
    case Audit::kOwn:
      return std::nullopt;
    case Audit::kRead:
      if (call.known && IsOwn(call.known->caller, unit)) return std::nullopt;
      return Name(Audit::kRead);
    case Audit::kExport:
      return Name(Audit::kExport);
    case Audit::kChange:
      if (route.by_use_case) return std::nullopt;
      return Name(Audit::kChange);
  }
  return std::nullopt;
}

}  // namespace

std::string SubjectOf(const Route& route, const PathValues& path) {
  std::string subject(route.name);
  for (const auto& [name, value] : path) {
    subject += Concat(" ", name, "=", IsSecret(name) ? std::string_view("…") : value);
  }
  return subject;
}

std::string LoggedSubject(const Route* route, const PathValues& path, const Request& request) {
  if (route != nullptr) return SubjectOf(*route, path);
  const std::string_view asked = request.path();
  return std::string(asked.substr(0, asked.find('/', 1)));
}

void NoteTurnedAway(ServedSchool& school, const Route& route, const PathValues& path,
                    std::string_view address, bool has_token, const Response& response) {
  const bool no_session = response.status == kUnauthenticated;
  if (!no_session && response.status != kForbidden) return;
  if (no_session && !has_token && route.entry == Door::kOwnAccount) return;
  SecurityEvent event = EventOf(school,
                                !no_session ? "refused"
                                : has_token ? "session_dead"
                                            : "not_logged_in",
                                route);
  event.outcome = kOutcomeRefused;
  event.address = address;
  event.subject = SubjectOf(route, path);
  // A page that has been left open asks for many things: one event tells it.
  if (no_session) event.subject.clear(), event.detail = "{}";
  school.Note(std::move(event));
}

void NoteAnswered(ServedSchool& school, const Route& route, const PathValues& path,
                  std::string_view unit, const Call& call, const Response& response) {
  const auto kind = KindOf(route, unit, call, response);
  if (!kind) return;
  SecurityEvent event = EventOf(school, *kind, route);
  if (response.status == kForbidden) event.outcome = kOutcomeRefused;
  if (call.known) event.account = call.known->caller.account;
  event.address = call.visitor.address;
  event.subject = SubjectOf(route, path);
  school.Note(std::move(event));
}

}  // namespace shouze
