#include "http/pages.h"

#include <array>
#include <utility>

#include "base/text.h"

namespace shouze {
namespace {

constexpr std::string_view kFirstPage = "index.html";

/// Only what is embedded runs; nothing is framed, nothing comes from elsewhere. No style sheet
/// stands in a page; single elements may have a style, since Element Plus measures its text areas
/// so. Pictures of evidence are blobs. Sources: OWASP CSP cheat sheet; MDN; CSP 3 on
/// style-src-attr.
constexpr std::string_view kPolicy =
    "default-src 'none'; script-src 'self'; style-src 'self'; "
    "style-src-attr 'unsafe-inline'; "
    "img-src 'self' blob: data:; font-src 'self' blob: data:; connect-src 'self'; "
    "worker-src 'self' blob:; manifest-src 'self'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'";

/// The worker that decodes photos of phones is WebAssembly, which only its own policy lets it be:
/// no page runs any. It is fetched from here and can reach nothing but here.
constexpr std::string_view kDecoder = "/assets/heif.worker-";
constexpr std::string_view kDecoderPolicy =
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'";

constexpr std::array<std::pair<std::string_view, std::string_view>, 11> kTypes = {{
    {".html", "text/html; charset=utf-8"},
    {".js", "text/javascript; charset=utf-8"},
    {".mjs", "text/javascript; charset=utf-8"},
    {".css", "text/css; charset=utf-8"},
    {".svg", "image/svg+xml"},
    {".png", "image/png"},
    {".json", "application/json; charset=utf-8"},
    {".webmanifest", "application/manifest+json"},
    {".ttf", "font/ttf"},
    {".txt", "text/plain; charset=utf-8"},
    {".wasm", "application/wasm"},
}};

/// `/units` is the application's own address; `/robots.txt` would be a file.
bool IsAddress(std::string_view path) {
  // /policy/5.1 and /tasks/xxgc/5.1/fix/r12 are, /favicon.ico and /assets/main.js are not.
  const std::string_view first = path.substr(1, path.find('/', 1) - 1);
  return first != "assets" && first.find('.') == std::string_view::npos;
}

bool IsOfTheApi(std::string_view path) { return path == "/api" || path.starts_with("/api/"); }

void ReplaceAll(std::string& text, std::string_view from, std::string_view to) {
  for (std::size_t at = text.find(from); at != text.npos; at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
}

/// The first page stands for every address of the application: what it names begins at the site's
/// own path, and its words for browsers that run nothing of it name the right address.
std::string FirstPage(std::string page, const Site& site) {
  ReplaceAll(page, "=\"./", Concat("=\"", site.prefix(), "/"));
  ReplaceAll(page, "<!--public-url-->",
             site.url().empty()
                 ? ""
                 : Concat("本系统的网址：<a href=\"", site.url(), "/\">", site.url(), "/</a>"));
  return page;
}

}  // namespace

std::string_view TypeOfPage(std::string_view path) {
  for (const auto& [ending, type] : kTypes) {
    if (path.ends_with(ending)) return type;
  }
  return "application/octet-stream";
}

Pages::Pages(std::vector<PackedFile> files, const Site& site) {
  for (PackedFile& file : files) {
    if (file.path == kFirstPage) file.bytes = FirstPage(std::move(file.bytes), site);
    const std::string_view type = TypeOfPage(file.path);
    const bool for_ever = file.path.starts_with("assets/");
    by_path_.emplace(std::move(file.path),
                     Page{type, for_ever, std::make_unique<Rendering>(std::move(file.bytes))});
  }
}

std::optional<Response> Pages::Find(const Request& request, std::string_view path) const {
  if ((request.method != "GET" && !request.IsHead()) || IsOfTheApi(path)) return std::nullopt;
  auto found = by_path_.find(path.substr(1));
  if (found == by_path_.end() && IsAddress(path)) found = by_path_.find(kFirstPage);
  if (found == by_path_.end()) return std::nullopt;
  const Page& page = found->second;
  Response response = *Respond(request, *page.rendering, page.type, false);
  response.headers.emplace_back("Cache-Control",
                                page.for_ever ? "public, max-age=31536000, immutable" : "no-cache");
  response.headers.emplace_back("Content-Security-Policy",
                                path.starts_with(kDecoder) ? kDecoderPolicy : kPolicy);
  response.headers.emplace_back("Cross-Origin-Opener-Policy", "same-origin");
  response.headers.emplace_back("Permissions-Policy",
                                "camera=(self), geolocation=(), microphone=()");
  return response;
}

}  // namespace shouze
