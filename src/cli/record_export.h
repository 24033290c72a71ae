#pragma once

namespace CLI {
class App;
}

namespace shouze {

/// Notes in the security log of the school that `command` was about (its options `--data` and the
/// like) that data have left it, and who was logged in at the machine. Where that cannot be
/// written, the program's log says so: what has left has left.
void RecordExport(const CLI::App& command);

}  // namespace shouze
