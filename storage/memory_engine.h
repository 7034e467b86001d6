// An Engine in memory: for tests, and for trying things out. Keeps versions
// only while a view can see them. Nothing survives the process; "durable" means
// visible. Thread-safe as Engine says.
#ifndef PLEDGE_STORAGE_MEMORY_ENGINE_H_
#define PLEDGE_STORAGE_MEMORY_ENGINE_H_

#include <memory>

#include "storage/engine.h"

namespace pledge::storage {

// An empty store.
std::unique_ptr<Engine> NewMemoryEngine();

}  // namespace pledge::storage

#endif  // PLEDGE_STORAGE_MEMORY_ENGINE_H_
