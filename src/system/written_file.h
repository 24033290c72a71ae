#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace shouze {

/// Writes `bytes` to `path`, which its owner alone may read (0600) from the moment it is there; as
/// root it belongs to whom its folder belongs. A file of that name is replaced; a device or a pipe
/// is written to as it is. Errors: kNotFound with the path and the cause: no such folder, no right,
/// no room.
Result<void> WriteForOwner(const std::string& path, std::string_view bytes);

/// All of it, through interruptions; false with errno where it cannot be.
bool WriteAll(int fd, std::string_view bytes);

/// As root, gives the file that is open as `fd` to whom the folder of `path` belongs: who serves
/// the school must be able to write it.
void GiveToOwnerOf(const std::string& path, int fd);

}  // namespace shouze
