// update, delete, undelete, rollback and purge.
#include "client/cpp/pledgectl/argument_parts.h"

namespace pledge::cli {
namespace {

constexpr char kUpdateExamples[] =
    "Examples:\n"
    "  pledgectl update sichuan/reply-12 --label batch=2026 --comment \"sorted\"\n"
    "  pledgectl update sichuan/reply-12 --file corrected.html --dry-run\n";

std::string CheckLabel(const std::string& text) {
  const size_t equals = text.find('=');
  const bool valid = equals != std::string::npos && equals > 0;
  return valid ? "" : "\"" + text + "\" is no label; write KEY=VALUE";
}

// Of all writes.
void AddExpectations(CLI::App* sub, DocumentFlags* flags) {
  sub->add_option("--etag", flags->etag, "Only if the document still has this etag")
      ->type_name("ETAG");
  sub->add_option("--request-id", flags->request_id,
                  "A UUID: the same write under it has one effect, however often it is sent")
      ->type_name("UUID");
}

void AddUpdate(CLI::App* app, Draft* draft) {
  DocumentFlags& flags = draft->arguments.documents;
  CLI::App* sub = AddOneName(app, "update", "Change what is said about a document, or its bytes",
                             "A document", kUpdateExamples, Command::kUpdate, draft);
  AddExpectations(sub, &flags);
  sub->add_option("--label", draft->labels, "Set a label; may be repeated")
      ->type_name("KEY=VALUE")
      ->check(CheckLabel);
  sub->add_option("--no-label", flags.no_labels, "Take a label away; may be repeated")
      ->type_name("KEY");
  sub->add_option("--source-uri", flags.source_uri, "Where the bytes came from")->type_name("URI");
  sub->add_option("--media-type", flags.media_type, "Media type of the bytes")->type_name("TYPE");
  CLI::Option* const file =
      sub->add_option("--file", flags.file, "New bytes; - is standard input")->type_name("FILE");
  draft->words[file] = WordKind::kFile;
  sub->add_option("--charset", flags.charset, "Charset of the file, instead of detecting it")
      ->type_name("NAME");
  sub->add_option("--comment", flags.comment, "Kept on the revision")->type_name("TEXT");
  sub->add_flag("--create", flags.allow_missing, "Create the document when it is not there");
  sub->add_flag("--dry-run", flags.dry_run, "Change nothing, say what would change");
}

void AddChanges(CLI::App* app, Draft* draft) {
  DocumentFlags& flags = draft->arguments.documents;
  CLI::App* remove = AddOneName(app, "delete", "Delete a document; it can be restored for a while",
                                "A document", "", Command::kDelete, draft);
  remove->add_flag("--allow-missing", flags.allow_missing,
                   "Fine when it is missing or deleted already");
  remove
      ->add_option("--purge-after", draft->purge_after,
                   "Restorable for so long, such as 720h; then it is erased (720h)")
      ->type_name("TIME")
      ->check(CheckDuration);
  CLI::App* undelete = AddOneName(app, "undelete", "Restore a deleted document", "A document", "",
                                  Command::kUndelete, draft);
  CLI::App* rollback =
      AddOneName(app, "rollback", "Make an older revision the newest again",
                 "A revision, such as sichuan/reply-12@1", "", Command::kRollback, draft);
  rollback->add_option("--comment", flags.comment, "Kept on the revision")->type_name("TEXT");
  CLI::App* purge = AddOneName(app, "purge", "Erase a deleted document for good", "A document", "",
                               Command::kPurge, draft);
  purge->add_flag("--yes", flags.yes, "Without --etag: erase whatever is there");
  for (CLI::App* sub : {remove, undelete, rollback, purge}) AddExpectations(sub, &flags);
}

}  // namespace

void AddChangeCommands(CLI::App* app, Draft* draft) {
  AddUpdate(app, draft);
  AddChanges(app, draft);
}

}  // namespace pledge::cli
