#pragma once

#include <string>
#include <string_view>

#include "ledger/kept_facts.h"
#include "service/school.h"

/// What units and posts must be before they are written down.
namespace shouze {

/// A unit's code as it is kept: half-width; another text (a unit's name) stays.
std::string KeptCode(std::string_view typed);

/// Letters, digits, `-`, `_`, at most 40, and not taken. Errors at `/id`.
ResultOrErrors<void> CheckUnitCode(const View& view, std::string_view code);

/// Dates, against years whose result is made as well; fields as the newest policy knows them; a
/// kind that is new to the unit as the newest policy and every cycle know it in which it will
/// count: the facts of these may still change, and the unit is there in their year. Nothing to
/// check against before there is a policy.
ResultOrErrors<void> CheckUnit(const View& view, const UnitFact& unit);

/// Kind and fields as the policy of one cycle knows them.
ResultOrErrors<void> CheckUnitYear(const View& view, const CycleFact& cycle, const UnitYear& year);

/// Dates, against years whose result is made and the end of its unit as well, and the post as the
/// newest policy knows it.
ResultOrErrors<void> CheckPostForm(const View& view, const PostFact& post);

/// Whether the account may hold a post: it is there, and holds no role that must stay apart from
/// all business. Errors at `/account`.
ResultOrErrors<void> CheckHolder(const View& view, const ReadTx& tx, std::string_view account);

}  // namespace shouze
