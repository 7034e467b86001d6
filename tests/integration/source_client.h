// Reads stored bytes, cleaned text and repairs of a revision as a client does:
// piece by piece, with the promises about pieces checked on the way.
#ifndef PLEDGE_TESTS_INTEGRATION_SOURCE_CLIENT_H_
#define PLEDGE_TESTS_INTEGRATION_SOURCE_CLIENT_H_

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "tests/integration/letters.h"

namespace pledge::testing {

inline v1::ReadSourceRequest SourceRequest(const std::string& name) {
  v1::ReadSourceRequest request;
  request.set_name(name);
  return request;
}
inline v1::ReadSourceRequest TextRequest(const std::string& name) {
  v1::ReadSourceRequest request = SourceRequest(name);
  request.set_cleaned(true);
  return request;
}
inline v1::ReadSourceRequest WithRange(v1::ReadSourceRequest request, int64_t start, int64_t end) {
  request.mutable_range()->set_start(start);
  request.mutable_range()->set_end(end);
  return request;
}

struct ReadBytes {
  grpc::Status status;
  std::string bytes;
  int64_t total_size = -1;
  std::string sha256;
  int messages = 0;
};

inline ReadBytes ReadSource(v1::DocumentService::Stub& stub, const v1::ReadSourceRequest& request) {
  grpc::ClientContext context;
  SetDeadline(&context, 60);
  const auto stream = stub.ReadSource(&context, request);
  ReadBytes out;
  v1::ReadSourceResponse message;
  while (stream->Read(&message)) {
    EXPECT_LE(message.data().size(), size_t{64} << 10);
    EXPECT_EQ(message.offset(), request.range().start() + static_cast<int64_t>(out.bytes.size()));
    if (out.messages++ == 0) {
      out.total_size = message.total_size();
      out.sha256 = message.sha256();
      EXPECT_GT(message.read_info().commit_number(), 0);
    } else {
      EXPECT_FALSE(message.data().empty());
    }
    EXPECT_EQ(message.total_size(), out.total_size);
    out.bytes += message.data();
  }
  out.status = stream->Finish();
  return out;
}

struct ReadRepairsResult {
  grpc::Status status;
  std::vector<v1::Repair> repairs;
  int messages = 0;
  bool complete = false;  // said by the last message, and by no other
};

inline ReadRepairsResult ReadRepairs(v1::DocumentService::Stub& stub, const std::string& name,
                                     v1::OffsetUnit unit = v1::OFFSET_UNIT_UNSPECIFIED) {
  v1::ReadRepairsRequest request;
  request.set_name(name);
  request.set_offset_unit(unit);
  grpc::ClientContext context;
  SetDeadline(&context, 60);
  const auto stream = stub.ReadRepairs(&context, request);
  ReadRepairsResult out;
  v1::ReadRepairsResponse message;
  while (stream->Read(&message)) {
    EXPECT_FALSE(out.complete) << "a message after the last one";
    EXPECT_EQ(message.has_read_info(), out.messages == 0);
    EXPECT_LE(message.ByteSizeLong(), size_t{128} << 10);
    ++out.messages;
    out.complete = message.complete();
    for (v1::Repair& repair : *message.mutable_repairs()) out.repairs.push_back(std::move(repair));
  }
  out.status = stream->Finish();
  return out;
}

}  // namespace pledge::testing

#endif  // PLEDGE_TESTS_INTEGRATION_SOURCE_CLIENT_H_
