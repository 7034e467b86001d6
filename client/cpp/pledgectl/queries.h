// Reads of the public API that several commands need. Functions; they block.
#ifndef PLEDGE_CLIENT_CPP_PLEDGECTL_QUERIES_H_
#define PLEDGE_CLIENT_CPP_PLEDGECTL_QUERIES_H_

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "client/cpp/names.h"
#include "client/cpp/pledgectl/arguments.h"
#include "client/cpp/pledgectl/render_letter.h"
#include "grpcpp/channel.h"
#include "pledge/v1/query_service.pb.h"

namespace pledge::cli {

// All operands as names; the first that is none fails.
absl::StatusOr<std::vector<client::ResourceName>> ParseNames(const std::vector<std::string>& texts);

// The same failure with the name of what it is about, unless its message has
// it: as the server gives it, or as asked for when `names` has only one.
absl::Status WithName(const absl::Status& status, const std::vector<client::ResourceName>& names);

// USAGE when --fields stands with an output that has no fields.
absl::Status CheckFields(const Arguments& arguments);

// Calls on one server with the flags of one command.
class Queries {
 public:
  Queries(std::shared_ptr<grpc::Channel> channel, const Arguments& arguments);

  // What a stream is asked for, beside the flags of the command.
  struct Selection {
    std::vector<client::ResourceName> parents;
    bool furniture = false;
    bool stances = false;
    int64_t limit = 0;                  // 0: none
    const QueryFlags* flags = nullptr;  // filter, words, order, fields; null: none
  };

  using OnSections = std::function<void(const v1::StreamSectionsResponse&)>;
  absl::Status StreamSections(const Selection& selection, const OnSections& on_message) const;

  using OnCommitments = std::function<void(const v1::StreamCommitmentsResponse&)>;
  absl::Status StreamCommitments(const Selection& selection, const OnCommitments& on_message) const;

  using OnAchievements = std::function<void(const v1::StreamAchievementsResponse&)>;
  absl::Status StreamAchievements(const Selection& selection,
                                  const OnAchievements& on_message) const;

  // Counts by the fields of the selection's flags.
  absl::StatusOr<v1::AggregateCommitmentsResponse> Count(const Selection& selection) const;

  // What stands above the records of a document or revision.
  absl::StatusOr<LetterHead> ReadHead(const client::ResourceName& name) const;

 private:
  v1::RecordSelector MakeSelector(const Selection& selection) const;
  // The state that the command reads; nullopt for the newest.
  std::optional<v1::ReadPoint> MakeReadPoint() const;
  template <typename Request>
  Request MakeRequest(const Selection& selection) const;

  const std::shared_ptr<grpc::Channel> channel_;
  const Arguments& arguments_;
};

}  // namespace pledge::cli

#endif  // PLEDGE_CLIENT_CPP_PLEDGECTL_QUERIES_H_
