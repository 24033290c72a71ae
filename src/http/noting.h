#pragma once

#include <string_view>

#include "http/binding.h"
#include "http/message.h"
#include "http/route.h"
#include "http/served_school.h"

/// What the engine leaves in the security log of each request, by its row's audit: so that no use
/// case can forget. Nothing here waits for the store.
namespace shouze {

/// Of what: `sheet.read year=2026 unit=07`.
std::string SubjectOf(const Route& route, const PathValues& path);

/// The same for the log of requests; `/assets` of `/assets/app.js` where it is no route's.
std::string LoggedSubject(const Route* route, const PathValues& path, const Request& request);

/// Who was not let in: a session that is dead or was never one, writes from elsewhere. Not noted:
/// somebody without any session asking who they are, as the page of logging in does.
void NoteTurnedAway(ServedSchool& school, const Route& route, const PathValues& path,
                    std::string_view address, bool has_token, const Response& response);

/// What was answered: reads and exports; of rows that are no use case also changes, and refusals
/// that nobody has noted.
void NoteAnswered(ServedSchool& school, const Route& route, const PathValues& path,
                  std::string_view unit, const Call& call, const Response& response);

}  // namespace shouze
