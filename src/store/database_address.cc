#include "store/database_address.h"

#include <filesystem>

#include "base/text.h"

namespace shouze {
namespace {

constexpr std::string_view kSqlite = "sqlite:";
constexpr std::string_view kPostgres[] = {"postgresql://", "postgres://"};

/// `%40` read as `@`; anything that is not an escape stays.
std::string Unescaped(std::string_view text) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  const auto digit = [&](char c) { return kDigits.find(static_cast<char>(c | 0x20)); };
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool escape = text[i] == '%' && i + 2 < text.size() &&
                        digit(text[i + 1]) != kDigits.npos && digit(text[i + 2]) != kDigits.npos;
    plain += escape ? static_cast<char>(digit(text[i + 1]) * 16 + digit(text[i + 2])) : text[i];
    if (escape) i += 2;
  }
  return plain;
}

void AddSecret(std::string_view written, DatabaseAddress& address) {
  if (written.empty()) return;
  address.secrets.emplace_back(written);
  if (std::string plain = Unescaped(written); plain != written) {
    address.secrets.push_back(std::move(plain));
  }
}

/// The password before the host, and that among the options.
void FindSecrets(std::string_view url, DatabaseAddress& address) {
  const std::size_t begin = url.find("://") + 3;
  const std::string_view authority = url.substr(begin, url.find_first_of("/?", begin) - begin);
  const std::size_t at = authority.rfind('@');
  const std::size_t colon = authority.find(':');
  if (at != authority.npos && colon < at) {
    AddSecret(authority.substr(colon + 1, at - colon - 1), address);
  }
  constexpr std::string_view kOption = "password=";
  for (auto i = url.find(kOption); i != url.npos; i = url.find(kOption, i + 1)) {
    const std::size_t from = i + kOption.size();
    AddSecret(url.substr(from, url.find('&', from) - from), address);
  }
}

/// `name=value` as one more option of the URL, unless there is one of that name.
void AddOption(std::string_view name, std::string_view value, std::string& url) {
  if (url.find(Concat("?", name, "=")) != url.npos) return;
  if (url.find(Concat("&", name, "=")) != url.npos) return;
  url += Concat(url.find('?') == url.npos ? "?" : "&", name, "=", value);
}

}  // namespace

Result<DatabaseAddress> ParseDatabaseAddress(std::string_view database) {
  const auto not_understood = [] {
    return Error{ErrorCode::kInvalidInput, "database",
                 "不认识的数据库地址；请写 sqlite:文件路径，或 postgresql://用户@主机/库名",
                 "not a database address; write sqlite:PATH or postgresql://user@host/name"};
  };
  // Control characters and spaces are in no path or URL that anybody means; SOCI cuts URLs at them.
  DatabaseAddress address;
  if (database.find('\0') != database.npos) return not_understood();
  if (database.starts_with(kSqlite)) {
    const std::string_view path = database.substr(kSqlite.size());
    if (path.empty() || path.ends_with('/')) return not_understood();
    std::error_code failure;
    // SOCI takes what looks like `timeout=1` for an option: an absolute path never does.
    address.target = std::filesystem::absolute(path, failure).string();
    if (failure) return not_understood();
    return address;
  }
  for (const std::string_view scheme : kPostgres) {
    if (!database.starts_with(scheme)) continue;
    if (database.find_first_of(" \t\r\n\"") != database.npos) return not_understood();
    address.is_sqlite = false;
    FindSecrets(database, address);
    address.target = database;
    // SOCI 4.0.3 appends `=` to a URL without options.
    AddOption("application_name", "shouze", address.target);
    AddOption("connect_timeout", "10", address.target);
    return address;
  }
  return not_understood();
}

std::string WithoutSecrets(const DatabaseAddress& address, std::string text) {
  for (const std::string& secret : address.secrets) {
    for (auto i = text.find(secret); i != text.npos; i = text.find(secret, i + 3)) {
      text.replace(i, secret.size(), "***");
    }
  }
  return text;
}

}  // namespace shouze
