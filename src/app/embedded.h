#pragma once

#include <span>

#include "base/embedded.h"

namespace shouze {

/// Returns the built-in policies, calendars and demo schools, by path bytewise.
/// The definition is generated (cmake/embed.cmake).
std::span<const EmbeddedFile> EmbeddedFiles();

/// Returns the built pages of web/ as one tar; nothing where the program was built without them.
std::span<const EmbeddedFile> EmbeddedPages();

}  // namespace shouze
