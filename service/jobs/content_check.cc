#include "service/jobs/content_check.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "pledge/v1/commitment.pb.h"
#include "pledge/v1/document.pb.h"
#include "service/mapping/caller_fields.h"
#include "service/mapping/record_list.h"
#include "service/mapping/stored_document.h"
#include "service/mapping/to_api.h"
#include "service/pipeline/analyze.h"
#include "service/pipeline/verify_map.h"
#include "storage/store_check.h"

namespace pledge::jobs {
namespace {

using Find = std::function<void(std::string message)>;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// Calls `visit` for each Provenance inside `message`.
void ForEachProvenance(const Message& message,
                       const std::function<void(const v1::Provenance&)>& visit) {
  if (const auto* provenance = dynamic_cast<const v1::Provenance*>(&message)) {
    return visit(*provenance);
  }
  std::vector<const FieldDescriptor*> fields;
  const google::protobuf::Reflection* const reflection = message.GetReflection();
  reflection->ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) continue;
    if (!field->is_repeated()) {
      ForEachProvenance(reflection->GetMessage(message, field), visit);
      continue;
    }
    for (int i = 0; i < reflection->FieldSize(message, field); ++i) {
      ForEachProvenance(reflection->GetRepeatedMessage(message, field, i), visit);
    }
  }
}

// The cleaned text of a revision, read from its source once more.
absl::StatusOr<pipeline::CleanText> CleanAgain(std::string_view source,
                                               const mapping::CallerFields& caller) {
  const auto decoded = pipeline::Decode({source, caller.charset, caller.document.media_type()});
  if (!decoded.ok()) return decoded.status();
  return pipeline::Clean(*decoded);
}

// Checks pointers against the source, and against the text where it can be made
// again.
class PointerCheck {
 public:
  // `clean` may be null: another engine version made the text.
  PointerCheck(std::string_view source, const pipeline::CleanText* clean)
      : source_(source), clean_(clean) {}

  bool Holds(const v1::Provenance& provenance) const {
    const auto& text = provenance.text_range();
    if (text.start() < 0 || text.end() < text.start()) return false;
    int64_t at = 0;
    for (const v1::OffsetRange& range : provenance.source_ranges()) {
      if (range.start() < at || range.end() < range.start()) return false;
      at = range.end();
    }
    if (at > static_cast<int64_t>(source_.size())) return false;
    return clean_ == nullptr || text.start() == text.end() || Maps(provenance);
  }

 private:
  // The range is what the map makes of the source bytes that are named.
  bool Maps(const v1::Provenance& provenance) const {
    const int64_t end = provenance.text_range().end();
    if (end > static_cast<int64_t>(clean_->text.size())) return false;
    const pipeline::ByteRange range{static_cast<uint32_t>(provenance.text_range().start()),
                                    static_cast<uint32_t>(end)};
    if (!pipeline::VerifyRange(source_, *clean_, range)) return false;
    const std::vector<pipeline::ByteRange> ranges = clean_->map.SourceRanges(range);
    if (ranges.size() != static_cast<size_t>(provenance.source_ranges_size())) return false;
    for (size_t i = 0; i < ranges.size(); ++i) {
      const v1::OffsetRange& stored = provenance.source_ranges(static_cast<int>(i));
      if (stored.start() != ranges[i].start || stored.end() != ranges[i].end) return false;
    }
    return true;
  }

  const std::string_view source_;
  const pipeline::CleanText* const clean_;
};

template <typename Record>
void CheckRecords(const char* kind, const storage::UnpackedRow& row, const PointerCheck& pointers,
                  const Find& find) {
  const auto records = mapping::ParseRecords<Record>("", row);
  if (!records.ok()) return find(absl::StrCat(kind, ": a record does not parse"));
  for (size_t i = 0; i < records->size(); ++i) {
    bool holds = true;
    ForEachProvenance((*records)[i],
                      [&](const v1::Provenance& one) { holds = holds && pointers.Holds(one); });
    if (!holds) find(absl::StrCat(kind, " ", i, ": a pointer into text or source is false"));
  }
}

void CheckFacts(const storage::StoredRevision& revision, const PointerCheck& pointers,
                const Find& find) {
  const auto document = mapping::DecodeDocument(
      revision, {.unit = v1::OFFSET_UNIT_UTF8_BYTE, .with_personal_data = true});
  if (!document.ok()) return find("the document's fields do not parse");
  bool holds = true;
  ForEachProvenance(document->facts(),
                    [&](const v1::Provenance& one) { holds = holds && pointers.Holds(one); });
  if (!holds) find("facts: a pointer into text or source is false");
}

void Recompute(const storage::CheckedRevision& checked, const mapping::CallerFields& caller,
               const Find& find) {
  const auto analyzed =
      pipeline::Analyze({checked.source, caller.charset, caller.document.media_type()});
  if (!analyzed.ok()) return find("its source cannot be analysed any more");
  const mapping::ApiRecords records = mapping::ToApi(*analyzed, caller.document.facts());
  if (records.analysis.result_digest() != checked.revision.result_digest) {
    find("another analysis by the same engine version gives another digest");
  }
}

void Check(const storage::CheckedRevision& checked, bool recompute, const Find& find) {
  const auto caller = mapping::DecodeCallerFields(checked.revision);
  if (!caller.ok()) return find("what the caller set does not parse");
  const bool is_own = checked.revision.engine_version == pipeline::kEngineVersion;
  absl::StatusOr<pipeline::CleanText> clean = absl::UnknownError("of another engine version");
  if (is_own) {
    clean = CleanAgain(checked.source, *caller);
    if (!clean.ok()) return find("its source cannot be decoded any more");
  }
  const PointerCheck pointers(checked.source, clean.ok() ? &*clean : nullptr);
  CheckFacts(checked.revision, pointers, find);
  CheckRecords<v1::Section>("sections", checked.sections, pointers, find);
  CheckRecords<v1::Commitment>("commitments", checked.commitments, pointers, find);
  CheckRecords<v1::Achievement>("achievements", checked.achievements, pointers, find);
  if (recompute && is_own) Recompute(checked, *caller, find);
}

}  // namespace

storage::ContentCheck MakeContentCheck(bool recompute) {
  return [recompute](const storage::CheckedRevision& checked, const Find& find) {
    Check(checked, recompute, find);
  };
}

}  // namespace pledge::jobs
