#pragma once

namespace shouze {

/// Readies libsodium once, from whichever thread comes first; everything that uses it calls this.
void StartSodium();

}  // namespace shouze
