#pragma once

#include <span>

#include "base/embedded.h"

namespace shouze {

/// Returns the built-in policies, calendars and demo schools, by path bytewise.
/// The definition is generated (cmake/embed.cmake).
std::span<const EmbeddedFile> EmbeddedFiles();

}  // namespace shouze
