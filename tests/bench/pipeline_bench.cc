// Megabytes of source text a second on one core: the whole pipeline and each
// stage alone, beside OpenCC's t2s and a plain copy of the same bytes.
// With --hostile: nanoseconds a byte for documents that are made to be slow,
// beside normal letters.
#include <opencc.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstring>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "service/base/limits.h"
#include "service/pipeline/analyze.h"
#include "service/pipeline/extract/extract_records.h"
#include "service/pipeline/facts/extract_facts.h"
#include "service/pipeline/verify_records.h"
#include "tests/bench/interleaved.h"
#include "tests/bench/letters.h"
#include "tests/property/hostile_document.h"

namespace pledge::bench {
namespace {

struct Options {
  bool hostile = false;
  int rounds = 0;  // 0: as many as suit the mode
  size_t size_bytes = kMaxContentBytes;
  std::string only;  // one row; empty: all
  std::string json_file;
};

constexpr int kDefaultRounds = 7;
constexpr int kDefaultHostileRounds = 3;
// What a hostile document may cost a byte, as a multiple of a normal letter.
constexpr double kMostTimesNormal = 3;

// Keeps the optimiser from leaving out work whose result nobody reads.
template <typename Value>
void Use(const Value& value) {
  asm volatile("" : : "r,m"(&value) : "memory");
}

void AnalyzeBytes(const std::string& bytes) {
  Use(pipeline::Analyze({.bytes = bytes, .declared_charset = {}, .declared_media_type = {}}));
}

template <typename Do>
Work OnAll(const std::string& name, const Letters& letters, Do one) {
  return {name, letters.bytes, [&letters, one] {
            for (const Letter& letter : letters.all) one(letter);
          }};
}

pipeline::LetterContext ContextOf(const Letter& letter) {
  return pipeline::ContextFrom(letter.clean.text, letter.extraction.facts);
}

// The whole first, then the stages in their order.
std::vector<Work> Stages(const Letters& letters) {
  return {
      OnAll("whole", letters, [](const Letter& one) { AnalyzeBytes(one.bytes); }),
      OnAll("decode", letters,
            [](const Letter& one) {
              Use(pipeline::Decode(
                  {.bytes = one.bytes, .declared_charset = {}, .declared_media_type = {}}));
            }),
      OnAll("clean", letters, [](const Letter& one) { Use(pipeline::Clean(one.decoded)); }),
      OnAll("segment", letters, [](const Letter& one) { Use(pipeline::Segment(one.clean)); }),
      OnAll("facts", letters,
            [](const Letter& one) { Use(pipeline::ExtractFacts(one.clean, one.tree)); }),
      OnAll("extract", letters,
            [](const Letter& one) {
              Use(pipeline::ExtractRecords(one.clean.text, one.tree, ContextOf(one)));
            }),
      OnAll("verify", letters,
            [](const Letter& one) {
              pipeline::SectionTree tree = one.tree;
              pipeline::Extraction extraction = one.extraction;
              Use(pipeline::DropFalseRecords(one.bytes, one.clean, &tree, &extraction));
            }),
  };
}

// What others take for a part of it. OpenCC gets the decoded text.
std::vector<Work> Others(const Letters& letters, const opencc::SimpleConverter& t2s,
                         std::string* copy) {
  Work memcpy_work = OnAll("memcpy", letters, [copy](const Letter& one) {
    std::memcpy(copy->data(), one.bytes.data(), one.bytes.size());
    Use(*copy);
  });
  memcpy_work.times_a_round = 100;
  return {OnAll("OpenCC t2s", letters,
                [&t2s](const Letter& one) { Use(t2s.Convert(one.decoded.text)); }),
          memcpy_work};
}

// nullptr when it was not timed.
const Timing* Named(const std::vector<Timing>& timings, const std::string& name) {
  const auto found = std::find_if(timings.begin(), timings.end(),
                                  [&](const Timing& one) { return one.name == name; });
  return found == timings.end() ? nullptr : &*found;
}

void PrintStages(const Letters& letters, int rounds, const std::vector<Timing>& timings) {
  absl::PrintF("%d letters, %.2f MB (%s); %d interleaved rounds, processor time of one thread\n\n",
               letters.all.size(), static_cast<double>(letters.bytes) / 1e6, letters.from, rounds);
  absl::PrintF("%-12s %10s %10s %10s %8s\n", "", "MB/s", "slowest", "fastest", "share");
  const Timing* whole = Named(timings, "whole");
  for (const Timing& one : timings) {
    const double megabytes = static_cast<double>(one.bytes) / 1e6;
    absl::PrintF("%-12s %10.1f %10.1f %10.1f", one.name, one.MegabytesASecond(),
                 megabytes / one.max_s, megabytes / one.min_s);
    if (whole == nullptr || one.name == "OpenCC t2s" || one.name == "memcpy") {
      absl::PrintF("\n");
    } else {
      absl::PrintF(" %7.1f%%\n", 100 * one.median_s / whole->median_s);
    }
  }
  const Timing* t2s = Named(timings, "OpenCC t2s");
  if (whole == nullptr || t2s == nullptr) return;
  absl::PrintF("\nwhole pipeline against OpenCC t2s alone: %.2f times as fast\n",
               t2s->median_s / whole->median_s);
}

bool SaveJson(const Options& options, const std::string& name, int rounds,
              const std::vector<Timing>& timings) {
  if (options.json_file.empty() || WriteJson(options.json_file, name, rounds, timings)) return true;
  absl::FPrintF(stderr, "pipeline_bench: cannot write %s\n", options.json_file);
  return false;
}

int RunStages(const Options& options, const Letters& letters) {
  const int rounds = options.rounds > 0 ? options.rounds : kDefaultRounds;
  const opencc::SimpleConverter t2s("t2s.json");
  std::string copy(kMaxDocumentBytes, '\0');
  std::vector<Work> works = Stages(letters);
  for (Work& other : Others(letters, t2s, &copy)) works.push_back(std::move(other));
  if (!options.only.empty()) {
    std::erase_if(works, [&](const Work& one) { return one.name != options.only; });
  }
  const std::vector<Timing> timings = TimeInterleaved(works, rounds);
  PrintStages(letters, rounds, timings);
  return SaveJson(options, "pipeline", rounds, timings) ? 0 : 1;
}

// What a normal byte costs: all letters that are text, each for itself.
Work NormalLetters(const Letters& letters) {
  Work work = OnAll("letters", letters, [](const Letter& letter) {
    if (letter.decoded.media_type == "text/plain") AnalyzeBytes(letter.bytes);
  });
  work.bytes = 0;
  for (const Letter& letter : letters.all) {
    if (letter.decoded.media_type == "text/plain") work.bytes += letter.bytes.size();
  }
  return work;
}

// The slowest first. False when one is above the limit.
bool PrintHostile(std::vector<Timing> timings) {
  const double normal = Named(timings, "letters")->NanosecondsAByte();
  std::sort(timings.begin(), timings.end(), [](const Timing& a, const Timing& b) {
    return a.NanosecondsAByte() > b.NanosecondsAByte();
  });
  absl::PrintF("%-24s %10s %10s %10s\n", "", "ns/byte", "MB/s", "x letters");
  size_t above = 0;
  for (const Timing& one : timings) {
    const double times = one.NanosecondsAByte() / normal;
    above += times > kMostTimesNormal;
    absl::PrintF("%-24s %10.1f %10.1f %10.2f%s\n", one.name, one.NanosecondsAByte(),
                 one.MegabytesASecond(), times, times > kMostTimesNormal ? "  ABOVE" : "");
  }
  absl::PrintF("\n%d of %d kinds above %.0f times a normal letter\n", above, timings.size() - 1,
               kMostTimesNormal);
  return above == 0;
}

int RunHostile(const Options& options, const Letters& letters) {
  const int rounds = options.rounds > 0 ? options.rounds : kDefaultHostileRounds;
  std::vector<std::pair<std::string, std::string>> documents;
  for (const std::string_view kind : property::HostileKinds()) {
    if (!options.only.empty() && kind != options.only) continue;
    documents.emplace_back(kind, property::MakeHostile(kind, options.size_bytes));
  }
  std::vector<Work> works = {NormalLetters(letters)};
  for (const auto& [name, bytes] : documents) {
    works.push_back({name, bytes.size(), [&bytes] { AnalyzeBytes(bytes); }});
  }
  const std::vector<Timing> timings = TimeInterleaved(works, rounds);
  const bool holds = PrintHostile(timings);
  return SaveJson(options, "pipeline-hostile", rounds, timings) && holds ? 0 : 1;
}

int Main(int argc, char** argv) {
  Options options;
  CLI::App app("Speed of the pipeline on one core.", "pipeline_bench");
  app.add_flag("--hostile", options.hostile,
               "documents that are made to be slow; exits 1 when one is above the limit");
  app.add_option("--rounds", options.rounds, "interleaved rounds that count");
  app.add_option("--size", options.size_bytes, "bytes of a hostile document, 4 MiB by default")
      ->check(CLI::Range(size_t{1024}, kMaxDocumentBytes));
  app.add_option("--only", options.only, "one row: a stage, for a profiler, or a kind of document");
  app.add_option("--json", options.json_file, "write the figures into this file as well");
  CLI11_PARSE(app, argc, argv);
  const Letters letters = ReadLetters(PLEDGE_SAMPLES);
  if (letters.all.empty()) {
    absl::FPrintF(stderr, "pipeline_bench: no letters in %s\n", PLEDGE_SAMPLES);
    return 1;
  }
  return options.hostile ? RunHostile(options, letters) : RunStages(options, letters);
}

}  // namespace
}  // namespace pledge::bench

int main(int argc, char** argv) { return pledge::bench::Main(argc, argv); }
