#pragma once

#include "kernel/policy.h"
#include "policy/map_reader.h"
#include "policy/policy_draft.h"

/// The parts of ReadPolicy, each for the keys it names.
namespace shouze {

/// `record_kinds`
void ReadRecordKinds(MapReader& root, PolicyDraft& draft);

/// `aspects`: indicators, duties, rules.
void ReadAspects(MapReader& root, PolicyDraft& draft);

/// `duties` of an indicator.
void ReadDuties(MapReader& map, Id<Indicator> indicator, PolicyDraft& draft);

/// `due` of a duty; `kind` is its triggering kind, if any. Needs `dates`.
DueRule ReadDue(MapReader& duty, const RecordKind* kind, const Policy& policy);

/// `met_by` of a duty.
MetBy ReadMetBy(MapReader& duty, const PolicyDraft& draft);

/// `rules` of an indicator. Needs the duties of all of them.
void ReadRules(MapReader& map, Id<Indicator> indicator, PolicyDraft& draft);

/// `id` and `name`, with the id's own reader.
template <class Reader>
void ReadNamed(MapReader& map, NamedId& named, TakenIds& taken, Reader read_id) {
  named.id = map.Required("id", read_id);
  named.name = map.Required("name", ReadLine);
  taken.Take(named.id, map.LineOf("id"), map.problems());
}

}  // namespace shouze
