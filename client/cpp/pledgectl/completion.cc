#include "client/cpp/pledgectl/completion.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"

namespace pledge::cli {
namespace {

// Inside single quotes of bash and zsh.
std::string Quoted(const std::string& text) {
  return absl::StrCat("'", absl::StrReplaceAll(text, {{"'", "'\\''"}}), "'");
}

CompletedFlag ToFlag(const CLI::Option& option, const Draft& draft) {
  CompletedFlag flag;
  for (const std::string& name : option.get_snames()) flag.names.push_back("-" + name);
  for (const std::string& name : option.get_lnames()) flag.names.push_back("--" + name);
  flag.help = option.get_description();
  flag.takes_value = option.get_items_expected_max() > 0;
  const auto choices = draft.choices.find(&option);
  if (choices != draft.choices.end()) flag.choices = choices->second;
  const auto kind = draft.words.find(&option);
  if (kind != draft.words.end()) flag.kind = kind->second;
  return flag;
}

// --- bash: one function that looks at the word before. ---

// "-o|--output".
std::string Pattern(const CompletedFlag& flag) { return absl::StrJoin(flag.names, "|"); }

std::string BashWords(const CompletedFlag& flag) {
  if (!flag.choices.empty()) {
    return absl::StrCat("_pledgectl_words ", Quoted(absl::StrJoin(flag.choices, " ")));
  }
  if (flag.kind == WordKind::kFile) return "_pledgectl_files -f";
  if (flag.kind == WordKind::kFolder) return "_pledgectl_files -d";
  return ":";
}

std::string BashCommand(const CompletedCommand& command) {
  std::string out = absl::StrCat("    ", command.name, ")\n      case $before in\n");
  std::vector<std::string> names;
  for (const CompletedFlag& flag : command.flags) {
    names.insert(names.end(), flag.names.begin(), flag.names.end());
    if (!flag.takes_value) continue;
    absl::StrAppend(&out, "        ", Pattern(flag), ") ", BashWords(flag), "; return ;;\n");
  }
  absl::StrAppend(&out, "      esac\n      if [[ $word == -* ]]; then _pledgectl_words ",
                  Quoted(absl::StrJoin(names, " ")), "; else ", BashWords(command.operand),
                  "; fi ;;\n");
  return out;
}

std::string BashScript(const std::vector<CompletedCommand>& commands) {
  std::vector<std::string> names;
  std::vector<std::string> with_value;  // flags before the command that take a word
  for (const CompletedCommand& command : commands) {
    if (!command.name.empty()) names.push_back(command.name);
    for (const CompletedFlag& flag : command.flags) {
      if (command.name.empty() && flag.takes_value) with_value.push_back(Pattern(flag));
    }
  }
  std::string out = absl::StrCat(
      "# Completion for bash: source <(pledgectl completion bash)\n"
      "_pledgectl_words() { mapfile -t COMPREPLY < <(compgen -W \"$1\" -- \"$word\"); }\n"
      "_pledgectl_files() {\n"
      "  compopt -o filenames 2>/dev/null\n"
      "  mapfile -t COMPREPLY < <(compgen \"$1\" -- \"$word\")\n"
      "}\n"
      "_pledgectl() {\n"
      "  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} command= i\n"
      "  COMPREPLY=()\n"
      "  # --flag=word comes in three words.\n"
      "  if [[ $word == = ]]; then word=; elif [[ $before == = ]]; then "
      "before=${COMP_WORDS[COMP_CWORD-2]}; fi\n"
      "  for ((i = 1; i < COMP_CWORD; i++)); do\n"
      "    case ${COMP_WORDS[i]} in\n"
      "      ",
      absl::StrJoin(with_value, "|"),
      ") ((i++)) ;;\n"
      "      -*|=) ;;\n"
      "      *) command=${COMP_WORDS[i]}; break ;;\n"
      "    esac\n"
      "  done\n"
      "  case $command in\n");
  for (const CompletedCommand& command : commands) {
    CompletedCommand shown = command;
    if (shown.name.empty()) {
      shown.name = "''";
      shown.operand.choices = names;
    }
    out += BashCommand(shown);
  }
  return out + "  esac\n}\ncomplete -F _pledgectl pledgectl\n";
}

// --- zsh: _arguments for each command. ---

// Inside a specification, brackets and colons mean something.
std::string ZshText(const std::string& text) {
  return absl::StrReplaceAll(text, {{"\\", "\\\\"}, {"[", "\\["}, {"]", "\\]"}, {":", "\\:"}});
}

std::string ZshAction(const CompletedFlag& flag) {
  if (!flag.choices.empty()) return absl::StrCat("(", absl::StrJoin(flag.choices, " "), ")");
  if (flag.kind == WordKind::kFile) return "_files";
  if (flag.kind == WordKind::kFolder) return "_files -/";
  return " ";
}

std::string ZshCommand(const CompletedCommand& command) {
  std::string out = "_arguments -S";
  for (const CompletedFlag& flag : command.flags) {
    for (const std::string& name : flag.names) {
      std::string spec = absl::StrCat("*", name, "[", ZshText(flag.help), "]");
      if (flag.takes_value) absl::StrAppend(&spec, ":value:", ZshAction(flag));
      absl::StrAppend(&out, " \\\n        ", Quoted(spec));
    }
  }
  return absl::StrCat(out, " \\\n        ", Quoted("*:operand:" + ZshAction(command.operand)));
}

std::string ZshScript(const std::vector<CompletedCommand>& commands) {
  std::string out =
      "#compdef pledgectl\n"
      "# Completion for zsh: pledgectl completion zsh > DIR/_pledgectl, DIR being in $fpath\n"
      "_pledgectl() {\n"
      "  local -a commands=(\n";
  for (const CompletedCommand& command : commands) {
    if (command.name.empty()) continue;
    absl::StrAppend(&out, "    ", Quoted(command.name + ":" + ZshText(command.help)), "\n");
  }
  out +=
      "  )\n"
      "  if (( CURRENT == 2 )) && [[ $words[2] != -* ]]; then\n"
      "    _describe command commands\n"
      "    return\n"
      "  fi\n"
      "  local command=$words[2]\n"
      "  shift words\n"
      "  (( CURRENT-- ))\n"
      "  case $command in\n";
  for (const CompletedCommand& command : commands) {
    if (command.name.empty()) continue;
    absl::StrAppend(&out, "    ", command.name, ")\n      ", ZshCommand(command), " ;;\n");
  }
  return out +
         "  esac\n"
         "}\n"
         "compdef _pledgectl pledgectl 2>/dev/null || _pledgectl \"$@\"\n";
}

// --- fish: one line for each word. ---

std::string FishQuoted(const std::string& text) {
  return absl::StrCat("'", absl::StrReplaceAll(text, {{"\\", "\\\\"}, {"'", "\\'"}}), "'");
}

std::string FishFlag(const CompletedFlag& flag) {
  std::string out;
  for (const std::string& name : flag.names) {
    if (name.rfind("--", 0) == 0) {
      absl::StrAppend(&out, " -l ", name.substr(2));
    } else {
      absl::StrAppend(&out, " -s ", name.substr(1));
    }
  }
  if (flag.takes_value) {
    out += " -x";
    if (flag.kind == WordKind::kFile) out += " -a '(__fish_complete_path)'";
    if (flag.kind == WordKind::kFolder) out += " -a '(__fish_complete_directories)'";
    if (!flag.choices.empty()) {
      absl::StrAppend(&out, " -a ", FishQuoted(absl::StrJoin(flag.choices, " ")));
    }
  }
  return absl::StrCat(out, " -d ", FishQuoted(flag.help));
}

std::string FishScript(const std::vector<CompletedCommand>& commands) {
  std::string out =
      "# Completion for fish: pledgectl completion fish > "
      "~/.config/fish/completions/pledgectl.fish\n"
      "complete -c pledgectl -f\n";
  for (const CompletedCommand& command : commands) {
    const bool is_top = command.name.empty();
    const std::string where =
        is_top ? std::string("complete -c pledgectl -n __fish_use_subcommand")
               : absl::StrCat("complete -c pledgectl -n '__fish_seen_subcommand_from ",
                              command.name, "'");
    if (!is_top) {
      absl::StrAppend(&out, "complete -c pledgectl -n __fish_use_subcommand -a ", command.name,
                      " -d ", FishQuoted(command.help), "\n");
    }
    for (const CompletedFlag& flag : command.flags) {
      absl::StrAppend(&out, where, FishFlag(flag), "\n");
    }
    if (command.operand.kind == WordKind::kFile) absl::StrAppend(&out, where, " -F\n");
    if (command.operand.kind == WordKind::kFolder) {
      absl::StrAppend(&out, where, " -a '(__fish_complete_directories)'\n");
    }
    if (!command.operand.choices.empty()) {
      absl::StrAppend(&out, where, " -a ", FishQuoted(absl::StrJoin(command.operand.choices, " ")),
                      "\n");
    }
  }
  return out;
}

}  // namespace

std::vector<CompletedCommand> CompletedCommands(const CLI::App& app, const Draft& draft) {
  std::vector<const CLI::App*> apps = {&app};
  for (const CLI::App* sub : app.get_subcommands([](const CLI::App*) { return true; })) {
    apps.push_back(sub);
  }
  std::vector<CompletedCommand> commands;
  for (const CLI::App* sub : apps) {
    CompletedCommand& command = commands.emplace_back();
    if (sub != &app) command.name = sub->get_name();
    command.help = sub->get_description();
    for (const CLI::Option* option : sub->get_options()) {
      CompletedFlag flag = ToFlag(*option, draft);
      if (flag.names.empty()) {
        command.operand = std::move(flag);
      } else {
        command.flags.push_back(std::move(flag));
      }
    }
  }
  return commands;
}

std::string CompletionScript(const std::vector<CompletedCommand>& commands, Shell shell) {
  switch (shell) {
    case Shell::kBash:
      return BashScript(commands);
    case Shell::kZsh:
      return ZshScript(commands);
    case Shell::kFish:
      return FishScript(commands);
  }
  return "";
}

}  // namespace pledge::cli
