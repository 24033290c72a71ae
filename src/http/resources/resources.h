#pragma once

#include <vector>

#include "http/route.h"

/// One function per resource, each in its file beside this one.
namespace shouze {

std::vector<Route> AccountRoutes();      ///< Logging in and out, oneself.
std::vector<Route> EvidenceRoutes();     ///< Files in and out.
std::vector<Route> CycleRoutes();        ///< Years.
std::vector<Route> CalendarRoutes();     ///< The work calendar and deadlines by it.
std::vector<Route> PolicyRoutes();       ///< Policies.
std::vector<Route> UnitRoutes();         ///< Units, posts, roles.
std::vector<Route> RecordRoutes();       ///< What is registered.
std::vector<Route> SubmissionRoutes();   ///< What is handed in, and reviews.
std::vector<Route> ProposalRoutes();     ///< Exceptions and second persons.
std::vector<Route> SheetRoutes();        ///< What follows from the facts.
std::vector<Route> ResultRoutes();       ///< December: the units' word, the result, what is shown.
std::vector<Route> PaperRoutes();        ///< Documents as files.
std::vector<Route> InspectionRoutes();   ///< Evidence as one ZIP.
std::vector<Route> LedgerRoutes();       ///< The ledger.
std::vector<Route> SecurityLogRoutes();  ///< The security log.
std::vector<Route> PeopleRoutes();       ///< Accounts, notices.
std::vector<Route> AccountActRoutes();   ///< What waits for another kind of administrator.

/// All of them.
std::vector<Route> AllRoutes();

}  // namespace shouze
