// Makes a damaged copy of a letter and writes down the truth about it:
//   make_damage SEED LETTER.txt DAMAGED.txt TRUTH.json
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <sstream>
#include <string>

#include "tests/damage/mirror_gloss.h"
#include "tests/damage/truth_json.h"

namespace {

int Fail(const std::string& message) {
  std::cerr << "make_damage: " << message << '\n';
  return 1;
}

std::string Read(const char* path) {
  std::stringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

bool Write(const char* path, const std::string& text) {
  std::ofstream file(path, std::ios::binary);
  return static_cast<bool>(file << text);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 5) return Fail("usage: make_damage SEED LETTER.txt DAMAGED.txt TRUTH.json");
  std::string clean = Read(argv[2]);
  while (!clean.empty() && clean.back() == '\n') clean.pop_back();
  if (clean.empty()) return Fail(std::string("nothing in ") + argv[2]);
  const auto letter =
      pledge::damage::DamageLetter(clean, {.seed = std::strtoull(argv[1], nullptr, 10)});
  if (!letter.ok()) return Fail(std::string(letter.status().message()));
  if (!Write(argv[3], letter->text + "\n") || !Write(argv[4], pledge::damage::TruthJson(*letter)))
    return Fail("could not write the results");
  std::cout << letter->gloss_count << " glosses, " << letter->comma_count << " commas, "
            << letter->shifted_block_count << " shifted blocks\n";
  return 0;
}
