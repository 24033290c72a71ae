#pragma once

#include <fstream>
#include <string>

#include "world.h"

namespace shouze::simulation {

/// What must hold after each day, and the file that the naive implementation judges.
class Checks {
 public:
  explicit Checks(World& world);

  /// Throws Failure where a sheet in memory differs from one computed anew or a frozen sheet has
  /// changed, and, where `thorough`, where the ledger as a whole does not prove right, or a school
  /// that is opened now has other sheets or lacks something acknowledged. Writes a line.
  void AfterDay(bool thorough);
  /// The same for what takes longer: every file of the vault. Writes the ledger.
  void AtTheEnd();

 private:
  /// `fresh`: a school that has just been opened; null: anew from the one there is.
  void CheckSheets(School* fresh, int year);
  void Prove();
  void CheckFrozen();
  void CheckFacts(School& fresh);
  void WriteLedger();
  /// Nothing may stand in the way of the final result for ever.
  void CheckClosed();

  World& world_;
  std::ofstream days_;
};

}  // namespace shouze::simulation
