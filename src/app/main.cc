#include <cstdio>

int main() {
  std::puts("shouze " SHOUZE_VERSION);
  return 0;
}
