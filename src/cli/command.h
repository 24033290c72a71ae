#pragma once

namespace CLI {
class App;
}

namespace shouze {

struct CliContext;

/// Each adds one command to `app`; when it is called it prints to the context's streams and sets
/// its exit code. The context must outlive the app.
void AddPolicyCommand(CLI::App& app, CliContext& context);
void AddCalendarCommand(CLI::App& app, CliContext& context);
void AddScoreCommand(CLI::App& app, CliContext& context);
void AddDemoCommand(CLI::App& app, CliContext& context);

}  // namespace shouze
