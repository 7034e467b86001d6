#include "service/access/policy.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace pledge::access {
namespace {

using ::testing::HasSubstr;

bool Allows(const Policy& policy, const char* principal, const char* method,
            std::set<std::string> collections) {
  return policy.Allows(principal, *FindMethod(method), {false, std::move(collections)});
}

TEST(Policy, WithoutRulesAllowsNothing) {
  const auto policy = Policy::Parse("{}");

  ASSERT_TRUE(policy.ok());
  EXPECT_FALSE(Allows(**policy, "anyone", "GetServerInfo", {}));
}

TEST(Policy, PatternsEndWithAStar) {
  const auto policy = Policy::Parse(R"({"rules": [{"principals": ["spiffe://x/*"],
      "methods": ["QueryService/Stream*", "DocumentService/GetDocument"],
      "collections": ["city-*", "town"]}]})");

  ASSERT_TRUE(policy.ok()) << policy.status();
  EXPECT_TRUE(Allows(**policy, "spiffe://x/a", "StreamSections", {"city-1", "town"}));
  EXPECT_TRUE(Allows(**policy, "spiffe://x/", "GetDocument", {"city-"}));
  EXPECT_FALSE(Allows(**policy, "spiffe://xx/a", "StreamSections", {"city-1"}));
  EXPECT_FALSE(Allows(**policy, "spiffe://x/a", "ListSections", {"city-1"}));
  EXPECT_FALSE(Allows(**policy, "spiffe://x/a", "GetDocumentRevision", {"city-1"}));
  EXPECT_FALSE(Allows(**policy, "spiffe://x/a", "StreamSections", {"city-1", "village"}));
  EXPECT_FALSE(Allows(**policy, "spiffe://x/a", "StreamSections", {"towns"}));
}

TEST(Policy, RulesOfOneCallerAddUp) {
  const auto policy = Policy::Parse(R"({"rules": [
      {"principals": ["me"], "methods": ["read"], "collections": ["a"]},
      {"principals": ["*"], "methods": ["read"], "collections": ["b"]},
      {"principals": ["me"], "methods": ["write"], "collections": ["c"]}]})");

  ASSERT_TRUE(policy.ok());
  EXPECT_TRUE(Allows(**policy, "me", "StreamSections", {"a", "b"}));
  EXPECT_FALSE(Allows(**policy, "me", "StreamSections", {"a", "b", "c"}));
  EXPECT_FALSE(Allows(**policy, "other", "StreamSections", {"a", "b"}));
}

TEST(Policy, OnlyTheStarAloneCoversAllCollections) {
  const auto almost = Policy::Parse(R"({"rules": [{"principals": ["me"], "methods": ["*"],
      "collections": ["a*", "b*"]}]})");
  const auto all = Policy::Parse(R"({"rules": [{"principals": ["me"], "methods": ["*"],
      "collections": ["*"]}]})");

  EXPECT_FALSE((*almost)->Allows("me", *FindMethod("ListCollections"), {true, {}}));
  EXPECT_TRUE((*all)->Allows("me", *FindMethod("ListCollections"), {true, {}}));
}

TEST(Policy, FirstQuotaThatCoversACallerCounts) {
  const auto policy = Policy::Parse(R"({"quotas": [
      {"principals": ["a*"], "maxStreams": 2},
      {"principals": ["*"], "maxStreams": 5, "ingestBytesPerSecond": "100"}]})");

  ASSERT_TRUE(policy.ok());
  EXPECT_EQ((*policy)->AllowanceOf("ab").max_streams, 2);
  EXPECT_EQ((*policy)->AllowanceOf("ab").ingest_bytes_per_second, 0);
  EXPECT_EQ((*policy)->AllowanceOf("b").ingest_bytes_per_second, 100);
}

TEST(Policy, WrongOnesAreRefusedWithTheirPlace) {
  const std::pair<const char*, const char*> cases[] = {
      {"", ""},
      {"[]", ""},
      {"{\"rule\": []}", "rule"},
      {R"({"rules": [{"methods": ["read"]}]})", "rules[0]: names no principals"},
      {R"({"rules": [{"principals": ["a"]}]})", "rules[0]: names no methods"},
      {R"({"rules": [{"principals": ["a*b"], "methods": ["read"]}]})", "not at its end"},
      {R"({"rules": [{"principals": ["a"], "methods": ["reed"]}]})", "\"reed\" covers no method"},
      {R"({"rules": [{"principals": ["a"], "methods": ["GetDocument"]}]})", "covers no method"},
      {R"({"rules": [{"principals": [""], "methods": ["read"]}]})", "empty text"},
      {R"({"quotas": [{"maxStreams": 1}]})", "quotas[0]: names no principals"},
      {R"({"quotas": [{"principals": ["a"], "maxStreams": -1}]})", "below zero"},
      {R"({"quotas": [{"principals": ["a"], "maxStreams": 99999999999}]})", ""},
  };
  for (const auto& [json, what] : cases) {
    const auto policy = Policy::Parse(json);
    EXPECT_EQ(policy.status().code(), absl::StatusCode::kInvalidArgument) << json;
    EXPECT_THAT(std::string(policy.status().message()), HasSubstr(what)) << json;
  }
}

}  // namespace
}  // namespace pledge::access
