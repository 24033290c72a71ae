#include "system/typed_secret.h"

#include <termios.h>
#include <unistd.h>

#include <iostream>

namespace shouze {
namespace {

/// What is typed meanwhile is not shown.
class NoEcho {
 public:
  NoEcho() {
    if (tcgetattr(STDIN_FILENO, &before_) != 0) return;
    termios quiet = before_;
    quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    is_quiet_ = tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet) == 0;
  }
  ~NoEcho() {
    if (is_quiet_) static_cast<void>(tcsetattr(STDIN_FILENO, TCSAFLUSH, &before_));
  }
  NoEcho(const NoEcho&) = delete;
  NoEcho& operator=(const NoEcho&) = delete;

 private:
  termios before_{};
  bool is_quiet_ = false;
};

std::optional<std::string> ReadLine() {
  std::string line;
  if (!std::getline(std::cin, line)) return std::nullopt;
  return line;
}

}  // namespace

bool IsTypedAtTerminal() { return isatty(STDIN_FILENO) == 1; }

std::optional<std::string> ReadTypedSecret(std::string_view prompt) {
  if (!IsTypedAtTerminal()) return ReadLine();
  std::cerr << prompt << std::flush;
  const NoEcho quiet;
  auto line = ReadLine();
  std::cerr << "\n";
  return line;
}

}  // namespace shouze
