// Jobs for people and for programs. Pure functions, thread-safe.
#ifndef PLEDGE_CLIENT_CPP_PLEDGECTL_RENDER_JOB_H_
#define PLEDGE_CLIENT_CPP_PLEDGECTL_RENDER_JOB_H_

#include <string>

#include "client/cpp/pledgectl/render_letter.h"
#include "client/cpp/pledgectl/table.h"
#include "pledge/v1/job_service.pb.h"

namespace pledge::cli {

// jobs/{job}, of an id or a name.
std::string JobName(const std::string& text);

// In a list: id, work, state, items looked at and in all, failed ones, when made
// and ended.
Row JobHeadings();
Row JobRow(const v1::Job& job);

// Everything about one job.
FactList FactsOf(const v1::Job& job);

// "engine-7  running  1200 of 5000 documents, 3 failed".
std::string ProgressText(const v1::Job& job);

bool HasEnded(const v1::Job& job);

}  // namespace pledge::cli

#endif  // PLEDGE_CLIENT_CPP_PLEDGECTL_RENDER_JOB_H_
