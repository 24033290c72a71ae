#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace shouze {

/// The length of UTF-8 text in UTF-16 units: what Windows counts paths in.
std::size_t Utf16Units(std::string_view text);

/// The longest beginning of UTF-8 text that takes at most so many UTF-16 units; no character is
/// split.
std::string_view CutToUnits(std::string_view text, std::size_t units);

/// `.pdf` of `a.pdf`; empty where there is none, or what follows the last dot is no ending.
std::string_view ExtensionOf(std::string_view name);

/// File systems of Linux take 255; what tells doubles apart (` (2)`) still fits.
inline constexpr std::size_t kNameBytesMax = 240;

/// A name that every system takes for one file or folder, at most `units` UTF-16 units and
/// kNameBytesMax bytes long, the extension kept: `/\:*?"<>|`, control characters and bytes that are
/// no UTF-8 are replaced, characters that turn or hide what is read are left out, and so are dots
/// and spaces at either end. What Windows takes for a device (`CON`, `com1.txt`) gets a `_` before
/// it. Source: "Naming Files, Paths, and Namespaces" (Microsoft); Unicode 15,
/// DerivedCoreProperties, Default_Ignorable_Code_Point.
std::string SafeFileName(std::string_view name, std::size_t units = 120);

}  // namespace shouze
