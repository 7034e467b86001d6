// The gold of our samples against the letters themselves: every offset must be true.
#include "tests/accuracy/gold.h"

#include <google/protobuf/struct.pb.h>
#include <google/protobuf/util/json_util.h>

#include <fstream>
#include <sstream>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "service/base/sha256.h"

namespace pledge::accuracy {
namespace {

using google::protobuf::Struct;
using google::protobuf::Value;

std::string ReadFile(const std::string& path) {
  std::stringstream text;
  std::ifstream file(path, std::ios::binary);
  EXPECT_TRUE(file) << path;
  text << file.rdbuf();
  return text.str();
}

Struct ReadJson(const std::string& path) {
  Struct root;
  EXPECT_TRUE(google::protobuf::util::JsonStringToMessage(ReadFile(path), &root).ok()) << path;
  return root;
}

int CodePoints(std::string_view text) {
  int count = 0;
  for (char c : text) count += (c & 0xC0) != 0x80;
  return count;
}

// Checks each object below `value` that has offsets: bytes, code points and words must agree.
// Returns how many.
int CheckSpans(const Value& value, const std::string& source) {
  int checked = 0;
  for (const Value& item : value.list_value().values()) checked += CheckSpans(item, source);
  if (!value.has_struct_value()) return checked;
  const auto& fields = value.struct_value().fields();
  for (const auto& [key, child] : fields) checked += CheckSpans(child, source);
  if (!fields.contains("byte_start")) return checked;
  const auto start = static_cast<size_t>(fields.at("byte_start").number_value());
  const auto end = static_cast<size_t>(fields.at("byte_end").number_value());
  EXPECT_LT(start, end);
  EXPECT_LE(end, source.size());
  EXPECT_EQ(source.substr(start, end - start), fields.at("raw").string_value());
  EXPECT_EQ(CodePoints(std::string_view(source).substr(0, start)),
            fields.at("start").number_value());
  EXPECT_EQ(CodePoints(std::string_view(source).substr(0, end)), fields.at("end").number_value());
  return checked + 1;
}

TEST(SampleGold, HasOnlyTrueOffsets) {
  const auto files = GoldFiles("tests/samples");
  ASSERT_FALSE(files.empty());
  for (const std::string& file : files) {
    SCOPED_TRACE(file);
    const Struct root = ReadJson(file);
    const std::string source =
        ReadFile("tests/samples/" + root.fields().at("source_path").string_value());
    EXPECT_EQ(Hex(Sha256(source)), root.fields().at("source_sha256").string_value());
    Value everything;
    *everything.mutable_struct_value() = root;
    EXPECT_GT(CheckSpans(everything, source), 20);
  }
}

TEST(ReadGold, ReadsTheFieldsOfACommitment) {
  const auto gold = ReadGold("tests/samples/deadlines-reply.gold.json");

  ASSERT_TRUE(gold.ok()) << gold.status();
  ASSERT_EQ(gold->commitments.size(), 15u);
  const auto& fields = gold->commitments[4].fields;
  EXPECT_EQ(fields.at("action"), "新建");
  EXPECT_EQ(fields.at("deadline"), "2024-08-02..2025-12-31");
  EXPECT_EQ(fields.at("targets"), "30,处,eq;5000,个,delta");
  EXPECT_EQ(gold->facts.at("doc_number"), "临住建函〔2024〕219号");
  EXPECT_EQ(gold->facts.at("signatory"), std::nullopt);
}

TEST(ReadGold, RefusesWhatIsNoGold) {
  EXPECT_EQ(ReadGold("tests/samples/README.md").status().code(), absl::StatusCode::kDataLoss);
  EXPECT_EQ(ReadGold("tests/samples/nothing.gold.json").status().code(),
            absl::StatusCode::kNotFound);
}

}  // namespace
}  // namespace pledge::accuracy
