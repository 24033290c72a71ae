#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include "base/text.h"
#include "cli/command.h"
#include "cli/context.h"
#include "exchange/described.h"
#include "http/openapi.h"
#include "kernel/access.h"

/// Commands that print what the program is made of: access, openapi.
namespace shouze {
namespace {

constexpr int kRoleWidth = 16;
constexpr int kActionWidth = 32;

template <class E>
std::string SpellingOf(E value) {
  for (const auto& [spelling, one] : described::SpellingsOf<E>()) {
    if (one == value) return spelling;
  }
  return {};
}

void PrintAccess(CliContext& context) {
  Role last = Role::kEveryone;
  for (const AccessRow& row : AccessTable()) {
    if (row.role != last) context.out << "\n";
    last = row.role;
    context.out << PadRight(ChineseName(row.role), kRoleWidth)
                << PadRight(ChineseName(row.action), kActionWidth)
                << (row.scope == Scope::kSchool ? "全校" : "本单位") << "  " << SpellingOf(row.role)
                << " " << SpellingOf(row.action) << " " << SpellingOf(row.scope) << "\n";
  }
}

}  // namespace

void AddAccessCommand(CLI::App& app, CliContext& context) {
  CLI::App* command = app.add_subcommand(
      "access", "列出谁能做什么：角色、操作、范围 / who may do what, and how far it reaches");
  command->callback([&context] { PrintAccess(context); });
}

void AddOpenApiCommand(CLI::App& app, CliContext& context) {
  CLI::App* command =
      app.add_subcommand("openapi", "打印接口文档（OpenAPI 3.1） / print the API document");
  command->callback([&context] { context.out << OpenApiDocument() << "\n"; });
}

}  // namespace shouze
