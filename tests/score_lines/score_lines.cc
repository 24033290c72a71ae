// Scores facts line by line, for comparison with a second implementation. Standard input, one JSON
// object a line: {"facts": {…}, "as_of": ["2026-06-30T00:00:00+08:00", "default", …]}. Standard
// output, one line each: {"results": [RESULT, …]}, RESULT as `shouze score --json` prints it, or
// {"errors": [{"pointer", "message"}]}.

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/json_writer.h"
#include "base/text.h"
#include "exchange/object_reader.h"
#include "exchange/read_facts.h"
#include "exchange/write_result.h"
#include "policy/read_calendar.h"
#include "policy/read_policy.h"

namespace shouze {
namespace {

/// Found from the checkout's root, where tests run.
struct Options {
  std::string policy = "policies/czie-2024.yaml";
  std::string calendars = "calendars/cn";
};

Options ParseOptions(int argc, char** argv) {
  Options options;
  for (int i = 1; i + 1 < argc; i += 2) {
    const std::string_view name = argv[i];
    if (name != "--policy" && name != "--calendars") throw std::runtime_error(argv[i]);
    (name == "--policy" ? options.policy : options.calendars) = argv[i + 1];
  }
  return options;
}

std::string ReadFile(const std::filesystem::path& path) {
  std::ifstream stream(path, std::ios::binary);
  if (!stream) throw std::runtime_error("cannot read " + path.string());
  return {std::istreambuf_iterator<char>(stream), {}};
}

/// What was read, or an exception that names the first error.
template <class T>
T Need(ResultOrErrors<T> read) {
  if (!read) throw std::runtime_error(Describe(read.error().front()));
  return std::move(*read);
}

WorkCalendar ReadCalendars(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() == ".yaml") files.push_back(entry.path());
  }
  std::ranges::sort(files);
  std::vector<CalendarYear> years;
  for (const auto& file : files) years.push_back(Need(ReadCalendar(ReadFile(file), file.string())));
  return Need(WorkCalendar::Build(std::move(years)));
}

std::string WriteErrors(const Errors& errors) {
  JsonWriter writer;
  writer.BeginObject();
  writer.Key("errors");
  writer.BeginArray();
  for (const Error& error : errors) {
    writer.BeginObject();
    writer.Member("pointer", error.where);
    writer.Member("message", error.message);
    writer.EndObject();
  }
  writer.EndArray();
  writer.EndObject();
  return writer.Take();
}

std::string Answer(const Policy& policy, const WorkCalendar& calendar, std::string line) {
  auto tree = JsonTree::Parse(std::move(line));
  if (!tree) return WriteErrors({tree.error()});
  ReadingErrors errors;
  const Place place;
  ObjectReader request((*tree)->root(), place, errors);
  const auto facts = request.Required("facts");
  const auto as_of = request.Required("as_of");
  request.Finish();
  if (as_of) Expect(JsonType::kArray, *as_of, place.Member("as_of"), errors);
  if (!errors.empty()) return WriteErrors(errors.Take());

  std::vector<std::optional<Instant>> instants;
  for (const JsonValue text : *as_of) {
    const bool by_default = text.Is(JsonType::kText) && text.text() == "default";
    instants.push_back(by_default ? std::nullopt
                                  : ReadInstant(text, place.Member("as_of"), errors));
  }
  if (!errors.empty()) return WriteErrors(errors.Take());

  const auto file = ReadAndResolveFacts(policy, calendar, std::move(*tree), *facts);
  if (!file) return WriteErrors(file.error());
  const Facts& resolved = file->resolved.facts;
  std::vector<std::string> results;
  for (const std::optional<Instant> instant : instants) {
    const ScoringInput input{policy, calendar, resolved,
                             instant.value_or(resolved.DefaultAsOf(policy))};
    results.push_back(WriteResult(input));
  }
  return Concat("{\"results\":[", Join(results, ","), "]}");
}

void Run(const Options& options) {
  const Policy policy = Need(ReadPolicy(ReadFile(options.policy), options.policy));
  const WorkCalendar calendar = ReadCalendars(options.calendars);
  for (std::string line; std::getline(std::cin, line);) {
    std::cout << Answer(policy, calendar, std::move(line)) << std::endl;
  }
}

}  // namespace
}  // namespace shouze

int main(int argc, char** argv) {
  try {
    std::ios::sync_with_stdio(false);
    shouze::Run(shouze::ParseOptions(argc, argv));
  } catch (const std::exception& error) {
    std::fprintf(stderr, "score_lines: %s\n", error.what());
    return 1;
  }
  return 0;
}
