// Runs the commitment and achievement rules on text with a hand-made section
// tree and reference date, without decode, clean and segment. Reads documents
// from standard input, writes one JSON object a line in the form of
// AnalyzeDocumentResponse, with offsets into the text that was given.
//
// A document is these lines, then exactly so many bytes of text:
//   DOC <name> <reference date or -> <issuer or -> <section count> <text bytes>
//   <kind> <parent> <start> <end> <label start> <label end> <heading start> <heading end>
// with one line for each section, in preorder; kind is a number of SectionKind.
#include <cstdio>
#include <iostream>
#include <sstream>
#include <string>

#include "service/pipeline/extract/extract_records.h"

namespace pledge::pipeline {
namespace {

struct Document {
  std::string name;
  LetterContext context;
  SectionTree tree;
  std::string text;
};

std::string Quote(std::string_view text) {
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') quoted += '\\';
    if (c == '\n') {
      quoted += "\\n";
    } else if (static_cast<unsigned char>(c) >= 0x20) {
      quoted += c;
    }
  }
  return quoted + "\"";
}

// Writes the records of one document.
class Writer {
 public:
  explicit Writer(const Document& document) : document_(document) {}

  std::string Run() {
    const ExtractedRecords records =
        ExtractRecords(document_.text, document_.tree, document_.context);
    out_ << "{\"file\":" << Quote(document_.name) << ",\"response\":{\"commitments\":[";
    const char* comma = "";
    for (const Commitment& c : records.commitments) {
      out_ << comma;
      Write(c);
      comma = ",";
    }
    out_ << "],\"achievements\":[";
    comma = "";
    for (const Achievement& a : records.achievements) {
      out_ << comma << '{';
      WriteRange(a.range);
      out_ << ",\"status\":" << static_cast<int>(a.status) << '}';
      comma = ",";
    }
    out_ << "]}}";
    return out_.str();
  }

 private:
  std::string_view Text(ByteRange range) const {
    return std::string_view(document_.text).substr(range.start, range.size());
  }

  void WriteRange(ByteRange range) {
    out_ << "\"text\":" << Quote(Text(range))
         << ",\"provenance\":{\"sourceRanges\":[{\"start\":" << range.start
         << ",\"end\":" << range.end << "}]}";
  }

  void WriteArgument(const char* key, const Argument& argument) {
    out_ << '"' << key << "\":{\"text\":" << Quote(Text(argument.range))
         << ",\"value\":" << Quote(argument.value) << "}";
  }

  void WriteDate(const char* key, const std::optional<Date>& date) {
    if (!date) return;
    out_ << ",\"" << key << "\":{\"year\":" << date->year << ",\"month\":" << int{date->month}
         << ",\"day\":" << int{date->day} << "}";
  }

  void Write(const Commitment& c) {
    static constexpr const char* kTypes[] = {"",        "ACTION",   "OUTCOME",
                                             "REFUSAL", "REFERRAL", "STANCE"};
    static constexpr const char* kStrengths[] = {"", "EXPLORE", "SUPPORT", "INTENT", "FIRM"};
    static constexpr const char* kPolarities[] = {"", "AFFIRM", "REFUSE"};
    static constexpr const char* kGrades[] = {"", "LOW", "MEDIUM", "HIGH"};
    out_ << '{';
    WriteRange(c.range);
    out_ << ",\"type\":\"COMMITMENT_TYPE_" << kTypes[static_cast<int>(c.type)]
         << "\",\"strength\":\"STRENGTH_" << kStrengths[static_cast<int>(c.strength)]
         << "\",\"polarity\":\"POLARITY_" << kPolarities[static_cast<int>(c.polarity)]
         << "\",\"verifiability\":\"VERIFIABILITY_" << kGrades[static_cast<int>(c.verifiability)]
         << "\",";
    if (c.action) WriteNext("action", *c.action);
    if (c.object) WriteNext("object", *c.object);
    if (c.actor) WriteNext("actor", *c.actor);
    WriteDeadline(c);
    WriteLists(c);
    out_ << "\"section\":" << c.section << ",\"ruleIds\":[";
    const char* comma = "";
    for (const char* rule : c.rule_ids) {
      out_ << comma << Quote(rule);
      comma = ",";
    }
    out_ << "]}";
  }

