#pragma once

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "cli/command.h"
#include "cli/context.h"
#include "cli/load.h"

/// For tests: runs a command as the program would.
namespace shouze {

/// What a command printed and how it ended.
struct CommandRun {
  std::string out;
  std::string err;
  int exit_code = 0;
};

/// Arguments that CLI11 refuses give the exit code for wrong input and its message.
inline CommandRun RunCommand(void (*add)(CLI::App&, CliContext&),
                             std::vector<std::string> arguments,
                             std::vector<BuiltIn> built_in = {}) {
  std::ostringstream out;
  std::ostringstream err;
  CliContext context{out, err, std::move(built_in)};
  CLI::App app;
  add(app, context);
  std::reverse(arguments.begin(), arguments.end());  // As CLI11 takes a vector.
  try {
    app.parse(arguments);
  } catch (const CLI::ParseError& error) {
    context.exit_code = app.exit(error, out, err) == 0 ? 0 : kExitWrongInput;
  }
  return {out.str(), err.str(), context.exit_code};
}

/// An empty folder for one test, gone afterwards.
class ScratchFolder {
 public:
  ScratchFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "shouze-XXXXXX").string();
    path_ = mkdtemp(name.data());
  }
  ~ScratchFolder() { std::filesystem::remove_all(path_); }
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;

  const std::string& path() const { return path_; }
  std::string Write(const std::string& name, const std::string& bytes) const {
    const std::string file = path_ + "/" + name;
    std::ofstream(file, std::ios::binary) << bytes;
    return file;
  }

 private:
  std::string path_;
};

}  // namespace shouze
