#include "documents/qr.h"

#include <cairo.h>
#include <qrencode.h>

#include <memory>

#include "base/check.h"

namespace shouze::documents {
namespace {

constexpr int kQuietModules = 4;
constexpr int kPixelsPerModule = 8;

cairo_status_t Append(void* closure, const unsigned char* bytes, unsigned int size) {
  static_cast<std::string*>(closure)->append(reinterpret_cast<const char*>(bytes), size);
  return CAIRO_STATUS_SUCCESS;
}

}  // namespace

QrModules MakeQr(std::string_view text) {
  std::unique_ptr<QRcode, decltype(&QRcode_free)> code(nullptr, QRcode_free);
  for (const QRecLevel level : {QR_ECLEVEL_Q, QR_ECLEVEL_M, QR_ECLEVEL_L}) {
    code.reset(QRcode_encodeData(static_cast<int>(text.size()),
                                 reinterpret_cast<const unsigned char*>(text.data()), 0, level));
    if (code) break;
  }
  CHECK(code != nullptr);
  QrModules modules;
  modules.size = code->width;
  for (int i = 0; i < code->width * code->width; ++i) {
    modules.dark.push_back((code->data[i] & 1) != 0);
  }
  return modules;
}

std::string QrPng(const QrModules& modules) {
  const int side = (modules.size + 2 * kQuietModules) * kPixelsPerModule;
  cairo_surface_t* const surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, side, side);
  cairo_t* const canvas = cairo_create(surface);
  cairo_set_source_rgb(canvas, 1, 1, 1);
  cairo_paint(canvas);
  cairo_set_source_rgb(canvas, 0, 0, 0);
  for (int row = 0; row < modules.size; ++row) {
    for (int column = 0; column < modules.size; ++column) {
      if (!modules.At(row, column)) continue;
      cairo_rectangle(canvas, (column + kQuietModules) * kPixelsPerModule,
                      (row + kQuietModules) * kPixelsPerModule, kPixelsPerModule, kPixelsPerModule);
    }
  }
  cairo_fill(canvas);
  cairo_destroy(canvas);
  std::string png;
  CHECK(cairo_surface_write_to_png_stream(surface, Append, &png) == CAIRO_STATUS_SUCCESS);
  cairo_surface_destroy(surface);
  return png;
}

}  // namespace shouze::documents
