// export, import and copy.
#include "client/cpp/pledgectl/argument_parts.h"

namespace pledge::cli {
namespace {

constexpr char kTransferExamples[] =
    "Examples:\n"
    "  pledgectl export monday.plx\n"
    "  pledgectl import monday.plx --server other:7420     into an empty store\n"
    "  pledgectl copy --from old:7420 --to new:7420\n"
    "The same command goes on where it was cut; a file that is not complete is FILE.part.\n"
    "Where pledged has --operator-listen, these addresses are meant.\n";

}  // namespace

void AddTransferCommands(CLI::App* app, Draft* draft) {
  Arguments& arguments = draft->arguments;
  CLI::App* out = AddCommand(app, "export", "Write all records of one state into a file",
                             kTransferExamples, Command::kExport, draft);
  CLI::App* in = AddCommand(app, "import", "Fill an empty store with an exported file",
                            kTransferExamples, Command::kImport, draft);
  for (CLI::App* sub : {out, in}) {
    CLI::Option* const file = AddOperands(sub, "FILE", "The file", true, draft);
    file->expected(1);
    draft->words[file] = WordKind::kFile;
  }
  CLI::App* copy = AddCommand(app, "copy", "Fill an empty store with the records of another server",
                              kTransferExamples, Command::kCopy, draft);
  copy->add_option("--from", arguments.transfer.from, "Server that has the records")
      ->type_name("ADDR")
      ->required();
  copy->add_option("--to", arguments.transfer.to, "Server that gets them")
      ->type_name("ADDR")
      ->required();
  AddAt(out, &arguments.read);
  AddAt(copy, &arguments.read);
  for (CLI::App* sub : {out, in, copy}) {
    AddProgressFlag(sub, draft);
    AddGiveUpFlag(sub, draft);
  }
}

}  // namespace pledge::cli
