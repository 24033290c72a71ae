#pragma once

#include <ostream>
#include <string_view>
#include <vector>

namespace shouze {

/// A file that is built into the program.
struct BuiltIn {
  std::string_view path;  ///< policies/czie-2024.yaml
  std::string_view bytes;
};

/// What commands get from the program and give back to it.
struct CliContext {
  std::ostream& out;
  std::ostream& err;
  std::vector<BuiltIn> built_in;
  /// A tar of the built web/; empty: the program was built without.
  std::string_view pages = {};
  int exit_code = 0;  ///< 2: wrong input.
};

inline constexpr int kExitWrongInput = 2;
/// What was looked at is not as it must be (verify, doctor, vault check).
inline constexpr int kExitFindings = 1;

}  // namespace shouze
