#pragma once

#include <string>

namespace shouze {

/// A folder among the machine's temporary files (TMPDIR), for its owner alone from the moment it is
/// there, gone with everything in it in the end. Those of the same name that a killed process left
/// are cleared away first; one that is in use is locked and stays.
/// Errors: throws std::filesystem::filesystem_error where it cannot be made.
class TemporaryFolder {
 public:
  /// `name` begins its name: `shouze-check`.
  explicit TemporaryFolder(const std::string& name);
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  const std::string& path() const { return path_; }

 private:
  std::string path_;
  int lock_;
};

}  // namespace shouze
