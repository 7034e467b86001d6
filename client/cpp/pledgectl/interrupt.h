// Ctrl-C and SIGTERM while an ingest runs: the first asks for a tidy end, the
// second ends the process at once.
#ifndef PLEDGE_CLIENT_CPP_PLEDGECTL_INTERRUPT_H_
#define PLEDGE_CLIENT_CPP_PLEDGECTL_INTERRUPT_H_

#include <functional>
#include <thread>

namespace pledge::cli {

// Keeps both signals from the calling thread and from threads started by it
// later, so that an Interrupt can take them. Call it before other threads run.
void BlockSignals();

class Interrupt {
 public:
  // `on_first` runs on a thread of the interrupt, at most once. Requires
  // BlockSignals().
  explicit Interrupt(std::function<void()> on_first);
  // Signals that come later are left waiting.
  ~Interrupt();

  Interrupt(const Interrupt&) = delete;
  Interrupt& operator=(const Interrupt&) = delete;

 private:
  void Watch(const std::function<void()>& on_first) const;

  int signal_descriptor_ = -1;
  int end_descriptor_ = -1;
  std::thread thread_;
};

}  // namespace pledge::cli

#endif  // PLEDGE_CLIENT_CPP_PLEDGECTL_INTERRUPT_H_
