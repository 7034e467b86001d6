#include "service/pipeline/text/text_editor.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace pledge::pipeline {
namespace {

MappedText Mapped(const std::string& text) {
  return {text, SourceMap::Identity(static_cast<uint32_t>(text.size()))};
}

TEST(TextEditor, LeavesTextWithoutEditsAlone) {
  MappedText mapped = Mapped("abcdef");
  TextEditor editor(mapped.text);
  editor.KeepUntil(3);

  EXPECT_FALSE(editor.edited());
  editor.Finish(&mapped);

  EXPECT_EQ(mapped.text, "abcdef");
  EXPECT_EQ(mapped.map.runs().size(), 1u);
}

TEST(TextEditor, KeepsWhatIsNotEdited) {
  MappedText mapped = Mapped("abcdef");
  TextEditor editor(mapped.text);
  editor.KeepUntil(2);
  editor.RemoveUntil(3, RepairKind::kGloss);
  editor.ReplaceUntil(4, "DD", RepairKind::kScript);
  editor.Insert("+", RepairKind::kMarkup);
  EXPECT_EQ(editor.position(), 4u);
  EXPECT_EQ(editor.output_size(), 5u);
  editor.Finish(&mapped);

  EXPECT_EQ(mapped.text, "abDD+ef");
  EXPECT_EQ(mapped.map.SourceRanges({5, 7}).front(), (ByteRange{4, 6}));
  EXPECT_EQ(mapped.map.SourceRanges({2, 3}).front(), (ByteRange{3, 4}));
}

TEST(TextEditor, IgnoresPositionsBehindTheOneReached) {
  MappedText mapped = Mapped("abc");
  TextEditor editor(mapped.text);
  editor.RemoveUntil(2, RepairKind::kSpacing);
  editor.KeepUntil(1);
  editor.RemoveUntil(1, RepairKind::kSpacing);
  editor.Finish(&mapped);

  EXPECT_EQ(mapped.text, "c");
}

TEST(TextEditor, ComposesSeveralPasses) {
  MappedText mapped = Mapped("a(x)b(y)c");
  TextEditor first(mapped.text);
  first.KeepUntil(1);
  first.RemoveUntil(4, RepairKind::kGloss);
  first.Finish(&mapped);
  TextEditor second(mapped.text);  // ab(y)c
  second.KeepUntil(2);
  second.RemoveUntil(5, RepairKind::kGloss);
  second.Finish(&mapped);

  EXPECT_EQ(mapped.text, "abc");
  EXPECT_EQ(mapped.map.SourceRanges({1, 2}).front(), (ByteRange{4, 8}));
}

}  // namespace
}  // namespace pledge::pipeline
