#include "http/resources/resources.h"

#include <iterator>

namespace shouze {

std::vector<Route> AllRoutes() {
  std::vector<Route> all;
  for (auto* rows :
       {AccountRoutes, EvidenceRoutes, CycleRoutes, CalendarRoutes, PolicyRoutes, UnitRoutes,
        RecordRoutes, SubmissionRoutes, ProposalRoutes, SheetRoutes, ResultRoutes, PaperRoutes,
        InspectionRoutes, LedgerRoutes, SecurityLogRoutes, PeopleRoutes, AccountActRoutes}) {
    auto some = rows();
    all.insert(all.end(), std::make_move_iterator(some.begin()),
               std::make_move_iterator(some.end()));
  }
  return all;
}

}  // namespace shouze
