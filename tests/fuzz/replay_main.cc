// Runs a fuzzer's body once over every file of the folders given: the corpus as an ordinary test.
// Exit code 1 where a folder cannot be read or holds nothing, so that a lost corpus is noticed.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <system_error>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size);

namespace {

std::vector<std::filesystem::path> FilesBelow(const char* folder, std::error_code& error) {
  std::vector<std::filesystem::path> files;
  std::filesystem::recursive_directory_iterator walk(folder, error);
  for (; !error && walk != std::filesystem::end(walk); walk.increment(error)) {
    if (walk->is_regular_file()) {
      files.push_back(walk->path());
    }
  }
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace

int main(int argc, char** argv) {
  std::size_t count = 0;
  for (int i = 1; i < argc; ++i) {
    std::error_code error;
    const auto files = FilesBelow(argv[i], error);
    if (error || files.empty()) {
      std::fprintf(stderr, "%s: no inputs here; put at least one small valid file into it\n",
                   argv[i]);
      return 1;
    }
    for (const auto& file : files) {
      std::ifstream stream(file, std::ios::binary);
      const std::string bytes{std::istreambuf_iterator<char>(stream), {}};
      LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
      ++count;
    }
  }
  std::printf("%zu inputs replayed\n", count);
  return count == 0 ? 1 : 0;
}
