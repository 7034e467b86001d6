// Where pledgectl writes: answers on standard output, all else on standard
// error, each in the form that was asked for. Not thread-safe, but for
// WriteError, which any one thread may use at a time.
#ifndef PLEDGE_CLIENT_CPP_PLEDGECTL_CONSOLE_H_
#define PLEDGE_CLIENT_CPP_PLEDGECTL_CONSOLE_H_

#include <cstdio>
#include <functional>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/time/civil_time.h"
#include "client/cpp/pledgectl/arguments.h"
#include "client/cpp/pledgectl/exit_code.h"
#include "client/cpp/pledgectl/layout.h"

namespace pledge::cli {

// What the surroundings are; tests put in their own.
struct Surroundings {
  std::FILE* out = stdout;
  std::FILE* err = stderr;
  bool out_is_terminal = false;
  bool err_is_terminal = false;
  int out_width = 80;
  int err_width = 80;
  std::string no_color;  // the variables NO_COLOR, TERM and CLICOLOR_FORCE
  std::string term;
  std::string clicolor_force;
  absl::CivilDay today;
};

// Of this process.
Surroundings FindSurroundings();

// Whether to colour a stream.
bool UseColor(ColorChoice choice, bool is_terminal, const Surroundings& surroundings);

class Console {
 public:
  // The streams must outlive the console.
  Console(const CommonFlags& flags, Surroundings surroundings);

  Format format() const { return flags_.format; }
  // Text for people rather than TAB-separated lines.
  bool laid_out() const { return surroundings_.out_is_terminal || flags_.width > 0; }
  // For standard output, and for standard error.
  const Layout& layout() const { return layout_; }
  const Layout& error_layout() const { return error_layout_; }
  bool out_is_terminal() const { return surroundings_.out_is_terminal; }
  bool error_is_terminal() const { return surroundings_.err_is_terminal; }
  // Takes no sequences that move the cursor.
  bool error_is_dumb() const { return surroundings_.term == "dumb"; }
  bool quiet() const { return flags_.quiet; }
  bool verbose() const { return flags_.verbose; }

  // An answer.
  void Print(std::string_view text);
  // Passes on what was printed, so that a reader of a stream need not wait.
  void Flush();
  // Progress, hints and warnings; not when quiet.
  void Note(std::string_view text);
  // Says why the command failed, in the form that was asked for, and gives its
  // exit code.
  ExitCode Fail(const absl::Status& status);
  // As it is, on standard error.
  void WriteError(std::string_view text);

  // At the end: `code`, or a failure when the output could not be written.
  ExitCode Close(ExitCode code);

 private:
  const CommonFlags flags_;
  const Surroundings surroundings_;
  Layout layout_;
  Layout error_layout_;
};

}  // namespace pledge::cli

#endif  // PLEDGE_CLIENT_CPP_PLEDGECTL_CONSOLE_H_
