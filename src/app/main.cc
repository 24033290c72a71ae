#include <malloc.h>

#include <exception>
#include <iostream>

#include "app/embedded.h"
#include "cli/command_line.h"
#include "exchange/version.h"

namespace shouze {
namespace {

static_assert(kEngineVersion == SHOUZE_VERSION, "results name the program's version");

/// A broken world or a mistake of ours, and output that could not be written. Source: sysexits.h.
constexpr int kExitSoftware = 70;
constexpr int kExitOutput = 74;

/// Large pieces go back to the machine when they are freed. Without it glibc learns to keep them,
/// for each thread its own: fonts of 20 MB, whenever somebody has a document written. And threads
/// share two heaps: with one for each, what every one of them ever needed at once is kept. The
/// server gives back what is left at quiet moments (system/process.h).
void KeepMemorySmall() {
  mallopt(M_ARENA_MAX, 2);
  mallopt(M_MMAP_THRESHOLD, 1 << 20);
  mallopt(M_TRIM_THRESHOLD, 4 << 20);
}

int Run(int argc, char** argv) {
  CliContext context{std::cout, std::cerr, {}};
  for (const EmbeddedFile& file : EmbeddedFiles()) {
    context.built_in.push_back({file.path, file.bytes});
  }
  for (const EmbeddedFile& file : EmbeddedPages()) context.pages = file.bytes;
  const int exit_code = RunCommandLine(argc, argv, SHOUZE_VERSION, context);
  if (std::cout.flush()) return exit_code;
  std::cerr << "输出没有写完，请检查磁盘空间 / the output could not be written in full\n";
  return kExitOutput;
}

}  // namespace
}  // namespace shouze

int main(int argc, char** argv) {
  try {
    shouze::KeepMemorySmall();
    std::ios::sync_with_stdio(false);
    return shouze::Run(argc, argv);
  } catch (const std::exception& error) {
    std::cerr << "程序无法继续：" << error.what() << " / the program cannot go on\n";
  }
  return shouze::kExitSoftware;
}
