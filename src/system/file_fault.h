#pragma once

#include <optional>
#include <string_view>

#include "system/file_bytes.h"
#include "system/file_kinds.h"

namespace shouze {

/// Why a file cannot be evidence, and what to do: it is empty, a program by its name, of a type
/// that is none, asks for a password, is cut short, holds nothing. `type`: file_type.h; `name`:
/// what it is called, empty where nobody says. Absent where nothing is known against it: nothing is
/// refused on a guess, and nothing is unpacked.
std::optional<Saying> WhyNoEvidence(std::string_view type, std::string_view name,
                                    const FileBytes& bytes);

}  // namespace shouze
