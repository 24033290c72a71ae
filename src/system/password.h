#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace shouze {

/// argon2id (19 MiB, t = 2) in its own text form. At most two at once: others wait their turn.
/// Errors: kBusy where the queue is longer than `kHashQueueMax`.
Result<std::string> HashPassword(std::string_view password);
/// False also for an empty or foreign hash; takes as long as for a right one. Errors: kBusy, too.
Result<bool> IsPassword(std::string_view password, std::string_view hash);
/// The hash was made with other settings than today's, or is none of ours.
bool NeedsRehash(std::string_view hash);

/// Wait for their turn at the most; the server lets no more come so far (http/server.h).
inline constexpr int kHashQueueMax = 8;

/// Whether two secrets are equal, in a time that does not depend on where they differ.
bool EqualSecrets(std::string_view one, std::string_view other);

}  // namespace shouze
