#include <utility>

#include "papers/papers.h"

namespace shouze::papers {

documents::Document Bound(std::string title, std::span<const documents::Document> documents) {
  documents::Document bound;
  if (!documents.empty()) bound = documents.front();
  bound.title = std::move(title);
  bound.foot.clear();
  bound.blocks.clear();
  for (const documents::Document& one : documents) {
    if (!bound.blocks.empty()) bound.blocks.emplace_back(documents::PageBreak{});
    bound.blocks.insert(bound.blocks.end(), one.blocks.begin(), one.blocks.end());
  }
  return bound;
}

}  // namespace shouze::papers
