#include "service/mapping/offset_table.h"

#include <algorithm>

#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"
#include "pledge/v1/commitment.pb.h"
#include "pledge/v1/document.pb.h"
#include "pledge/v1/reading.pb.h"
#include "service/base/error.h"

namespace pledge::mapping {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

// The fields of a message type below which a text range may stand, each with its
// type's own; the same for all messages of the type.
struct RangePlan {
  bool is_holder = false;  // has a text_range of its own: Provenance, Repair
  struct Step {
    const FieldDescriptor* field;
    const RangePlan* below;
  };
  std::vector<Step> steps;
  bool is_empty() const { return !is_holder && steps.empty(); }
};

// Types of the API nest four deep at most and never in themselves.
const RangePlan* NewPlan(const Descriptor* type) {
  auto* plan = new RangePlan;
  plan->is_holder = type == v1::Provenance::descriptor() || type == v1::Repair::descriptor();
  for (int i = 0; !plan->is_holder && i < type->field_count(); ++i) {
    const FieldDescriptor* field = type->field(i);
    if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE || field->is_map()) continue;
    const RangePlan* below = NewPlan(field->message_type());
    if (!below->is_empty()) plan->steps.push_back({field, below});
  }
  return plan;
}

template <typename M>
const RangePlan& PlanOf() {
  static const RangePlan& plan = *NewPlan(M::descriptor());  // never freed
  return plan;
}

// Calls `visit` for each text range inside `message`, whose type the plan is for.
template <typename Visit>
void ForEachTextRange(const RangePlan& plan, Message* message, const Visit& visit) {
  if (plan.is_holder) {
    const bool is_repair = message->GetDescriptor() == v1::Repair::descriptor();
    if (is_repair) {
      auto* repair = static_cast<v1::Repair*>(message);
      if (repair->has_text_range()) visit(repair->mutable_text_range());
    } else {
      auto* provenance = static_cast<v1::Provenance*>(message);
      if (provenance->has_text_range()) visit(provenance->mutable_text_range());
    }
    return;
  }
  const Reflection* reflection = message->GetReflection();
  for (const RangePlan::Step& step : plan.steps) {
    if (!step.field->is_repeated()) {
      if (!reflection->HasField(*message, step.field)) continue;
      ForEachTextRange(*step.below, reflection->MutableMessage(message, step.field), visit);
      continue;
    }
    for (int i = 0; i < reflection->FieldSize(*message, step.field); ++i) {
      ForEachTextRange(*step.below, reflection->MutableRepeatedMessage(message, step.field, i),
                       visit);
    }
  }
}

uint32_t CodePointsOf(unsigned char byte) { return (byte & 0xC0) != 0x80; }
uint32_t Utf16UnitsOf(unsigned char byte) { return CodePointsOf(byte) + (byte >= 0xF0); }

}  // namespace

OffsetTable::OffsetTable(std::string_view text, std::vector<uint32_t> offsets) {
  std::sort(offsets.begin(), offsets.end());
  offsets.erase(std::unique(offsets.begin(), offsets.end()), offsets.end());
  entries_.reserve(offsets.size());
  Entry at;
  for (uint32_t offset : offsets) {
    for (; at.bytes < offset && at.bytes < text.size(); ++at.bytes) {
      const auto byte = static_cast<unsigned char>(text[at.bytes]);
      at.code_points += CodePointsOf(byte);
      at.utf16_units += Utf16UnitsOf(byte);
    }
    entries_.push_back(at);
  }
}

std::string OffsetTable::Encode() const {
  std::string out;
  {
    google::protobuf::io::StringOutputStream stream(&out);
    google::protobuf::io::CodedOutputStream coded(&stream);
    Entry last;
    for (const Entry& entry : entries_) {
      coded.WriteVarint32(entry.bytes - last.bytes);
      coded.WriteVarint32(entry.code_points - last.code_points);
      coded.WriteVarint32(entry.utf16_units - last.utf16_units);
      last = entry;
    }
  }
  return out;
}

absl::StatusOr<OffsetTable> OffsetTable::Decode(std::string_view bytes) {
  google::protobuf::io::CodedInputStream coded(reinterpret_cast<const uint8_t*>(bytes.data()),
                                               static_cast<int>(bytes.size()));
  OffsetTable table;
  Entry last;
  while (static_cast<size_t>(coded.CurrentPosition()) < bytes.size()) {
    uint32_t step[3];
    for (uint32_t& value : step) {
      if (!coded.ReadVarint32(&value)) {
        return MakeError(ErrorReason::kChecksumFailed, "stored offset table does not parse");
      }
    }
    last = {last.bytes + step[0], last.code_points + step[1], last.utf16_units + step[2]};
    table.entries_.push_back(last);
  }
  return table;
}

int64_t OffsetTable::Convert(int64_t byte_offset, v1::OffsetUnit unit) const {
  const auto after =
      std::upper_bound(entries_.begin(), entries_.end(), byte_offset,
                       [](int64_t offset, const Entry& entry) { return offset < entry.bytes; });
  if (after == entries_.begin()) return 0;
  const Entry& entry = *(after - 1);
  switch (unit) {
    case v1::OFFSET_UNIT_CODE_POINT:
      return entry.code_points;
    case v1::OFFSET_UNIT_UTF16:
      return entry.utf16_units;
    default:
      return byte_offset;
  }
}

template <typename M>
void ConvertOffsets(const OffsetTable& table, v1::OffsetUnit unit, M* message) {
  if (unit == v1::OFFSET_UNIT_UNSPECIFIED || unit == v1::OFFSET_UNIT_UTF8_BYTE) {
    return;
  }
  ForEachTextRange(PlanOf<M>(), message, [&](v1::OffsetRange* range) {
    range->set_start(table.Convert(range->start(), unit));
    range->set_end(table.Convert(range->end(), unit));
  });
}

template <typename M>
void CollectOffsets(const M& message, std::vector<uint32_t>* offsets) {
  // The visitor only reads.
  ForEachTextRange(PlanOf<M>(), const_cast<M*>(&message), [&](v1::OffsetRange* range) {
    offsets->push_back(static_cast<uint32_t>(range->start()));
    offsets->push_back(static_cast<uint32_t>(range->end()));
  });
}

#define PLEDGE_INSTANTIATE(M)                                              \
  template void ConvertOffsets<M>(const OffsetTable&, v1::OffsetUnit, M*); \
  template void CollectOffsets<M>(const M&, std::vector<uint32_t>*)
PLEDGE_INSTANTIATE(v1::Section);
PLEDGE_INSTANTIATE(v1::Commitment);
PLEDGE_INSTANTIATE(v1::Achievement);
PLEDGE_INSTANTIATE(v1::LetterFacts);
PLEDGE_INSTANTIATE(v1::Repair);
PLEDGE_INSTANTIATE(v1::SentenceReading);
#undef PLEDGE_INSTANTIATE

}  // namespace pledge::mapping
