#include "service/rpc/document_lists.h"

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "service/base/error.h"
#include "service/base/limits.h"
#include "service/base/resource_name.h"
#include "service/mapping/result_digest.h"
#include "service/mapping/stored_document.h"
#include "service/mapping/time.h"
#include "service/query/read_mask.h"
#include "service/query/read_point.h"
#include "service/query/record_filter.h"
#include "service/rpc/page_token.h"

namespace pledge::rpc {
namespace {

using storage::StoredRevision;

constexpr char kAnyCollection[] = "collections/-";

// Where a page begins: the state of the first page, and what was sent last, cut
// at commas, which no id holds.
struct Page {
  storage::CommitPoint point;
  std::vector<std::string> position;  // empty on the first page
};

// What must be the same on every page.
template <typename Request>
std::string ScopeOf(Request request) {
  request.clear_page_token();
  request.clear_page_size();
  if constexpr (requires { request.clear_read_point(); }) request.clear_read_point();
  return mapping::SerializeDeterministic(request);
}

absl::Status BadToken() {
  return MakeError(ErrorReason::kTokenMalformed, "page_token: was not made here");
}

// The page of a token with `parts` parts; without a token, the first one at
// `first`.
template <typename Request>
absl::StatusOr<Page> OpenPage(storage::RecordStore& store, const char* method,
                              const Request& request, size_t parts,
                              const absl::StatusOr<storage::CommitPoint>& first) {
  auto position = ReadPageToken(store, method, ScopeOf(request), request.page_token());
  if (!position.ok()) return position.status();
  if (position->empty()) {
    if (!first.ok()) return first.status();
    return Page{*first, {}};
  }
  Page page;
  page.position = absl::StrSplit(*position, ',');
  uint64_t at = 0;
  if (page.position.size() != parts + 1 || !absl::SimpleAtoi(page.position[0], &at)) {
    return BadToken();
  }
  page.position.erase(page.position.begin());
  auto point = store.PointOf(at);
  if (!point.ok()) return point.status();
  page.point = *point;
  return page;
}

template <typename Request>
std::string TokenOf(const storage::RecordStore& store, const char* method, const Request& request,
                    const Page& page, const std::string& position) {
  return MakePageToken(store, method, ScopeOf(request),
                       absl::StrCat(page.point.number, ",", position));
}

// "collections/-" gives an empty name.
absl::StatusOr<CollectionName> ParseParent(const std::string& parent) {
  if (parent == kAnyCollection) return CollectionName();
  return ParseCollectionName("parent", parent);
}

}  // namespace

absl::Status BatchGetDocuments(storage::RecordStore& store,
                               const v1::BatchGetDocumentsRequest& request,
                               v1::BatchGetDocumentsResponse* response) {
  auto parent = ParseParent(request.parent());
  if (!parent.ok()) return parent.status();
  if (request.names().empty() || request.names_size() > static_cast<int>(kMaxBatchGet)) {
    return FieldError("names", absl::StrCat("1 to ", kMaxBatchGet, " names"));
  }
  auto mask = query::ReadMask::Create(request.read_mask(), v1::Document::descriptor());
  if (!mask.ok()) return mask.status();
  auto point = query::ResolveReadPoint(store, request.read_point());
  if (!point.ok()) return point.status();
  for (int i = 0; i < request.names_size(); ++i) {
    const std::string field = absl::StrCat("names[", i, "]");
    auto name = ParseDocumentName(field, request.names(i));
    if (!name.ok()) return name.status();
    if (!parent->collection.empty() && name->collection != parent->collection) {
      return FieldError(field, "is not in the parent");
    }
    auto revision = store.GetDocument(name->collection, name->document, point->number);
    if (!revision.ok()) return revision.status();
    auto document = mapping::DecodeDocument(
        *revision, {v1::OFFSET_UNIT_UTF8_BYTE, query::NamesPersonalData(*mask, "facts.")});
    if (!document.ok()) return document.status();
    mask->Apply(&*document);
    *response->add_documents() = *std::move(document);
  }
  *response->mutable_read_info() = query::MakeReadInfo(store, *point);
  return absl::OkStatus();
}

absl::Status ListDocuments(storage::RecordStore& store, const v1::ListDocumentsRequest& request,
                           v1::ListDocumentsResponse* response) {
  constexpr char kMethod[] = "ListDocuments";
  auto parent = ParseParent(request.parent());
  if (!parent.ok()) return parent.status();
  std::optional<query::DocumentFilter> filter;
  if (!request.filter().empty()) {
    auto parsed = query::DocumentFilter::Create("filter", request.filter());
    if (!parsed.ok()) return parsed.status();
    filter = *std::move(parsed);
  }
  auto size = PageSize(request.page_size(), kDefaultDocumentPage, kMaxDocumentPage);
  if (!size.ok()) return size.status();
  auto mask = query::ReadMask::Create(request.read_mask(), v1::Document::descriptor());
  if (!mask.ok()) return mask.status();
  if (!request.page_token().empty() && request.has_read_point()) {
    return FieldError("read_point", "must be empty with page_token");
  }
  const auto page =
      OpenPage(store, kMethod, request, 2, query::ResolveReadPoint(store, request.read_point()));
  if (!page.ok()) return page.status();
  storage::DocumentPosition from;
  if (!page->position.empty()) from = {page->position[0], page->position[1]};

  absl::Status decoded;
  size_t bytes = 0;
  const bool with_personal_data = query::NamesPersonalData(*mask, "facts.");
  const auto visit = [&](const StoredRevision& revision) {
    if (response->documents_size() == static_cast<int>(*size) || bytes >= kMaxPageBytes) {
      return false;
    }
    auto document =
        mapping::DecodeDocument(revision, {v1::OFFSET_UNIT_UTF8_BYTE, with_personal_data});
    decoded = document.status();
    if (!decoded.ok()) return false;
    if (filter && !filter->Matches(*document)) return true;
    mask->Apply(&*document);
    bytes += document->ByteSizeLong();
    *response->add_documents() = *std::move(document);
    return true;
  };
  const auto pulled =
      store.PullDocuments({parent->collection, request.show_deleted(), page->point.number}, from,
                          kPullScanBytes, visit);
  if (!pulled.ok()) return pulled.status();
  if (!decoded.ok()) return decoded;
  if (!pulled->complete) {
    response->set_next_page_token(
        TokenOf(store, kMethod, request, *page,
                absl::StrCat(pulled->position.collection_id, ",", pulled->position.document_id)));
  }
  *response->mutable_read_info() = query::MakeReadInfo(store, page->point);
  return absl::OkStatus();
}

absl::Status ListDocumentRevisions(storage::RecordStore& store,
                                   const v1::ListDocumentRevisionsRequest& request,
                                   v1::ListDocumentRevisionsResponse* response) {
  constexpr char kMethod[] = "ListDocumentRevisions";
  auto name = ParseDocumentName("parent", request.parent());
  if (!name.ok()) return name.status();
  auto size = PageSize(request.page_size(), kDefaultDocumentPage, kMaxDocumentPage);
  if (!size.ok()) return size.status();
  auto mask = query::ReadMask::Create(request.read_mask(), v1::DocumentRevision::descriptor());
  if (!mask.ok()) return mask.status();
  const auto page = OpenPage(store, kMethod, request, 1, store.Head());
  if (!page.ok()) return page.status();
  storage::CommitNumber before = std::numeric_limits<storage::CommitNumber>::max();
  if (!page->position.empty() && !absl::SimpleAtoi(page->position[0], &before)) return BadToken();

  absl::Status decoded;
  size_t bytes = 0;
  const bool with_personal_data = query::NamesPersonalData(*mask, "snapshot.facts.");
  const auto visit = [&](const StoredRevision& stored) {
    if (response->revisions_size() == static_cast<int>(*size) || bytes >= kMaxPageBytes) {
      return false;
    }
    auto revision =
        mapping::DecodeRevision(stored, {v1::OFFSET_UNIT_UTF8_BYTE, with_personal_data});
    decoded = revision.status();
    if (!decoded.ok()) return false;
    mask->Apply(&*revision);
    before = stored.commit.number;
    bytes += revision->ByteSizeLong();
    *response->add_revisions() = *std::move(revision);
    return true;
  };
  const auto pull =
      store.PullRevisions(name->collection, name->document, page->point.number, before, visit);
  if (!pull.ok()) return pull.status();
  if (!decoded.ok()) return decoded;
  response->set_oldest_revision(static_cast<int64_t>(pull->oldest_ordinal));
  if (!pull->complete) {
    response->set_next_page_token(TokenOf(store, kMethod, request, *page, absl::StrCat(before)));
  }
  *response->mutable_read_info() = query::MakeReadInfo(store, page->point);
  return absl::OkStatus();
}

absl::Status ListCollections(storage::RecordStore& store, const v1::ListCollectionsRequest& request,
                             v1::ListCollectionsResponse* response) {
  constexpr char kMethod[] = "ListCollections";
  auto size = PageSize(request.page_size(), kDefaultDocumentPage, kMaxDocumentPage);
  if (!size.ok()) return size.status();
  const auto page = OpenPage(store, kMethod, request, 1, store.Head());
  if (!page.ok()) return page.status();
  const std::string after = page->position.empty() ? "" : page->position[0];
  auto found = store.ListCollections(after, page->point.number, *size + 1);
  if (found.size() > *size) {
    found.pop_back();
    response->set_next_page_token(TokenOf(store, kMethod, request, *page, found.back().id));
  }
  for (const storage::StoredCollection& collection : found) {
    v1::Collection* const added = response->add_collections();
    added->set_name(absl::StrCat("collections/", collection.id));
    added->set_document_count(collection.document_count);
    if (collection.update_time) {
      mapping::SetTime(*collection.update_time, added->mutable_update_time());
    }
  }
  *response->mutable_read_info() = query::MakeReadInfo(store, page->point);
  return absl::OkStatus();
}

}  // namespace pledge::rpc
