#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/points.h"
#include "documents/document.h"
#include "papers/papers.h"

/// Turns of phrase that the documents share.
namespace shouze::papers {

/// What is assessed, as documents name it.
inline constexpr std::string_view kSubject = "网络安全责任制落实考核评价";

/// 2026年12月21日
std::string ChineseDate(CivilDate date);
/// 一 … 九十九
std::string ChineseNumber(int number);

/// `某校网络安全领导小组办公室`
std::string Writer(const Letterhead& head);
documents::RedHead RedHeadOf(const Letterhead& head);
documents::Signature SignatureOf(const Letterhead& head);
/// A document with its title, date and offset set.
documents::Document Begin(const Letterhead& head, std::string title);

/// 《某办法》（某文〔2024〕50 号）
std::string PolicyNamed(std::string_view title, std::string_view document);

/// Who is addressed: at the margin, with a colon.
documents::Paragraph Addressed(std::string_view name);

/// Cells of a table's header, its figures and its texts.
documents::Cell Header(std::string_view text);
documents::Cell Centred(std::string_view text);
documents::Cell Figure(Points points);
documents::Cell Text(std::string_view text);
/// A row of Header cells.
documents::TableRow HeaderRow(std::span<const std::string_view> titles);

/// `2026-12-21 09:00`; a midnight is 24:00 of the day it ends.
std::string Minute(Instant instant, UtcOffset offset);

/// Sentences in one place: numbered where there are several.
std::string Sentences(const std::vector<std::string>& sentences);

/// A veto as the service explains it, without the 一票否决 that stands beside it.
std::string VetoSaid(std::string_view veto);

/// `+1.5`, `-2`, `0`
std::string Change(Points points);

}  // namespace shouze::papers
