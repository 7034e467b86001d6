#include "service/rpc/diff_document_revisions.h"

#include <algorithm>
#include <cstdint>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "service/base/error.h"
#include "service/base/limits.h"
#include "service/base/resource_name.h"
#include "service/base/sha256.h"
#include "service/lineage/revision_diff.h"
#include "service/mapping/record_list.h"
#include "service/mapping/stored_document.h"
#include "service/mapping/time.h"
#include "service/query/read_point.h"

namespace pledge::rpc {
namespace {

using storage::RecordKind;
using storage::StoredRevision;

constexpr char kPurpose[] = "diff";

// What is compared, and from where on the page goes.
struct Place {
  RevisionName base;  // with their numbers
  RevisionName target;
  storage::CommitPoint point;
  size_t next = 0;  // entry
};

absl::Status BadToken() {
  return MakeError(ErrorReason::kTokenMalformed, "page_token was made for another request",
                   {{"field", "page_token"}});
}

absl::Status CheckRequest(const v1::DiffDocumentRevisionsRequest& request) {
  if (request.page_size() < 0) return FieldError("page_size", "must not be negative");
  const std::vector<std::string>& known = lineage::DiffParts();
  for (const std::string& part : request.parts()) {
    if (std::find(known.begin(), known.end(), part) == known.end()) {
      return FieldError("parts", absl::StrCat("must be of ", absl::StrJoin(known, ", ")));
    }
  }
  return absl::OkStatus();
}

std::set<std::string> PartsOf(const v1::DiffDocumentRevisionsRequest& request) {
  if (request.parts().empty()) {
    return {lineage::DiffParts().begin(), lineage::DiffParts().end()};
  }
  return {request.parts().begin(), request.parts().end()};
}

// Binds page tokens to what was asked.
std::string DigestOf(const v1::DiffDocumentRevisionsRequest& request) {
  return Hex(Sha256(absl::StrCat(request.base(), "\n", request.target(), "\n",
                                 absl::StrJoin(PartsOf(request), ","))))
      .substr(0, 16);
}

// Token payload: digest, base ordinal, target ordinal, commit, next entry. The
// ordinals keep "latest" what it was on the first page.
std::string MakeToken(const storage::RecordStore& store,
                      const v1::DiffDocumentRevisionsRequest& request, const Place& place) {
  return store.Seal(
      kPurpose, absl::StrCat(DigestOf(request), ",", place.base.ordinal, ",", place.target.ordinal,
                             ",", place.point.number, ",", place.next));
}

absl::Status GoOn(storage::RecordStore& store, const v1::DiffDocumentRevisionsRequest& request,
                  Place& place) {
  const auto payload = store.Unseal(kPurpose, request.page_token());
  if (!payload.ok()) return payload.status();
  const std::vector<std::string> parts = absl::StrSplit(*payload, ',');
  uint64_t commit = 0;
  if (parts.size() != 5 || parts[0] != DigestOf(request) ||
      !absl::SimpleAtoi(parts[1], &place.base.ordinal) ||
      !absl::SimpleAtoi(parts[2], &place.target.ordinal) || !absl::SimpleAtoi(parts[3], &commit) ||
      !absl::SimpleAtoi(parts[4], &place.next)) {
    return BadToken();
  }
  const auto point = store.PointOf(commit);
  if (!point.ok()) return point.status();
  place.point = *point;
  return absl::OkStatus();
}

absl::StatusOr<Place> FindPlace(storage::RecordStore& store,
                                const v1::DiffDocumentRevisionsRequest& request) {
  const auto base = ParseRevisionName("base", request.base());
  if (!base.ok()) return base.status();
  const auto target = ParseRevisionName("target", request.target());
  if (!target.ok()) return target.status();
  if (base->collection != target->collection || base->document != target->document) {
    return FieldError("target", "must be a revision of the same document as base");
  }
  Place place{*base, *target, store.Head(), 0};
  if (request.page_token().empty()) return place;
  absl::Status status = GoOn(store, request, place);
  if (!status.ok()) return status;
  return place;
}

// The revision; sets the number when the name says "latest".
absl::StatusOr<StoredRevision> FindRevision(storage::RecordStore& store, RevisionName& name,
                                            storage::CommitNumber at) {
  auto revision = name.ordinal == 0
                      ? store.GetDocument(name.collection, name.document, at)
                      : store.GetRevision(name.collection, name.document, name.ordinal, at);
  if (revision.ok()) name.ordinal = revision->ordinal;
  return revision;
}

absl::StatusOr<lineage::RevisionContent> ReadContent(storage::RecordStore& store,
                                                     const StoredRevision& revision,
                                                     const std::set<std::string>& parts) {
  const std::string name =
      MakeRevisionName(revision.collection_id, revision.document_id, revision.ordinal);
  lineage::RevisionContent out;
  out.source_sha256 = revision.source_sha256;
  out.source_size = static_cast<int64_t>(revision.source_size);
  auto document = mapping::DecodeDocument(revision, {});  // without personal data
  if (!document.ok()) return document.status();
  out.document = *std::move(document);
  const bool with_commitments = parts.count("commitments") > 0;
  if (with_commitments || parts.count("sections") > 0) {  // sections tell what has moved
    auto sections = mapping::ReadRecords<v1::Section>(store, revision, RecordKind::kSections, name);
    if (!sections.ok()) return sections.status();
    out.sections = *std::move(sections);
  }
  if (with_commitments) {
    auto commitments =
        mapping::ReadRecords<v1::Commitment>(store, revision, RecordKind::kCommitments, name);
    if (!commitments.ok()) return commitments.status();
    out.commitments = *std::move(commitments);
  }
  return out;
}

void SetSide(const StoredRevision& revision, v1::DiffSide* out) {
  out->set_name(MakeRevisionName(revision.collection_id, revision.document_id, revision.ordinal));
  mapping::SetTime(revision.commit.time, out->mutable_create_time());
  out->set_cause(static_cast<v1::RevisionCause>(revision.cause));
}

// Moves a page of entries over; true when some are left.
bool FillPage(int page_size, std::vector<v1::DiffEntry>& entries, Place& place,
              v1::DiffDocumentRevisionsResponse* response) {
  const size_t count =
      page_size == 0 ? kDefaultDiffPage : std::min<size_t>(page_size, kMaxDiffPage);
  size_t bytes = 0;
  while (place.next < entries.size() && response->entries_size() < static_cast<int>(count) &&
         bytes < kMaxPageBytes) {
    v1::DiffEntry& entry = entries[place.next++];
    bytes += entry.ByteSizeLong();
    *response->add_entries() = std::move(entry);
  }
  return place.next < entries.size();
}

}  // namespace

absl::Status DiffDocumentRevisions(storage::RecordStore& store,
                                   const v1::DiffDocumentRevisionsRequest& request,
                                   v1::DiffDocumentRevisionsResponse* response) {
  if (absl::Status status = CheckRequest(request); !status.ok()) return status;
  auto place = FindPlace(store, request);
  if (!place.ok()) return place.status();
  const auto base = FindRevision(store, place->base, place->point.number);
  if (!base.ok()) return base.status();
  const auto target = FindRevision(store, place->target, place->point.number);
  if (!target.ok()) return target.status();
  const std::set<std::string> parts = PartsOf(request);
  const auto before = ReadContent(store, *base, parts);
  if (!before.ok()) return before.status();
  const auto after = ReadContent(store, *target, parts);
  if (!after.ok()) return after.status();

  lineage::RevisionDiff diff = lineage::DiffRevisions(*before, *after, parts);
  for (v1::DiffCount& count : diff.counts) *response->add_counts() = std::move(count);
  SetSide(*base, response->mutable_base());
  SetSide(*target, response->mutable_target());
  *response->mutable_read_info() = query::MakeReadInfo(store, place->point);
  if (FillPage(request.page_size(), diff.entries, *place, response)) {
    response->set_next_page_token(MakeToken(store, request, *place));
  }
  return absl::OkStatus();
}

}  // namespace pledge::rpc
