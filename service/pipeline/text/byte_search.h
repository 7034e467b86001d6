// Looks through a text for bytes of a small set, a block at a time: most blocks of
// a letter hold none of them. In valid UTF-8 a byte below 0x80 or from 0xC2 up
// begins a character, so the hits are places of characters. Pure functions;
// thread-safe.
#ifndef PLEDGE_SERVICE_PIPELINE_TEXT_BYTE_SEARCH_H_
#define PLEDGE_SERVICE_PIPELINE_TEXT_BYTE_SEARCH_H_

#include <bit>
#include <cstddef>
#include <cstdint>
#include <string_view>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace pledge::pipeline {

inline constexpr size_t kSearchBlock = 16;  // bytes

// A bit for each of the sixteen bytes at `block`, the first lowest: set where it is
// one of `wanted`.
template <uint8_t... wanted>
uint32_t BitsOf(const char* block) {
#if defined(__SSE2__)
  const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(block));
  __m128i hits = _mm_setzero_si128();
  ((hits = _mm_or_si128(hits, _mm_cmpeq_epi8(bytes, _mm_set1_epi8(static_cast<char>(wanted))))),
   ...);
  return static_cast<uint32_t>(_mm_movemask_epi8(hits));
#else
  uint32_t bits = 0;
  for (uint32_t i = 0; i < kSearchBlock; ++i) {
    const auto byte = static_cast<uint8_t>(block[i]);
    bits |= static_cast<uint32_t>(((byte == wanted) || ...)) << i;
  }
  return bits;
#endif
}

// The same for the bytes that are `first` with `second` behind them; reads one byte
// more than the block has.
inline uint32_t BitsOfPair(const char* block, char first, char second) {
#if defined(__SSE2__)
  const auto same = [block](size_t at, char wanted) {
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(block + at));
    return _mm_cmpeq_epi8(bytes, _mm_set1_epi8(wanted));
  };
  return static_cast<uint32_t>(_mm_movemask_epi8(_mm_and_si128(same(0, first), same(1, second))));
#else
  uint32_t bits = 0;
  for (uint32_t i = 0; i < kSearchBlock; ++i) {
    bits |= static_cast<uint32_t>(block[i] == first && block[i + 1] == second) << i;
  }
  return bits;
#endif
}

// Calls visit(size_t) with the places of the bytes in [from, end), ascending.
template <uint8_t... wanted, typename Visit>
void ForEachByteOf(std::string_view text, size_t from, size_t end, const Visit& visit) {
  size_t at = from;
  for (; at + kSearchBlock <= end; at += kSearchBlock) {
    for (uint32_t bits = BitsOf<wanted...>(text.data() + at); bits != 0; bits &= bits - 1) {
      visit(at + static_cast<size_t>(std::countr_zero(bits)));
    }
  }
  for (; at < end; ++at) {
    const auto byte = static_cast<uint8_t>(text[at]);
    if (((byte == wanted) || ...)) visit(at);
  }
}

// The first place of one of the bytes in [from, end); `end` when there is none.
template <uint8_t... wanted>
size_t FindByteOf(std::string_view text, size_t from, size_t end) {
  size_t at = from;
  for (; at + kSearchBlock <= end; at += kSearchBlock) {
    const uint32_t bits = BitsOf<wanted...>(text.data() + at);
    if (bits != 0) return at + static_cast<size_t>(std::countr_zero(bits));
  }
  for (; at < end; ++at) {
    const auto byte = static_cast<uint8_t>(text[at]);
    if (((byte == wanted) || ...)) return at;
  }
  return end;
}

// How many bytes of the text are from `low` to `high`, both at least 0x80.
template <uint8_t low, uint8_t high>
size_t CountBytesBetween(std::string_view text) {
  static_assert(low >= 0x80 && low <= high);
  size_t count = 0;
  size_t at = 0;
#if defined(__SSE2__)
  __m128i sums = _mm_setzero_si128();  // two of 64 bits
  for (; at + kSearchBlock <= text.size(); at += kSearchBlock) {
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(text.data() + at));
    const __m128i below = _mm_subs_epu8(_mm_set1_epi8(static_cast<char>(low)), bytes);
    const __m128i above = _mm_subs_epu8(bytes, _mm_set1_epi8(static_cast<char>(high)));
    const __m128i hits = _mm_cmpeq_epi8(_mm_or_si128(below, above), _mm_setzero_si128());
    // A hit is -1.
    const __m128i ones = _mm_sub_epi8(_mm_setzero_si128(), hits);
    sums = _mm_add_epi64(sums, _mm_sad_epu8(ones, _mm_setzero_si128()));
  }
  count = static_cast<size_t>(_mm_cvtsi128_si64(sums)) +
          static_cast<size_t>(_mm_cvtsi128_si64(_mm_unpackhi_epi64(sums, sums)));
#endif
  for (; at < text.size(); ++at) {
    const auto byte = static_cast<uint8_t>(text[at]);
    count += byte >= low && byte <= high ? 1 : 0;
  }
  return count;
}

}  // namespace pledge::pipeline

#endif  // PLEDGE_SERVICE_PIPELINE_TEXT_BYTE_SEARCH_H_
