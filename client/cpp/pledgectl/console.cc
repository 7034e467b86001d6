#include "client/cpp/pledgectl/console.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdlib>
#include <utility>

#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "client/cpp/pledgectl/json.h"
#include "client/cpp/pledgectl/render_error.h"
#include "client/cpp/status.h"

namespace pledge::cli {
namespace {

constexpr int kDefaultWidth = 80;
constexpr int kMinWidth = 40;

std::string Variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

int WidthOf(int descriptor) {
  struct winsize size {};
  const bool known = ioctl(descriptor, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
  return known ? std::max<int>(size.ws_col, kMinWidth) : kDefaultWidth;
}

}  // namespace

Surroundings FindSurroundings() {
  Surroundings out;
  out.out_is_terminal = isatty(STDOUT_FILENO) == 1;
  out.err_is_terminal = isatty(STDERR_FILENO) == 1;
  out.out_width = WidthOf(STDOUT_FILENO);
  out.err_width = WidthOf(STDERR_FILENO);
  out.no_color = Variable("NO_COLOR");
  out.term = Variable("TERM");
  out.clicolor_force = Variable("CLICOLOR_FORCE");
  out.today = absl::ToCivilDay(absl::Now(), absl::LocalTimeZone());
  return out;
}

bool UseColor(ColorChoice choice, bool is_terminal, const Surroundings& surroundings) {
  if (choice != ColorChoice::kAuto) return choice == ColorChoice::kAlways;
  if (!surroundings.no_color.empty()) return false;
  if (!surroundings.clicolor_force.empty() && surroundings.clicolor_force != "0") return true;
  return is_terminal && surroundings.term != "dumb";
}

Console::Console(const CommonFlags& flags, Surroundings surroundings)
    : flags_(flags), surroundings_(std::move(surroundings)) {
  layout_.width = flags_.width > 0 ? flags_.width : surroundings_.out_width;
  layout_.color = UseColor(flags_.color, surroundings_.out_is_terminal, surroundings_);
  layout_.ascii = flags_.ascii;
  layout_.today = surroundings_.today;
  error_layout_ = layout_;
  error_layout_.width = flags_.width > 0 ? flags_.width : surroundings_.err_width;
  error_layout_.color = UseColor(flags_.color, surroundings_.err_is_terminal, surroundings_);
}

void Console::Print(std::string_view text) {
  std::fwrite(text.data(), 1, text.size(), surroundings_.out);
}

void Console::Flush() { std::fflush(surroundings_.out); }

void Console::Note(std::string_view text) {
  if (!flags_.quiet) WriteError(text);
}

ExitCode Console::Fail(const absl::Status& status) {
  Flush();
  const bool json = flags_.format != Format::kText;
  WriteError(json ? Tagged("error", ErrorJson(status)) + "\n"
                  : RenderError(status, flags_.server, flags_.verbose, error_layout_));
  return ExitCodeFor(status);
}

void Console::WriteError(std::string_view text) {
  std::fwrite(text.data(), 1, text.size(), surroundings_.err);
  std::fflush(surroundings_.err);
}

ExitCode Console::Close(ExitCode code) {
  const bool written = std::fflush(surroundings_.out) == 0 && std::ferror(surroundings_.out) == 0;
  if (written) return code;
  const absl::Status status = client::MakeStatus(absl::StatusCode::kUnknown, "OUTPUT_FAILED",
                                                 "standard output could not be written", {});
  return Worse(code, Fail(status));
}

}  // namespace pledge::cli
