#pragma once

#include <string>

#include "cli/context.h"

namespace shouze {

/// Runs the program's command line: every command there is. Returns the exit code; arguments that
/// cannot be understood are wrong input.
int RunCommandLine(int argc, const char* const* argv, const std::string& version,
                   CliContext& context);

}  // namespace shouze
