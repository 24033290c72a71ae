#include "cli/load.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <system_error>

#include "base/text.h"
#include "policy/read_calendar.h"
#include "policy/read_policy.h"

namespace shouze {
namespace {

constexpr std::string_view kPolicyFolder = "policies/";
constexpr std::string_view kCalendarFolder = "calendars/cn/";
constexpr std::string_view kYamlSuffix = ".yaml";

/// A file's name for messages, and its bytes.
struct NamedBytes {
  std::string name;
  std::string bytes;
};

Error Unreadable(const std::string& path, std::string_view why) {
  return {ErrorCode::kNotFound, path, Concat("打不开这个文件（", why, "），请检查路径和权限"),
          Concat("cannot read this file (", why, "): check its path and permissions")};
}

const BuiltIn* FindBuiltInPolicy(const CliContext& context, std::string_view name) {
  const std::string path = Concat(kPolicyFolder, name, kYamlSuffix);
  const auto found =
      std::find_if(context.built_in.begin(), context.built_in.end(),
                   [&](const BuiltIn& file) { return file.path == name || file.path == path; });
  return found == context.built_in.end() ? nullptr : &*found;
}

std::vector<NamedBytes> BuiltInCalendars(const CliContext& context) {
  std::vector<NamedBytes> files;
  for (const BuiltIn& file : context.built_in) {
    if (file.path.starts_with(kCalendarFolder) && file.path.ends_with(kYamlSuffix)) {
      files.push_back({std::string(file.path), std::string(file.bytes)});
    }
  }
  return files;
}

ResultOrErrors<std::vector<NamedBytes>> ReadFolder(const std::string& folder) {
  std::error_code failure;
  std::vector<std::string> paths;
  for (std::filesystem::directory_iterator entry(folder, failure), end; !failure && entry != end;
       entry.increment(failure)) {
    if (entry->path().extension() == kYamlSuffix) paths.push_back(entry->path().string());
  }
  if (failure) return Errors{Unreadable(folder, failure.message())};
  std::sort(paths.begin(), paths.end());
  std::vector<NamedBytes> files;
  Errors errors;
  for (const std::string& path : paths) {
    Result<std::string> bytes = ReadFile(path, kYamlBytesMax);
    if (bytes) {
      files.push_back({path, std::move(*bytes)});
    } else {
      errors.push_back(std::move(bytes).error());
    }
  }
  if (files.empty() && errors.empty()) {
    errors.push_back({ErrorCode::kNotFound, folder, "这个目录里没有工作日历（*.yaml）",
                      "there are no work calendars (*.yaml) in this folder"});
  }
  if (!errors.empty()) return errors;
  return files;
}

}  // namespace

Result<std::string> ReadFile(const std::string& path, std::size_t bytes_max) {
  std::error_code ignored;
  if (std::filesystem::is_directory(path, ignored)) {
    return Error{ErrorCode::kNotFound, path, "这是目录，不是文件；请写文件的路径",
                 "this is a folder: name a file"};
  }
  errno = 0;
  std::ifstream stream(path, std::ios::binary);
  if (!stream) return Unreadable(path, std::strerror(errno));
  std::string bytes;
  std::array<char, 1 << 16> piece;
  do {
    stream.read(piece.data(), piece.size());
    bytes.append(piece.data(), static_cast<std::size_t>(stream.gcount()));
  } while (stream && bytes.size() <= bytes_max);
  if (stream.bad()) return Unreadable(path, std::strerror(errno));
  if (bytes.size() <= bytes_max) return bytes;
  return Error{ErrorCode::kInvalidInput, path, Concat("文件超过 ", bytes_max, " 字节，不读"),
               Concat("the file is larger than ", bytes_max, " bytes and is not read")};
}

ResultOrErrors<Policy> LoadPolicy(const CliContext& context, const std::string& path) {
  std::error_code ignored;
  if (!std::filesystem::exists(path, ignored)) {
    const BuiltIn* built_in = FindBuiltInPolicy(context, path);
    if (built_in != nullptr) return ReadPolicy(built_in->bytes, built_in->path);
  }
  const Result<std::string> bytes = ReadFile(path, kYamlBytesMax);
  if (!bytes) return Errors{bytes.error()};
  return ReadPolicy(*bytes, path);
}

ResultOrErrors<WorkCalendar> LoadCalendars(const CliContext& context,
                                           const std::optional<std::string>& folder) {
  auto files = folder ? ReadFolder(*folder) : BuiltInCalendars(context);
  if (!files) return std::move(files).error();
  std::vector<CalendarYear> years;
  Errors errors;
  for (const NamedBytes& file : *files) {
    ResultOrErrors<CalendarYear> year = ReadCalendar(file.bytes, file.name);
    if (year) {
      years.push_back(std::move(*year));
    } else {
      const Errors more = year.error();
      errors.insert(errors.end(), more.begin(), more.end());
    }
  }
  if (!errors.empty()) return errors;
  return WorkCalendar::Build(std::move(years));
}

void Report(CliContext& context, const Errors& errors) {
  for (const Error& error : errors) context.err << ForTerminal(Describe(error)) << '\n';
  context.exit_code = kExitWrongInput;
}

}  // namespace shouze
