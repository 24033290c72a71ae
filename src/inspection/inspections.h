#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "exchange/described.h"
#include "service/school.h"

/// 迎检材料: packed in the background, one after another, kept as files beside the school's data.
namespace shouze::inspection {

/// How far one is.
enum class State : std::uint8_t {
  kWaiting,
  kRunning,
  kReady,
  kFailed,  ///< Inspection::message says why.
};
SHOUZE_DESCRIBE_ENUM(State, kWaiting, kRunning, kReady, kFailed)

/// One ZIP, made or being made.
struct Inspection {
  std::string id;
  int year = 0;
  std::string unit;  ///< Empty: of the school.
  std::string name;  ///< What the file is saved as.
  State state = State::kWaiting;
  Instant asked_at;
  std::string asked_by;  ///< Account.
  std::optional<Instant> made_at;
  std::int64_t files_done = 0;
  std::int64_t files = 0;  ///< 0: not known yet.
  std::int64_t bytes_done = 0;
  std::int64_t bytes = 0;  ///< Of what goes in; once it is ready, of the ZIP.
  std::string digest;      ///< Of the ZIP, once it is ready.
  std::string message;     ///< What went wrong.
};
SHOUZE_DESCRIBE(Inspection, id, year, unit, name, state, asked_at, asked_by, made_at, files_done,
                files, bytes_done, bytes, digest, message)

/// Which one is wanted. An empty unit: of the school.
struct InspectionRequest {
  int year = 0;
  std::string unit;
};
SHOUZE_DESCRIBE(InspectionRequest, year, unit)

struct InspectionsAnswer {
  std::vector<Inspection> inspections;  ///< Newest first.
};
SHOUZE_DESCRIBE(InspectionsAnswer, inspections)

/// A ready one as a file.
struct InspectionFile {
  Inspection inspection;
  std::string path;
  std::shared_ptr<VaultFile> file;  ///< Open; null: it has gone.
};

/// Packs and keeps them. Whoever may read the evidence of a unit (of the school) may have its ZIP
/// made, and take any that is there; nobody else is told of it. Of a unit's year the newest is
/// kept, thirty days at the most. Threads may use it at once.
class Inspections {
 public:
  /// At most so many wait or run at once.
  static constexpr int kAtOnceMax = 8;
  static constexpr int kKeptDays = 30;

  /// `folder` is made where it is not there; what a killed process has left half done is removed.
  /// The school must outlive it.
  Inspections(School& school, const std::string& folder);
  /// What is being packed is given up.
  ~Inspections();
  Inspections(const Inspections&) = delete;
  Inspections& operator=(const Inspections&) = delete;

  /// Begins; of a unit's year that is waiting or running already, that one. Errors: kForbidden;
  /// kNotFound for the year or unit; kTooMany; kBusy where the disk has too little room.
  ResultOrErrors<Inspection> Begin(const Caller& caller, const InspectionRequest& request);

  /// Those of a year that the caller may have.
  ResultOrErrors<InspectionsAnswer> List(const Caller& caller, int year);

  /// Errors: kNotFound, also where it may not be known of, or is not ready.
  ResultOrErrors<InspectionFile> Find(const Caller& caller, std::string_view id);

  /// Waits until nothing is waiting or running; for tests.
  void WaitUntilIdle();

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace shouze::inspection
