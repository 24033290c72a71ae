#pragma once

#include "policy/policy_draft.h"

namespace shouze {

/// Judges a policy that was read: what can be written but cannot be meant. A duty that costs
/// nothing or can never arise, a rule that can never fire, dates in an impossible order, a reading
/// that points nowhere. Parts that were not read whole are left out.
void Lint(PolicyDraft& draft);

}  // namespace shouze
