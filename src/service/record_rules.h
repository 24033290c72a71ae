#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "service/school.h"

/// 台账的门: what is asked of a record whichever way it comes about or changes. A correction is a
/// registering of what it leads to and a withdrawal of what it takes away, so it needs whatever
/// either of the two needs.
namespace shouze {

/// Whether the caller may enter the record as it is to be; its fields are kept by type then. Of the
/// policy of its own year: the kind, who registers it, and what the facts of the year admit
/// (fits.h). `by_unit`: the unit that registers for itself; empty: a school role. Returns what the
/// record puts out of force, as of CheckFits. Errors: each at the member of the request.
ResultOrErrors<std::vector<std::string>> AdmitRecord(const CallerView& view, RecordFact& fact,
                                                     std::string_view by_unit);

/// Whether the caller may take the record away or change it. Errors: as of OpenCycleOf;
/// kForbidden.
ResultOrErrors<void> MayChangeRecord(const CallerView& view, const RecordFact& record);

/// Whether the record needs a second person, to come or to go: it is a veto, or lies more than
/// kAloneMs back.
bool NeedsSecondPerson(const View& view, const RecordFact& record);

/// Whether nobody's record hangs on this one. Errors: kConflict naming those that do.
ResultOrErrors<void> MayVanish(const View& view, const RecordFact& record);

/// Whether the record `before` may become `after`: no veto is lifted by it, and no record that
/// names it loses its ground. Errors: kConflict; kInvalidInput where it would name itself.
ResultOrErrors<void> MayBecome(const View& view, const RecordFact& before, const RecordFact& after);

/// Leaves out who has taken it over (RecordFact::taken_over) from units that it no longer has, or
/// by a year that it no longer lies before.
void KeepTakenOver(const View& view, RecordFact& fact);

}  // namespace shouze
