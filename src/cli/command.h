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
void AddInitCommand(CLI::App& app, CliContext& context);
void AddServeCommand(CLI::App& app, CliContext& context);
void AddRehearseCommand(CLI::App& app, CliContext& context);
void AddUserCommand(CLI::App& app, CliContext& context);
void AddVerifyCommand(CLI::App& app, CliContext& context);
void AddArchiveCommand(CLI::App& app, CliContext& context);
void AddVaultCommand(CLI::App& app, CliContext& context);
void AddExportCommand(CLI::App& app, CliContext& context);
void AddImportCommand(CLI::App& app, CliContext& context);
void AddDoctorCommand(CLI::App& app, CliContext& context);
void AddAcceptLossCommand(CLI::App& app, CliContext& context);
void AddClockCommand(CLI::App& app, CliContext& context);
void AddMailCommand(CLI::App& app, CliContext& context);
void AddAccessCommand(CLI::App& app, CliContext& context);
void AddOpenApiCommand(CLI::App& app, CliContext& context);
void AddBackupCommand(CLI::App& app, CliContext& context);
void AddRestoreCommand(CLI::App& app, CliContext& context);
void AddWitnessCommand(CLI::App& app, CliContext& context);

}  // namespace shouze
