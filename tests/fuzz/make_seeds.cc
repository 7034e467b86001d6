// make_seeds FOLDER: writes seeds for the targets whose input no editor can write,
// FOLDER/TARGET/NAME: rows and tokens as the store makes them.
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>
#include <system_error>
#include <vector>

#include "storage/column_row.h"
#include "storage/commit_log.h"
#include "storage/packed_row.h"
#include "storage/token.h"

namespace pledge::storage {
namespace {

bool Write(const std::filesystem::path& folder, const std::string& target, const std::string& name,
           const std::string& bytes) {
  std::error_code error;
  std::filesystem::create_directories(folder / target, error);
  std::ofstream out(folder / target / name, std::ios::binary);
  out << bytes;
  out.close();
  return !error && !out.fail();
}

ColumnRow SampleRow() {
  ColumnRow row;
  row.content_commit = 7;
  row.issued = DayRange{19700, 19700};
  row.issuer = "临澜市教育局";
  row.labels = {{"year", "2024"}, {"kind", "reply"}};
  row.commitments.resize(3);
  row.commitments[0] = {.type = 1,
                        .strength = 4,
                        .polarity = 1,
                        .verifiability = 3,
                        .has_target = true,
                        .deadline_end = DayNumber{20000},
                        .actor = "临澜市财政局"};
  row.commitments[1].deadline_start = DayNumber{19800};
  row.commitments[2].actor = "临澜市教育局";
  return row;
}

LogRow SampleLog() {
  LogRow row;
  row.first_commit = 9;
  row.entries.push_back(
      {.time_us = 1'700'000'000'000'000, .kind = LogKind::kSession, .collection = 1});
  row.entries.push_back({.time_us = 1'700'000'000'000'200,
                         .kind = LogKind::kCreated,
                         .collection = 1,
                         .document = 4,
                         .ordinal = 2,
                         .content_commit = 10,
                         .old_commit = 5,
                         .old_content_commit = 3,
                         .digest = "12345678"});
  return row;
}

bool WriteAll(const std::filesystem::path& folder) {
  const std::vector<TaggedRecord> records = {{"one", 1}, {std::string(300, 'a'), 2}, {"", 3}};
  LogRow log = SampleLog();
  const std::string packed = PackRecords(records, "preamble");
  return Write(folder, "column_row", "row", EncodeColumnRow(SampleRow())) &&
         Write(folder, "column_row", "empty", EncodeColumnRow({})) &&
         Write(folder, "commit_log", "row", "\x09" + EncodeLogRow(log, EmptyLogDigest())) &&
         Write(folder, "packed_row", "value", std::string(1, '\0') + packed) &&
         Write(folder, "packed_row", "body", "\x01" + *UnpackBytes(packed)) &&
         Write(folder, "token", "payload", std::string(1, '\0') + "payload") &&
         Write(folder, "token", "token",
               "\x01" + SealToken("0123456789abcdef0123456789abcdef", "page", "payload"));
}

}  // namespace
}  // namespace pledge::storage

int main(int argc, char** argv) {
  if (argc == 2 && pledge::storage::WriteAll(argv[1])) return 0;
  std::fputs("usage: make_seeds FOLDER, which can be written\n", stderr);
  return 2;
}
