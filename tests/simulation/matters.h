#pragma once

#include <string>
#include <vector>

#include "ledger/kept_facts.h"
#include "world.h"

namespace shouze::simulation {

/// What waits for a decision, and deciding it by the right persons (and trying by wrong ones).
std::vector<DisputeFact> OpenDisputes(World& world);
std::vector<ProposalFact> OpenProposals(World& world);
void ProposeDecision(World& world, const DisputeFact& dispute);
void DecideProposal(World& world, const ProposalFact& proposal, int approve_percent);

/// Somebody's last day in a post, and a successor after so many days without one; negative: none.
/// Some successors are entered without an account.
void HandOver(World& world, CivilDate last, int vacancy_days);

/// Reviewed as the office would.
void ReviewOne(World& world, const std::string& submission, Verdict verdict);

}  // namespace shouze::simulation
