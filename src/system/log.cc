#include "system/log.h"

#include <spdlog/logger.h>
#include <spdlog/sinks/stdout_sinks.h>

#include <array>
#include <memory>
#include <optional>

#include "base/digest.h"
#include "base/text.h"

namespace shouze {
namespace {

struct LevelName {
  std::string_view name;
  LogLevel level;
  spdlog::level::level_enum spdlog;
};

constexpr std::array<LevelName, 4> kLevels = {{
    {"debug", LogLevel::kDebug, spdlog::level::debug},
    {"note", LogLevel::kNote, spdlog::level::info},
    {"warning", LogLevel::kWarning, spdlog::level::warn},
    {"error", LogLevel::kError, spdlog::level::err},
}};

spdlog::logger& Logger() {
  static spdlog::logger logger = [] {
    spdlog::logger made("", std::make_shared<spdlog::sinks::stderr_sink_mt>());
    made.set_pattern("time=%Y-%m-%dT%H:%M:%S.%eZ %v", spdlog::pattern_time_type::utc);
    made.set_level(spdlog::level::info);
    return made;
  }();
  return logger;
}

/// How many bytes the UTF-8 sequence at the beginning of `text` has; 0 where it is none.
/// Source: Unicode 15, table 3-7.
std::size_t SequenceBytes(std::string_view text) {
  const auto byte = [text](std::size_t at) { return static_cast<unsigned char>(text[at]); };
  const unsigned char first = byte(0);
  if (first < 0x80) return 1;
  const std::size_t size = first >= 0xC2 && first < 0xE0   ? 2
                           : first >= 0xE0 && first < 0xF0 ? 3
                           : first >= 0xF0 && first < 0xF5 ? 4
                                                           : 0;
  if (size == 0 || text.size() < size) return 0;
  for (std::size_t i = 1; i < size; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return 0;
  }
  const bool overlong = (first == 0xE0 && byte(1) < 0xA0) || (first == 0xF0 && byte(1) < 0x90);
  const bool surrogate = first == 0xED && byte(1) >= 0xA0;
  const bool beyond = first == 0xF4 && byte(1) >= 0x90;
  return overlong || surrogate || beyond ? 0 : size;
}

/// Control characters, line separators, and those that turn the direction of writing.
bool IsDangerous(std::string_view sequence) {
  const auto byte = [sequence](std::size_t at) { return static_cast<unsigned char>(sequence[at]); };
  if (sequence.size() == 1) return byte(0) < 0x20 || byte(0) == 0x7F;
  if (sequence.size() == 2) return byte(0) == 0xC2 && byte(1) < 0xA0;
  if (sequence.size() != 3 || byte(0) != 0xE2) return false;
  const bool separator_or_embedding = byte(1) == 0x80 && byte(2) >= 0xA8 && byte(2) <= 0xAE;
  const bool isolate = byte(1) == 0x81 && byte(2) >= 0xA6 && byte(2) <= 0xA9;
  return separator_or_embedding || isolate;
}

std::string Quoted(std::string_view value) {
  std::string quoted = "\"";
  while (!value.empty()) {
    const std::size_t size = SequenceBytes(value);
    const std::string_view sequence = value.substr(0, size == 0 ? 1 : size);
    if (sequence == "\"" || sequence == "\\") {
      quoted.append("\\").append(sequence);
    } else if (sequence == "\n") {
      quoted += "\\n";
    } else if (sequence == "\r") {
      quoted += "\\r";
    } else if (sequence == "\t") {
      quoted += "\\t";
    } else if (size == 0 || IsDangerous(sequence)) {
      for (const char& byte : sequence) quoted.append("\\x").append(Hex({&byte, 1}));
    } else {
      quoted += sequence;
    }
    value.remove_prefix(sequence.size());
  }
  return quoted += '"';
}

/// Events and keys are words of the code: anything else in them becomes `_`.
std::string Word(std::string_view name) {
  std::string word;
  for (const char c : name) {
    const bool fine = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                      c == '_' || c == '.' || c == '-';
    word += fine ? c : '_';
  }
  return word;
}

}  // namespace

void Log(LogLevel level, std::string_view event,
         std::initializer_list<std::pair<std::string_view, std::string>> pairs) {
  const LevelName& name = kLevels[static_cast<std::size_t>(level)];
  if (!Logger().should_log(name.spdlog)) return;
  std::string line = Concat("level=", name.name, " event=", Word(event));
  for (const auto& [key, value] : pairs) line += Concat(" ", Word(key), "=", Quoted(value));
  Logger().log(name.spdlog, spdlog::string_view_t(line));
}

bool SetLogLevel(std::string_view level) {
  for (const LevelName& one : kLevels) {
    if (one.name == level) {
      Logger().set_level(one.spdlog);
      return true;
    }
  }
  return false;
}

}  // namespace shouze