  void WriteNext(const char* key, const Argument& argument) {
    WriteArgument(key, argument);
    out_ << ',';
  }

  void WriteDeadline(const Commitment& c) {
    if (c.condition) {
      out_ << "\"condition\":{\"kind\":" << static_cast<int>(c.condition->kind) << ",";
      WriteArgument("clause", c.condition->clause);
      out_ << "},";
    }
    if (!c.deadline) return;
    out_ << "\"deadline\":{\"text\":" << Quote(Text(c.deadline->range));
    WriteDate("startDate", c.deadline->start);
    WriteDate("endDate", c.deadline->end);
    out_ << ",\"recurrence\":" << Quote(c.deadline->recurrence)
         << ",\"inherited\":" << (c.deadline->inherited ? "true" : "false") << "},";
  }

  void WriteLists(const Commitment& c) {
    static constexpr const char* kComparators[] = {
        "", "EQ", "GE", "GT", "LE", "LT", "APPROX", "DELTA", "RATIO", "MULTIPLE", "ALL"};
    static constexpr const char* kRoles[] = {"", "WITH", "SUPPORT", "GUIDE", "COORDINATE"};
    out_ << "\"targets\":[";
    const char* comma = "";
    for (const Target& t : c.targets) {
      out_ << comma << "{\"text\":" << Quote(Text(t.range));
      if (t.quantity) out_ << ",\"quantity\":" << *t.quantity;
      out_ << ",\"unit\":" << Quote(t.unit) << ",\"comparator\":\"COMPARATOR_"
           << kComparators[static_cast<int>(t.comparator)] << "\"}";
      comma = ",";
    }
    out_ << "],\"cooperators\":[";
    comma = "";
    for (const Cooperator& body : c.cooperators) {
      out_ << comma << '{';
      WriteArgument("body", body.body);
      out_ << ",\"role\":\"COOPERATOR_ROLE_" << kRoles[static_cast<int>(body.role)] << "\"}";
      comma = ",";
    }
    out_ << "],";
  }

  const Document& document_;
  std::ostringstream out_;
};

Date ReadDate(const std::string& word) {
  int year = 0;
  int month = 0;
  int day = 0;
  std::sscanf(word.c_str(), "%d-%d-%d", &year, &month, &day);
  return {static_cast<int16_t>(year), static_cast<uint8_t>(month), static_cast<uint8_t>(day)};
}

bool ReadDocument(std::istream& in, Document& document) {
  std::string keyword;
  std::string date;
  std::string issuer;
  size_t sections = 0;
  size_t size = 0;
  if (!(in >> keyword >> document.name >> date >> issuer >> sections >> size)) return false;
  if (date != "-") document.context.reference.date = ReadDate(date);
  if (issuer != "-") document.context.issuer = issuer;
  for (size_t i = 0; i < sections; ++i) {
    int kind = 0;
    Section s;
    in >> kind >> s.parent >> s.text.start >> s.text.end >> s.label.start >> s.label.end >>
        s.heading.start >> s.heading.end;
    s.kind = static_cast<SectionKind>(kind);
    document.tree.sections.push_back(s);
  }
  in.get();
  document.text.resize(size);
  in.read(document.text.data(), static_cast<std::streamsize>(size));
  return static_cast<bool>(in);
}

}  // namespace
}  // namespace pledge::pipeline

int main() {
  std::cout.precision(15);
  for (;;) {
    pledge::pipeline::Document document;
    if (!pledge::pipeline::ReadDocument(std::cin, document)) return 0;
    std::cout << pledge::pipeline::Writer(document).Run() << "\n";
  }
}
