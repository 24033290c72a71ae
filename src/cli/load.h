#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "base/result.h"
#include "cli/context.h"
#include "kernel/calendar.h"
#include "kernel/policy.h"

namespace shouze {

/// The bytes of a file. Errors: kNotFound where it cannot be read, kInvalidInput where it is larger
/// than `bytes_max`.
Result<std::string> ReadFile(const std::string& path, std::size_t bytes_max);

/// Policies and calendars are small; facts files have limits of their own.
inline constexpr std::size_t kYamlBytesMax = std::size_t{1} << 20;

/// The policy in the file `path` or, where there is no such file, the built-in one of that path or
/// of that name (`czie-2024`).
ResultOrErrors<Policy> LoadPolicy(const CliContext& context, const std::string& path);

/// The calendar of all *.yaml files in `folder`, by name; of the built-in ones without a folder.
ResultOrErrors<WorkCalendar> LoadCalendars(const CliContext& context,
                                           const std::optional<std::string>& folder);

/// Prints each error on a line of its own and sets the exit code for wrong input.
void Report(CliContext& context, const Errors& errors);

}  // namespace shouze
