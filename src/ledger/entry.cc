#include "ledger/entry.h"

#include "base/digest.h"
#include "base/json_writer.h"

namespace shouze {

std::string DigestOf(const Entry& entry) {
  JsonWriter writer;
  writer.BeginObject();
  writer.Member("actor", entry.actor);
  writer.Member("alg", entry.alg);
  writer.Member("at", FormatRfc3339(entry.at, UtcOffset{0}));
  writer.Key("body");
  writer.Raw(entry.body);
  writer.Member("kind", entry.kind);
  writer.Member("prev_digest", entry.prev_digest);
  writer.Key("seq");
  writer.Whole(entry.seq);
  writer.EndObject();
  return Sha256Hex(writer.Take());
}

}  // namespace shouze
