#include "documents/text.h"

#include <glib.h>

namespace shouze::documents {
namespace {

bool MayStand(gunichar letter) {
  if (letter == '\n') return true;
  if (letter < 0x20 || (letter >= 0x7F && letter < 0xA0)) return false;
  if (letter == 0xFFFE || letter == 0xFFFF) return false;
  // Marks that turn the direction of what follows could make a text say something else.
  return !(letter >= 0x202A && letter <= 0x202E) && !(letter >= 0x2066 && letter <= 0x2069);
}

}  // namespace

std::string CleanText(std::string_view text) {
  gchar* const valid = g_utf8_make_valid(text.data(), static_cast<gssize>(text.size()));
  std::string clean;
  clean.reserve(text.size());
  for (const gchar* at = valid; *at != '\0'; at = g_utf8_next_char(at)) {
    if (MayStand(g_utf8_get_char(at)))
      clean.append(at, static_cast<std::size_t>(g_utf8_next_char(at) - at));
  }
  g_free(valid);
  return clean;
}

}  // namespace shouze::documents
