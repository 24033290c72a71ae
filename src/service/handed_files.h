#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "ledger/kept_facts.h"
#include "service/school.h"

/// Files that come with a submission, an objection or a self-check.
namespace shouze {

inline constexpr std::size_t kHandedFilesMax = 50;

/// A file that is up already (PUT of its bytes came before).
struct HandedFile {
  Label digest;
  Label name;
};
SHOUZE_DESCRIBE(HandedFile, digest, name)

/// A file that a unit has brought.
struct UnitFile {
  std::string unit;
  std::string digest;
};
/// Those that come with a fact.
std::vector<UnitFile> FilesOf(const KeptFact& fact);

/// The files as the vault knows them, named by their content. Errors, each at `where` and its
/// place: one that is not up, or that neither the caller has uploaded nor the unit has used; one
/// named as a program; the same content twice; more than kHandedFilesMax.
ResultOrErrors<std::vector<FileRef>> FindHandedFiles(Act& act, std::string_view unit,
                                                     const std::vector<HandedFile>& handed,
                                                     std::string_view where);

}  // namespace shouze
