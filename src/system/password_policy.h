#pragma once

namespace shouze {

/// What the settings ask of passwords. Sources: ASVS 4.0.3 2.1 (length, no composition, no
/// expiry); GB/T 22239 8.1.4.1 a (composition and change, which many assessors ask for): both can
/// be had (docs/operating/security.md).
struct PasswordPolicy {
  int characters_min = 12;
  int kinds_min = 0;    ///< Of lower case, upper case, digits, others; 0: whatever.
  int history = 5;      ///< So many earlier ones are not taken again.
  int expire_days = 0;  ///< After them the password has to be changed; 0: never.
};

/// More is refused, whatever the settings say.
inline constexpr int kPasswordCharactersMax = 128;

}  // namespace shouze
