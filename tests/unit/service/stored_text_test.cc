// Cleaned text and repairs as the store keeps them.
#include "service/mapping/stored_text.h"

#include <gtest/gtest.h>

#include "service/base/error.h"
#include "service/base/sha256.h"
#include "service/mapping/offset_table.h"
#include "service/mapping/personal_text.h"
#include "service/mapping/to_api.h"
#include "service/pipeline/analyze.h"
#include "storage/packed_row.h"

namespace pledge::mapping {
namespace {

using pipeline::CleanText;
using pipeline::RepairKind;

std::string Row(const std::vector<std::string>& rows, size_t index) {
  return *storage::UnpackBytes(rows[index]);
}

// A row of text of this size; the source is `source`.
std::string TextRow(const std::vector<std::string>& rows, const TextHead::Place& place,
                    const std::string& source = "") {
  auto text =
      DecodeTextRow(Row(rows, place.row), place.row_end - place.row_start,
                    [&](uint64_t start, uint64_t size) { return source.substr(start, size); });
  EXPECT_TRUE(text.ok()) << text.status();
  return text.ok() ? *text : "";
}

TextHead HeadOf(const std::vector<std::string>& rows) {
  auto head = TextHead::Decode(Row(rows, 0));
  EXPECT_TRUE(head.ok()) << head.status();
  return head.ok() ? *std::move(head) : TextHead();
}

std::string TextOf(const std::vector<std::string>& rows, const std::string& source = "") {
  std::string text;
  const TextHead head = HeadOf(rows);
  for (uint64_t at = 0; at < head.text_size();) {
    const TextHead::Place place = head.Find(at);
    text += TextRow(rows, place, source);
    at = place.row_end;
  }
  return text;
}

// `count` repairs of all forms between characters of all sizes.
CleanText Repaired(int count) {
  CleanText clean;
  for (int i = 0; i < count; ++i) {
    clean.text += "答a𠮷";
    clean.map.AppendSame(8, 8);
    switch (i % 3) {
      case 0:
        clean.map.AppendRepair(0, 4, RepairKind::kGloss, "mirror-gloss");
        break;
      case 1:
        clean.text += "𠮷é";
        clean.map.AppendRepair(6, 3, RepairKind::kScript, "");
        break;
      default:
        clean.text += "\n";
        clean.map.AppendRepair(1, 0, RepairKind::kSpacing, "");
    }
  }
  return clean;
}

TEST(PackText, KeepsTextAndDigest) {
  CleanText clean;
  clean.text = "答复函";
  clean.map = pipeline::SourceMap::Identity(9);

  const auto rows = PackText(clean, clean.text, "");

  ASSERT_EQ(rows.size(), 2u);
  const TextHead head = HeadOf(rows);
  EXPECT_EQ(head.text_size(), 9u);
  EXPECT_EQ(head.sha256(false), Sha256("答复函"));
  EXPECT_EQ(head.sha256(true), Sha256("答复函"));
  EXPECT_EQ(head.repair_count(), 0u);
  EXPECT_EQ(head.repair_row_count(), 0u);
  EXPECT_EQ(TextOf(rows), "答复函");
}

TEST(PackText, AnEmptyTextIsAHeadAlone) {
  const auto rows = PackText(CleanText(), "", "");

  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(HeadOf(rows).text_size(), 0u);
  EXPECT_EQ(HeadOf(rows).sha256(false), Sha256(""));
}

TEST(PackText, CutsRowsBetweenCharacters) {
  CleanText clean;
  while (clean.text.size() < 3 * kTextRowBytes) clean.text += "答";
  clean.map = pipeline::SourceMap::Identity(static_cast<uint32_t>(clean.text.size()));

  const auto rows = PackText(clean, clean.text, "");
  const TextHead head = HeadOf(rows);

  EXPECT_EQ(TextOf(rows), clean.text);
  for (uint64_t at = 0; at < head.text_size();) {
    const TextHead::Place place = head.Find(at);
    EXPECT_EQ(place.row_start, at);
    EXPECT_LE(place.row_end - place.row_start, kTextRowBytes);
    EXPECT_EQ(place.row_end % 3, 0u);
    EXPECT_EQ(head.Find(place.row_end - 1).row, place.row);
    at = place.row_end;
  }
}

TEST(PackText, KeepsPersonalDataApart) {
  CleanText clean;
  clean.text = "联系人：唐予安 电话：0000-8612046。";
  clean.map = pipeline::SourceMap::Identity(static_cast<uint32_t>(clean.text.size()));
  const std::string masked = "联系人：＊＊＊ 电话：************。";
  ASSERT_EQ(masked.size(), clean.text.size());

  const auto rows = PackText(clean, masked, "");
  const TextHead head = HeadOf(rows);

  EXPECT_EQ(TextOf(rows), masked);
  EXPECT_EQ(head.sha256(false), Sha256(masked));
  EXPECT_EQ(head.sha256(true), Sha256(clean.text));
  ASSERT_EQ(head.FindHidden(1), 2u);
  EXPECT_EQ(head.first_repair_row(), 3u);
  std::string text = TextRow(rows, head.Find(0));
  ASSERT_TRUE(Unmask(Row(rows, 2), &text).ok());
  EXPECT_EQ(text, clean.text);
}

TEST(PackText, OnlyRowsThatHideSomethingHaveARowOfIt) {
  CleanText clean;
  while (clean.text.size() < 4 * kTextRowBytes) clean.text += "答";
  clean.map = pipeline::SourceMap::Identity(static_cast<uint32_t>(clean.text.size()));
  std::string masked = clean.text;
  // Both sides of the border of two rows, and the last character.
  const size_t border = 2 * (kTextRowBytes / 3 * 3);
  for (const size_t at : {border - 3, border, masked.size() - 3}) masked.replace(at, 3, "＊");

  const auto rows = PackText(clean, masked, "");
  const TextHead head = HeadOf(rows);

  ASSERT_EQ(head.first_repair_row(), 1u + 5u + 3u);
  EXPECT_EQ(head.FindHidden(1), std::nullopt);
  EXPECT_EQ(head.FindHidden(2), 6u);
  EXPECT_EQ(head.FindHidden(3), 7u);
  EXPECT_EQ(head.FindHidden(4), std::nullopt);
  EXPECT_EQ(head.FindHidden(5), 8u);
  std::string text;
  for (uint64_t at = 0; at < head.text_size(); at = head.Find(at).row_end) {
    std::string part = TextRow(rows, head.Find(at));
    if (const auto hidden = head.FindHidden(head.Find(at).row)) {
      ASSERT_TRUE(Unmask(Row(rows, *hidden), &part).ok());
    }
    text += part;
  }
  EXPECT_EQ(text, clean.text);
}

// A page of `size_bytes` and its text, which nothing but the page tells.
CleanText Page(size_t size_bytes, std::string* source) {
  CleanText clean;
  *source = "<p>";
  clean.map.AppendRepair(0, 3, RepairKind::kMarkup, "");
  for (int i = 0; source->size() < size_bytes; ++i) {
    const std::string words = Hex(Sha256(std::to_string(i)));
    *source += words + "<b>";
    clean.text += words;
    clean.map.AppendSame(64, 64);
    clean.map.AppendRepair(0, 3, RepairKind::kMarkup, "");
  }
  return clean;
}

TEST(PackText, TextOfTheSourceIsKeptAsItsDifference) {
  std::string source;
  const CleanText clean = Page(10'000, &source);
  std::string masked = clean.text;
  masked.replace(100, 5, "*****");

  const auto rows = PackText(clean, masked, source);
  const TextHead head = HeadOf(rows);

  EXPECT_EQ(TextOf(rows, source), masked);
  size_t bytes = 0;
  for (uint32_t row = 1; row <= head.Find(head.text_size() - 1).row; ++row) {
    bytes += rows[row].size();
  }
  EXPECT_LT(bytes, clean.text.size() / 4);
}

TEST(PackText, LargeTextsComeBackWithTheirSource) {
  std::string source;
  const CleanText clean = Page(size_t{700} << 10, &source);

  const auto rows = PackText(clean, clean.text, source);

  EXPECT_EQ(TextOf(rows, source), clean.text);
}

TEST(PackText, RowsThatDoNotFitTheirSourceAreRefused) {
  const std::string words = Hex(Sha256("words"));
  CleanText clean;
  clean.text = words;
  clean.map = pipeline::SourceMap::Identity(static_cast<uint32_t>(words.size()));
  const auto rows = PackText(clean, words, words);
  const std::string row = Row(rows, 1);
  const auto reason = [&](std::string_view bytes, size_t size, const std::string& source) {
    return ReasonOf(
        DecodeTextRow(bytes, size, [&](uint64_t, uint64_t) { return source; }).status());
  };
  ASSERT_EQ(reason(row, words.size(), words), std::nullopt);

  EXPECT_EQ(reason(row, words.size(), words.substr(1)), ErrorReason::kChecksumFailed);
  EXPECT_EQ(reason(row, words.size() + 1, words), ErrorReason::kChecksumFailed);
  EXPECT_EQ(reason("", 0, words), ErrorReason::kChecksumFailed);
  EXPECT_EQ(reason("\x02" + row.substr(1), words.size(), words), ErrorReason::kChecksumFailed);
  EXPECT_EQ(DecodeTextRow(row, words.size(),
                          [](uint64_t, uint64_t) -> absl::StatusOr<std::string> {
                            return MakeError(ErrorReason::kDocumentNotFound, "purged");
                          })
                .status()
                .code(),
            absl::StatusCode::kNotFound);
}

TEST(PackText, RepairsComeBackInAllUnits) {
  const CleanText clean = Repaired(2 * static_cast<int>(kRepairsInRow) + 1);

  const auto rows = PackText(clean, clean.text, "");
  const TextHead head = HeadOf(rows);

  ASSERT_EQ(head.repair_count(), 2 * kRepairsInRow + 1);
  ASSERT_EQ(head.repair_row_count(), 3u);
  ASSERT_EQ(rows.size(), head.first_repair_row() + 3u);
  for (const auto unit :
       {v1::OFFSET_UNIT_UTF8_BYTE, v1::OFFSET_UNIT_CODE_POINT, v1::OFFSET_UNIT_UTF16}) {
    std::vector<v1::Repair> expected = ToRepairs(clean);
    std::vector<uint32_t> offsets;
    for (const v1::Repair& repair : expected) CollectOffsets(repair, &offsets);
    const OffsetTable table(clean.text, offsets);
    size_t next = 0;
    for (uint32_t row = 0; row < 3; ++row) {
      const auto repairs = DecodeRepairs(Row(rows, head.first_repair_row() + row), unit);
      ASSERT_TRUE(repairs.ok()) << repairs.status();
      for (const v1::Repair& repair : *repairs) {
        ConvertOffsets(table, unit, &expected[next]);
        ASSERT_EQ(repair.SerializeAsString(), expected[next].SerializeAsString()) << next;
        ++next;
      }
    }
    EXPECT_EQ(next, expected.size());
  }
}

TEST(PackText, DamagedRowsAreRefused) {
  const CleanText clean = Repaired(5);
  std::string masked = clean.text;
  masked[3] = '*';
  const auto rows = PackText(clean, masked, "");
  const std::string head = Row(rows, 0);
  const std::string repairs = Row(rows, rows.size() - 1);
  ASSERT_TRUE(TextHead::Decode(head).ok());
  ASSERT_TRUE(DecodeRepairs(repairs, v1::OFFSET_UNIT_UTF8_BYTE).ok());

  for (size_t size = 0; size < head.size(); ++size) {
    EXPECT_EQ(ReasonOf(TextHead::Decode(head.substr(0, size)).status()),
              ErrorReason::kChecksumFailed);
  }
  EXPECT_EQ(ReasonOf(TextHead::Decode(head + "x").status()), ErrorReason::kChecksumFailed);
  const std::string hidden = Row(rows, 2);
  for (std::string text : {"", "答", "答a𠮷"}) {
    const bool fits = text.size() == 8;
    EXPECT_EQ(Unmask(hidden, &text).ok(), fits) << text;
    EXPECT_FALSE(Unmask(hidden.substr(0, hidden.size() - 1), &text).ok());
  }
  EXPECT_EQ(ReasonOf(TextHead::Decode("\x02" + head.substr(1)).status()),
            ErrorReason::kChecksumFailed);
  EXPECT_EQ(
      ReasonOf(
          DecodeRepairs(repairs.substr(0, repairs.size() - 1), v1::OFFSET_UNIT_UTF8_BYTE).status()),
      ErrorReason::kChecksumFailed);
}

// A letter whose contact persons stand in several sections.
constexpr char kLetter[] =
    "临澜市水务局关于市政协第12号提案的答复函\n临水函〔2024〕12号\n林清和委员：\n"
    "您提出的关于改造老旧管网的提案（第12号）收悉，现答复如下：\n一、工作进展\n"
    "2023年，我局更换旧管3公里。\n二、下一步打算\n下一步，我局将于2025年底前完成"
    "12公里管网改造。\n感谢您对水务工作的关心。\n联系人：唐予安；联系电话：0000-8612046\n"
    "临澜市水务局\n2024年6月12日\n";

TEST(MaskedText, IsWhatTheMaskedSectionsSay) {
  const auto analyzed = pipeline::Analyze({kLetter, "", ""});
  ASSERT_TRUE(analyzed.ok()) << analyzed.status();
  ApiRecords records = ToApi(*analyzed, {});
  MaskPersonalData(&records);

  const std::string masked = MaskedText(*analyzed, records);

  const std::string& clean = analyzed->clean.text;
  ASSERT_EQ(masked.size(), clean.size());
  EXPECT_EQ(masked.find("唐予安"), std::string::npos);
  EXPECT_EQ(masked.find("8612046"), std::string::npos);
  EXPECT_NE(masked.find("林清和"), std::string::npos);
  for (size_t i = 0; i < analyzed->tree.sections.size(); ++i) {
    std::string own;
    for (const pipeline::ByteRange& range : OwnRanges(analyzed->clean, analyzed->tree, i)) {
      own += (own.empty() ? "" : "\n") + masked.substr(range.start, range.size());
    }
    EXPECT_EQ(own, records.sections[i].text());
  }
}

TEST(MaskedText, MasksFactsOutsideAllSections) {
  pipeline::AnalyzedDocument analyzed;
  analyzed.clean.text = "电话0000-8612046";
  ApiRecords records;
  v1::Argument& phone = *records.facts.mutable_contact_phone();
  phone.set_text("0000-8612046");
  phone.mutable_provenance()->mutable_text_range()->set_start(6);
  phone.mutable_provenance()->mutable_text_range()->set_end(18);

  EXPECT_EQ(MaskedText(analyzed, records), "电话************");
}

TEST(MaskedText, IgnoresFactsThatTheCallerSaid) {
  pipeline::AnalyzedDocument analyzed;
  analyzed.clean.text = "短";
  ApiRecords records;
  v1::Argument& phone = *records.facts.mutable_contact_phone();
  phone.set_text("0000-8612046");
  phone.mutable_provenance()->mutable_text_range()->set_start(600);
  phone.mutable_provenance()->mutable_text_range()->set_end(612);

  EXPECT_EQ(MaskedText(analyzed, records), "短");
}

}  // namespace
}  // namespace pledge::mapping
