// What the commands share that start a job. Functions; they block.
#ifndef PLEDGE_CLIENT_CPP_PLEDGECTL_COMMAND_JOBS_H_
#define PLEDGE_CLIENT_CPP_PLEDGECTL_COMMAND_JOBS_H_

#include "client/cpp/pledgectl/arguments.h"
#include "client/cpp/pledgectl/console.h"
#include "client/cpp/pledgectl/exit_code.h"
#include "pledge/v1/job_service.pb.h"

namespace pledge::cli {

// Shows a job that was started or found; with --wait follows it to its end. With
// --wait BlockSignals() (interrupt.h) comes before the first call.
ExitCode ShowStarted(const v1::Job& job, const Arguments& arguments, Console& console);

}  // namespace pledge::cli

#endif  // PLEDGE_CLIENT_CPP_PLEDGECTL_COMMAND_JOBS_H_
