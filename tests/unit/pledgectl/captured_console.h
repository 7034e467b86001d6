// A console that keeps what is written to it.
#ifndef PLEDGE_TESTS_UNIT_PLEDGECTL_CAPTURED_CONSOLE_H_
#define PLEDGE_TESTS_UNIT_PLEDGECTL_CAPTURED_CONSOLE_H_

#include <stdio.h>
#include <stdlib.h>

#include <memory>
#include <string>

#include "client/cpp/pledgectl/console.h"

namespace pledge::testing {

// A stream into memory.
class MemoryStream {
 public:
  MemoryStream() : file_(open_memstream(&data_, &size_)) {}
  ~MemoryStream() {
    fclose(file_);
    free(data_);
  }

  MemoryStream(const MemoryStream&) = delete;
  MemoryStream& operator=(const MemoryStream&) = delete;

  FILE* file() const { return file_; }
  std::string text() const {
    fflush(file_);
    return std::string(data_, size_);
  }

 private:
  char* data_ = nullptr;
  size_t size_ = 0;
  FILE* file_;
};

class CapturedConsole {
 public:
  // `surroundings` but for its streams.
  explicit CapturedConsole(const cli::CommonFlags& flags = {},
                           cli::Surroundings surroundings = {}) {
    surroundings.out = out_.file();
    surroundings.err = err_.file();
    console_ = std::make_unique<cli::Console>(flags, surroundings);
  }

  cli::Console& console() { return *console_; }
  std::string out() const { return out_.text(); }
  std::string err() const { return err_.text(); }

 private:
  MemoryStream out_;
  MemoryStream err_;
  std::unique_ptr<cli::Console> console_;
};

}  // namespace pledge::testing

#endif  // PLEDGE_TESTS_UNIT_PLEDGECTL_CAPTURED_CONSOLE_H_
