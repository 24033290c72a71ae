#pragma once

#include <optional>
#include <string_view>

#include "system/file_bytes.h"
#include "system/file_kinds.h"

namespace shouze {

/// What in a file of this type (file_type.h) runs where somebody opens it, and what to do: a
/// program among the packed files, also two archives deep; macros and ActiveX of an Office
/// document; a program embedded in one; JavaScript and started programs of a PDF. Absent where none
/// is seen: 16 MB of each, 128 MB in all, are unpacked at the most, and what lies under a lock is
/// not.
std::optional<Saying> WhyItRuns(std::string_view type, const FileBytes& bytes);

}  // namespace shouze
