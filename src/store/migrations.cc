#include <span>

#include "base/check.h"
#include "base/embedded.h"
#include "base/text.h"
#include "store/store.h"

namespace shouze {

/// migrations/*.sql by path; the definition is generated (cmake/embed.cmake).
std::span<const EmbeddedFile> EmbeddedMigrations();

std::vector<Migration> Migrations() {
  constexpr std::size_t kDigits = 4;
  std::vector<Migration> migrations;
  for (const EmbeddedFile& file : EmbeddedMigrations()) {
    const std::string_view name = file.path.substr(file.path.rfind('/') + 1);
    int version = 0;
    for (const char digit : name.substr(0, kDigits)) version = version * 10 + (digit - '0');
    migrations.push_back({version, name.substr(0, name.rfind('.')), file.bytes});
    CHECK(version == static_cast<int>(migrations.size()));
  }
  return migrations;
}

}  // namespace shouze
