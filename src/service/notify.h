#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "ledger/sheet.h"
#include "service/school.h"

/// 通知: who must know, in the transaction of what they must know. The account that acts is never
/// told of its own act.
namespace shouze {

/// Accounts that hold a post of the unit, or a school role, today.
std::vector<std::string> HoldersOf(const View& view, std::string_view unit);
std::vector<std::string> HoldersOf(const View& view, Role role);

/// Whoever acts, for words that name them: 张三（zhang）.
std::string NameOfCaller(Act& act);

/// To everybody with a post in the unit.
void NotifyUnit(Act& act, std::string_view kind, std::string_view unit, std::string_view about,
                const std::string& text, bool urgent = false);
/// To everybody of the office.
void NotifyOffice(Act& act, std::string_view kind, std::string_view unit, std::string_view about,
                  const std::string& text);

/// To these people, at once by mail, too.
void NotifyPeople(Act& act, const std::vector<std::string>& accounts, std::string_view kind,
                  std::string_view about, const std::string& text);

/// The unit's submission was accepted or returned.
void NotifyReviewed(Act& act, const SubmissionFact& submission, const ReviewFact& review);
/// A proposal was decided: its proposer and, where it became a fact, the units are told.
void NotifyDecided(Act& act, const ProposalFact& proposal, bool approved);

/// Looks at every unit's sheet of the open cycles: tasks that are new, near their end, or run by
/// the hour are told once each. Called now and then; what it tells is kept in the same transaction.
/// Returns how many notices were given.
int NotifyOfDeadlines(School& school);

}  // namespace shouze
