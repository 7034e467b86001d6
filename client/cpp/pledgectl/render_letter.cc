#include "client/cpp/pledgectl/render_letter.h"

#include <algorithm>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/time.h"
#include "client/cpp/names.h"
#include "client/cpp/pledgectl/display_width.h"
#include "client/cpp/pledgectl/words.h"

namespace pledge::cli {
namespace {

constexpr int kLabelWidth = 14;  // the longest label and two spaces

std::string WithInferred(const v1::Argument& argument) {
  const std::string value = ValueOf(argument);
  return argument.inferred() ? value + " (inferred)" : value;
}

void Add(std::string_view label, const std::string& value, FactList* out) {
  if (!value.empty()) out->emplace_back(label, value);
}

void AddAll(std::string_view label, const google::protobuf::RepeatedPtrField<v1::Argument>& values,
            FactList* out) {
  for (const v1::Argument& value : values) Add(label, WithInferred(value), out);
}

void AddFacts(const v1::LetterFacts& facts, FactList* out) {
  Add("title", WithInferred(facts.title()), out);
  Add("issuer", WithInferred(facts.issuer()), out);
  Add("number", WithInferred(facts.document_number()), out);
  Add("date", WithInferred(facts.issue_date()), out);
  AddAll("to", facts.addressees(), out);
  Add("proposal", WithInferred(facts.proposal_number()), out);
  Add("about", WithInferred(facts.proposal_title()), out);
  Add("session", WithInferred(facts.session()), out);
  Add("class", WithInferred(facts.result_category()), out);
  Add("disclosure", WithInferred(facts.disclosure()), out);
  Add("handling", WithInferred(facts.handling_role()), out);
  Add("signatory", WithInferred(facts.signatory()), out);
  Add("contact", WithInferred(facts.contact_person()), out);
  Add("telephone", WithInferred(facts.contact_phone()), out);
  AddAll("copies to", facts.cc(), out);
  AddAll("attachment", facts.attachments(), out);
  Add("region", WithInferred(facts.region()), out);
}

std::string TimeText(const google::protobuf::Timestamp& time) {
  if (time.seconds() == 0) return "";
  return absl::FormatTime("%Y-%m-%d %H:%M:%S UTC", absl::FromUnixSeconds(time.seconds()),
                          absl::UTCTimeZone());
}

void AddAnalysis(const v1::Analysis& analysis, FactList* out) {
  if (analysis.state() == v1::ANALYSIS_STATE_UNSPECIFIED) return;
  Add("analysis",
      absl::StrCat(Word(analysis.state()), "; ", analysis.section_count(), " sections, ",
                   analysis.commitment_count(), " commitments, ", analysis.achievement_count(),
                   " achievements"),
      out);
  Add("engine", analysis.engine_version(), out);
  std::string found = analysis.detected_media_type();
  if (!analysis.detected_charset().empty()) {
    absl::StrAppend(&found, found.empty() ? "" : ", ", analysis.detected_charset());
  }
  Add("found as", found, out);
  Add("repaired", absl::StrJoin(analysis.repair_profiles(), ", "), out);
  for (const v1::AnalysisWarning& warning : analysis.warnings()) {
    Add("warning", absl::StrCat(warning.reason(), ": ", warning.message()), out);
  }
}

// What a document and the snapshot inside a revision have in common.
void AddContent(const v1::Document& document, FactList* out) {
  AddFacts(document.facts(), out);
  Add("source", document.source_uri(), out);
  for (const auto& [key, value] : document.labels()) {
    Add("label", absl::StrCat(key, "=", value), out);
  }
  AddAnalysis(document.analysis(), out);
}

}  // namespace

LetterHead HeadOf(std::string name, const v1::LetterFacts& facts) {
  return {std::move(name), ValueOf(facts.issuer()), ValueOf(facts.document_number())};
}

std::string RenderHead(const LetterHead& head, std::string_view note, const Layout& layout) {
  std::string out = Paint(Escape(head.name), Ink::kBold, layout.color);
  for (const std::string& part : {head.issuer, head.document_number}) {
    if (!part.empty()) absl::StrAppend(&out, "  ", Escape(part));
  }
  if (!note.empty()) absl::StrAppend(&out, "  ", Paint(note, Ink::kDim, layout.color));
  return out + "\n";
}

FactList FactsOf(const v1::Document& document) {
  FactList out;
  Add("name", document.latest_revision().empty() ? document.name() : document.latest_revision(),
      &out);
  AddContent(document, &out);
  Add("created", TimeText(document.create_time()), &out);
  Add("updated", TimeText(document.update_time()), &out);
  Add("etag", document.etag(), &out);
  return out;
}

FactList FactsOf(const v1::DocumentRevision& revision) {
  FactList out;
  Add("name", revision.name(), &out);
  AddContent(revision.snapshot(), &out);
  const std::string cause = v1::RevisionCause_Name(revision.cause());
  Add("cause", cause.substr(std::string("REVISION_CAUSE_").size()), &out);
  Add("created", TimeText(revision.create_time()), &out);
  if (revision.commit_number() != 0) Add("commit", absl::StrCat(revision.commit_number()), &out);
  Add("bytes", absl::StrCat(revision.source_size()), &out);
  Add("sha256", absl::BytesToHexString(revision.source_sha256()), &out);
  return out;
}

std::string RenderFacts(const FactList& facts, const Layout& layout) {
  std::string out;
  std::string_view last;
  for (const auto& [label, value] : facts) {
    const std::string escaped = Escape(label == "name" ? client::ShortName(value) : value);
    // A label that repeats is written once.
    std::string lead =
        Paint(PadRight(label == last ? "" : label, kLabelWidth), Ink::kDim, layout.color);
    last = label;
    const Ink ink = label == "name" ? Ink::kBold : label == "warning" ? Ink::kWarning : Ink::kPlain;
    for (std::string_view line : Wrap(escaped, std::max(20, layout.width - kLabelWidth))) {
      absl::StrAppend(&out, lead, Paint(line, ink, layout.color), "\n");
      lead = std::string(kLabelWidth, ' ');
    }
  }
  return out;
}

std::string FactLines(const FactList& facts) {
  std::string out;
  for (const auto& [label, value] : facts) {
    absl::StrAppend(&out, label, "\t", EscapeField(value), "\n");
  }
  return out;
}

}  // namespace pledge::cli
