#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "exchange/described.h"
#include "service/school.h"

/// Files on their way in and out.
namespace shouze {

/// A file that is up.
struct UploadAnswer {
  std::string digest;
  std::int64_t bytes = 0;
  std::string type;
  std::string name;  ///< Ends by the content, and any system takes it; empty where none was given.
};
SHOUZE_DESCRIBE(UploadAnswer, digest, bytes, type, name)

/// Room for one more file of the caller's, before any of it is read; `bytes`: how many are said to
/// come, 0 where nobody says. Errors: kForbidden (neither hands in somewhere nor enters for units),
/// kTooMany (too many of theirs are coming in), kConflict (too much of theirs is up and not handed
/// in), kBusy (the disk has too little room).
ResultOrErrors<Seat> BeginUpload(School& school, const Caller& caller, std::int64_t bytes);

/// The bytes are in the vault; from now on the caller may hand them in. `name`: what the file is
/// called, empty where nobody says. Errors: kForbidden, kConflict as above; kInvalidInput where it
/// is no evidence (system/file_fault.h).
ResultOrErrors<UploadAnswer> KeepUpload(School& school, const Caller& caller, VaultUpload& upload,
                                        std::string_view name = {});

/// What may be shown of a file to the caller: who uploaded it, who may read the evidence of a unit
/// that it belongs to. Errors: kNotFound (also where it may not be known of).
struct FileToShow {
  std::string digest;
  std::string type;
  std::int64_t bytes = 0;
  std::string
      name;  ///< As the ledger has it, where the caller may know that (system/file_kinds.h).
};
ResultOrErrors<FileToShow> FindFileToShow(const School& school, const Caller& caller,
                                          std::string_view digest);

/// Removes files that no fact uses and nobody has uploaded for seven days. Returns how many.
int CollectOrphans(School& school);

/// Removes files that have been in the vault for thirty days and have no row: the write that was to
/// name them failed, or the process was killed before it. Returns how many. Where there are more
/// than a hundred nothing is removed, and the log says so: that looks like another school's
/// database, or an older one that was put back.
int CollectUnnamed(School& school);

/// What is wrong with a file.
enum class VaultFinding : std::uint8_t {
  kMissing,    ///< The tables have it, the vault does not.
  kCorrupted,  ///< The vault has it, with another content.
  kUnknown,    ///< The vault has it, the tables do not.
};
SHOUZE_DESCRIBE_ENUM(VaultFinding, kMissing, kCorrupted, kUnknown)

/// One file that is not as it should be.
struct VaultProblem {
  std::string digest;  ///< The path where the file's name is none.
  VaultFinding finding = VaultFinding::kMissing;
  std::int64_t bytes = 0;
  std::vector<std::string> used_by;  ///< `unit submission id`: evidence that is concerned.
};
SHOUZE_DESCRIBE(VaultProblem, digest, finding, bytes, used_by)

/// What a check of the whole vault found.
struct VaultReport {
  std::int64_t files = 0;  ///< In the vault.
  std::int64_t bytes = 0;
  std::vector<VaultProblem> problems;  ///< By digest.
};
SHOUZE_DESCRIBE(VaultReport, files, bytes, problems)

/// Reads every file of the vault and compares with the tables; uploads may go on meanwhile.
VaultReport CheckVault(School& school);

}  // namespace shouze
