#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "inspection/folder.h"
#include "service/school.h"

namespace shouze::inspection {

/// How far packing is.
struct Progress {
  std::int64_t files_done = 0;
  std::int64_t files = 0;
  std::int64_t bytes_done = 0;
  std::int64_t bytes = 0;
};

/// Is told now and then; false: give up.
using Tell = std::function<bool(const Progress& progress)>;

/// What was packed.
struct Packed {
  std::string digest;  ///< Of the ZIP.
  std::int64_t bytes = 0;
};

/// What the ZIP is called: 某校 信息工程学院 2026 年度网络安全迎检材料. Errors: of reading the
/// unit.
ResultOrErrors<std::string> TitleOf(const School& school, const Caller& caller,
                                    const Wanted& wanted);

/// Writes the ZIP at `path`, durable when it returns. Everything stands in one folder named
/// `title`. Errors: as of the use cases; kBusy where the disk has too little room or `tell` gave
/// up; kConflict naming a file of the vault that is missing or decayed. Throws VaultBroken.
ResultOrErrors<Packed> Pack(const School& school, const Caller& caller, const Wanted& wanted,
                            const std::string& title, const std::string& path, const Tell& tell);

}  // namespace shouze::inspection
