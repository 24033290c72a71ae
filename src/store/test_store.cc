#include "store/test_store.h"

#include <cstdlib>
#include <filesystem>
#include <random>
#include <stdexcept>
#include <utility>

#include "base/text.h"
#include "store/connection.h"

namespace shouze {
namespace {

namespace fs = std::filesystem;

/// Letters that no other test has.
std::string NewName() {
  std::random_device chance;
  std::string name;
  for (int i = 0; i < 16; ++i) name += static_cast<char>('a' + chance() % 26);
  return name;
}

void RunOnPostgres(const std::string& sql) {
  const auto address = ParseDatabaseAddress(std::getenv("SHOUZE_TEST_POSTGRES"));
  if (!address) throw std::runtime_error(Describe(address.error()));
  Connection(*address, Connection::Role::kWriter).Execute(sql);
}

}  // namespace

TestStore::TestStore(StoreOptions options, std::string folder, std::string postgres_schema)
    : options_(std::move(options)),
      folder_(std::move(folder)),
      postgres_schema_(std::move(postgres_schema)) {
  fs::create_directories(folder_);
  if (!postgres_schema_.empty()) RunOnPostgres(Concat("CREATE SCHEMA ", postgres_schema_));
  Reopen();
}

TestStore::~TestStore() {
  Close();
  std::error_code failure;
  fs::remove_all(folder_, failure);
  if (postgres_schema_.empty()) return;
  try {
    RunOnPostgres(Concat("DROP SCHEMA ", postgres_schema_, " CASCADE"));
  } catch (const std::exception&) {
    // The whole cluster is thrown away after the tests.
  }
}

void TestStore::Reopen() {
  Close();
  auto store = Store::Open(options_);
  if (!store) throw std::runtime_error(Describe(store.error()));
  store_ = std::move(*store);
}

void TestStore::FindWrongSessionsAtCommit() {
  if (postgres_schema_.empty()) return;
  RunOnPostgres(Concat("ALTER TABLE ", postgres_schema_,
                       ".session ALTER CONSTRAINT session_account_fkey"
                       " DEFERRABLE INITIALLY DEFERRED"));
}

std::unique_ptr<TestStore> OpenTestStore(Database database) {
  const std::string name = NewName();
  // Schools have such folders.
  const std::string folder = (fs::temp_directory_path() / Concat("守责 store=", name)).string();
  StoreOptions options;
  options.readers = 2;
  options.backup_folder = Concat(folder, "/backups");
  if (database == Database::kSqlite) {
    options.database = Concat("sqlite:", folder, "/tables/shouze.db");
    return std::make_unique<TestStore>(options, folder, "");
  }
  const char* const url = std::getenv("SHOUZE_TEST_POSTGRES");
  if (url == nullptr) return nullptr;
  const std::string schema = Concat("test_", name);
  options.database =
      Concat(url, std::string_view(url).find('?') == std::string_view::npos ? "?" : "&",
             "options=-csearch_path%3D", schema);
  return std::make_unique<TestStore>(options, folder, schema);
}

}  // namespace shouze
