#include "system/sodium_start.h"

#include <sodium.h>

#include <stdexcept>

namespace shouze {

void StartSodium() {
  static const bool ready = sodium_init() >= 0;
  if (!ready) throw std::runtime_error("libsodium does not start: the kernel gives no chance");
}

}  // namespace shouze
