#include <filesystem>
#include <memory>
#include <string>
#include <system_error>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "client/cpp/channel.h"
#include "client/cpp/names.h"
#include "client/cpp/pledgectl/analyze_call.h"
#include "client/cpp/pledgectl/command.h"
#include "client/cpp/pledgectl/explain_page.h"
#include "client/cpp/pledgectl/json.h"
#include "client/cpp/pledgectl/queries.h"
#include "client/cpp/pledgectl/render_explain.h"
#include "client/cpp/pledgectl/rule_words.h"
#include "client/cpp/status.h"

namespace pledge::cli {
namespace {

std::string RulesJson(const RuleWords& words) {
  return absl::StrCat(
      "[",
      absl::StrJoin(words, ",",
                    [](std::string* out, const auto& entry) { out->append(ToJson(entry.second)); }),
      "]");
}

std::string JsonFor(const std::string& path, const absl::StatusOr<AnalyzedFile>& result,
                    const RuleWords& words) {
  const std::string rest = result.ok() ? absl::StrCat("\"response\":", ToJson(result->response),
                                                      ",\"rules\":", RulesJson(words))
                                       : "\"error\":" + ErrorJson(result.status());
  return absl::StrCat("{\"file\":", JsonString(path), ",", rest, "}");
}

// The rules that the sentences name.
RuleWords Named(const v1::AnalyzeDocumentResponse& response, const RuleWords& all) {
  RuleWords named;
  for (const v1::SentenceReading& sentence : response.sentences()) {
    for (const v1::ClauseReading& clause : sentence.clauses()) {
      for (const std::string& id : clause.rule_ids()) {
        const auto found = all.find(id);
        if (found != all.end()) named.insert(*found);
      }
    }
  }
  return named;
}

class Explainer {
 public:
  Explainer(const Arguments& arguments, const RuleWords& words, Console& console)
      : flags_(arguments.explain), words_(words), console_(console) {}

  void Add(const std::string& path, const absl::StatusOr<AnalyzedFile>& result) {
    switch (console_.format()) {
      case Format::kText:
        if (result.ok()) {
          console_.Print(TextFor(path, *result));
        } else {
          console_.Fail(result.status());
        }
        break;
      case Format::kJson:
        objects_.push_back(ObjectFor(path, result));
        break;
      case Format::kJsonLines:
        console_.Print(ObjectFor(path, result) + "\n");
        break;
    }
    console_.Flush();
    tally_.Add(result);
  }

  ExitCode Finish() {
    if (console_.format() == Format::kJson) {
      console_.Print(absl::StrCat("{\"results\":[", absl::StrJoin(objects_, ","), "]}\n"));
    }
    return tally_.Code();
  }

 private:
  std::string TextFor(const std::string& path, const AnalyzedFile& file) {
    if (flags_.page) {
      return ExplainPage(path, file, Named(file.response, words_), flags_.language);
    }
    if (!console_.laid_out()) return ExplanationLines(path, file.response);
    return (tally_.succeeded() > 0 ? "\n" : "") +
           RenderExplanation(path, file.response, words_, flags_.language, console_.layout());
  }

  std::string ObjectFor(const std::string& path, const absl::StatusOr<AnalyzedFile>& result) {
    return JsonFor(path, result, result.ok() ? Named(result->response, words_) : RuleWords());
  }

  const ExplainFlags& flags_;
  const RuleWords& words_;
  Console& console_;
  std::vector<std::string> objects_;
  AnalyzeTally tally_;
};

// A file that is there, standard input, or else the name of a stored letter.
absl::StatusOr<AnalyzedFile> AnalyzeOperand(v1::DocumentService::Stub& stub,
                                            const std::string& operand, const CommonFlags& flags,
                                            const AnalyzeWish& wish, Console& console) {
  std::error_code ignored;
  const bool is_file = operand == "-" || std::filesystem::exists(operand, ignored);
  const auto name = client::ParseName(operand);
  if (is_file || !name.ok() || name->is_collection()) {
    return AnalyzeFile(stub, operand, flags, wish);
  }
  std::string stored_engine;
  auto stored = AnalyzeStored(stub, *name, flags, wish, &stored_engine);
  if (absl::IsNotFound(stored.status())) {
    const absl::Status named = WithName(stored.status(), {*name});
    return client::WithMessage(named,
                               absl::StrCat(named.message(), "; no file has this name either"));
  }
  if (!stored.ok()) return WithName(stored.status(), {*name});
  if (!stored_engine.empty()) {
    console.Note(absl::StrCat(operand, ": its stored records were made by engine ", stored_engine,
                              "; this is what engine ",
                              stored->response.analysis().engine_version(), " makes of it\n"));
  }
  return stored;
}

}  // namespace

ExitCode RunExplain(const Arguments& arguments, Console& console) {
  const bool is_page = arguments.explain.page;
  if (is_page && arguments.operands.size() > 1) {
    return console.Fail(client::MakeStatus(absl::StatusCode::kInvalidArgument, "USAGE",
                                           "html shows one letter; give one file or name", {}));
  }
  const std::shared_ptr<grpc::Channel> channel =
      client::Connect(arguments.common.server, arguments.common.tls);
  const absl::StatusOr<RuleWords> words = ReadRuleWords(channel, arguments.common);
  if (!words.ok()) return console.Fail(words.status());
  const auto stub = v1::DocumentService::NewStub(channel);
  Explainer explainer(arguments, *words, console);
  const AnalyzeWish wish = {true, is_page ? v1::OFFSET_UNIT_UTF16 : v1::OFFSET_UNIT_UTF8_BYTE};
  for (const std::string& path : arguments.operands) {
    const absl::StatusOr<AnalyzedFile> result =
        AnalyzeOperand(*stub, path, arguments.common, wish, console);
    explainer.Add(path, result);
    // Without a server the other files would only fail as well.
    if (result.status().code() == absl::StatusCode::kUnavailable) break;
  }
  return explainer.Finish();
}

}  // namespace pledge::cli
