// What `top` shows: how a server stands, and what it did between two looks at its
// figures. Pure functions, thread-safe.
#ifndef PLEDGE_CLIENT_CPP_PLEDGECTL_RENDER_TOP_H_
#define PLEDGE_CLIENT_CPP_PLEDGECTL_RENDER_TOP_H_

#include <string>
#include <vector>

#include "absl/time/time.h"
#include "client/cpp/pledgectl/layout.h"
#include "client/cpp/pledgectl/metric_samples.h"
#include "client/cpp/pledgectl/render_letter.h"

namespace pledge::cli {

// A method that was called between the two looks, or has calls open.
struct MethodRates {
  std::string name;
  double calls = 0;   // ended, a second
  double failed = 0;  // of these, not with OK
  double open = 0;    // now
  double mean_ms = 0;
  double p99_ms = 0;  // at most this; infinite: beyond the largest bound that is counted
};

struct ServerView {
  FactList facts;                    // label and value, in the order in which they are shown
  std::vector<MethodRates> methods;  // the busiest first
};

// `elapsed` between the two looks, above zero.
ServerView MakeServerView(const MetricSamples& before, const MetricSamples& after,
                          absl::Duration elapsed);

// For people: facts, then a table of methods.
std::string RenderTop(const ServerView& view, const Layout& layout);
// For scripts: "label TAB value" lines, then one line for each method with its
// name behind "method": calls, failed, open, mean and p99 in ms.
std::string TopLines(const ServerView& view);
// One JSON object on one line.
std::string TopJson(const ServerView& view);

}  // namespace pledge::cli

#endif  // PLEDGE_CLIENT_CPP_PLEDGECTL_RENDER_TOP_H_
