#include "base/place.h"

namespace shouze {

std::string Place::Pointer() const {
  if (parent_ == nullptr) return {};
  std::string pointer = parent_->Pointer();
  AppendPointer(pointer, name_.data() == nullptr ? std::to_string(index_) : std::string(name_));
  return pointer;
}

void AppendPointer(std::string& pointer, std::string_view token) {
  pointer += '/';
  for (const char c : token) {
    if (c == '~') {
      pointer += "~0";
    } else if (c == '/') {
      pointer += "~1";
    } else {
      pointer += c;
    }
  }
}

}  // namespace shouze
