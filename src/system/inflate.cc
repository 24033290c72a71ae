#include "system/inflate.h"

#include <zlib.h>

#include <algorithm>

namespace shouze {

std::string Inflate(std::string_view packed, Deflated as, std::size_t bytes_max) {
  constexpr std::size_t kPieceBytes = std::size_t{64} << 10;
  z_stream stream{};
  const int window = as == Deflated::kBare ? -MAX_WBITS : MAX_WBITS;
  if (inflateInit2(&stream, window) != Z_OK) return "";
  std::string in(packed);
  stream.next_in = reinterpret_cast<Bytef*>(in.data());
  stream.avail_in = static_cast<uInt>(in.size());
  std::string out;
  int state = Z_OK;
  while (state == Z_OK && out.size() < bytes_max) {
    const std::size_t had = out.size();
    const std::size_t room = std::min(kPieceBytes, bytes_max - had);
    out.resize(had + room);
    stream.next_out = reinterpret_cast<Bytef*>(out.data() + had);
    stream.avail_out = static_cast<uInt>(room);
    state = inflate(&stream, Z_NO_FLUSH);
    out.resize(had + room - stream.avail_out);
    if (out.size() == had) break;
  }
  inflateEnd(&stream);
  return out;
}

}  // namespace shouze
