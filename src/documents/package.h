#pragma once

#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/civil.h"

struct archive;

namespace shouze::documents {

/// A ZIP written as a stream: names are UTF-8, `made_at` is its files' time. What the sink throws
/// comes out of the function that wrote.
class PackageWriter {
 public:
  using Sink = std::function<void(std::string_view bytes)>;

  PackageWriter(Sink sink, Instant made_at);
  ~PackageWriter();
  PackageWriter(const PackageWriter&) = delete;
  PackageWriter& operator=(const PackageWriter&) = delete;

  /// Begins a file of exactly `bytes` bytes, the one before being complete.
  void Begin(const std::string& name, std::int64_t bytes);
  void Write(std::string_view bytes);
  /// Once, at the end; without it what was written is no ZIP.
  void Finish();

 private:
  static long Take(archive*, void* writer, const void* bytes, std::size_t size);
  void Must(bool done);

  const Sink sink_;
  const Instant made_at_;
  std::exception_ptr broken_;
  std::unique_ptr<archive, int (*)(archive*)> zip_;
};

/// A file in a ZIP.
struct PackagePart {
  std::string name;
  std::string bytes;
};

/// A small ZIP, whole in memory.
std::string WritePackage(const std::vector<PackagePart>& parts, Instant made_at);

}  // namespace shouze::documents
