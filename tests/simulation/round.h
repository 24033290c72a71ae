#pragma once

#include "ledger/kept_facts.h"
#include "world.h"

/// December: the units' word on their initial sheets, the office's answers, the leading group.
namespace shouze::simulation {

/// Some units write, sign, take back and sign again; some say nothing at all.
void GiveWords(World& world);
/// The office answers what it may: in the unit's favour where a fact has changed the line.
void AnswerObjections(World& world);
/// One more step from 年度结果 on: others comment, the leading group resolves, the office
/// publishes, and now and then goes back.
void Publish(World& world, const CycleFact& cycle);

}  // namespace shouze::simulation
