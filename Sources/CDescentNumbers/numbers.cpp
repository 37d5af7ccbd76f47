#include "CDescentNumbers.h"

#include <charconv>
#include <clocale>
#include <cstdlib>
#include <string>
#include <system_error>
#ifdef __APPLE__
#include <xlocale.h>
#else
#include <locale.h>
#endif

// The standard's parser says that a number is out of range, and not on which side.
static double out_of_range(const char *text, const char *end) {
    static const locale_t plain = newlocale(LC_ALL_MASK, "C", nullptr);
    return strtod_l(std::string(text, end).c_str(), nullptr, plain);
}

const char *descent_parse_double(const char *text, const char *end, double *value) {
    // The standard's parser takes a minus, but no plus.
    const char *start = text != end && *text == '+' ? text + 1 : text;
    // inf and nan are words, and of two signs one is too many.
    const char *first = start == text && start != end && *start == '-' ? start + 1 : start;
    if (first == end || !((*first >= '0' && *first <= '9') || *first == '.')) return nullptr;
    const std::from_chars_result result = std::from_chars(start, end, *value);
    if (result.ec == std::errc::invalid_argument) return nullptr;
    if (result.ec == std::errc::result_out_of_range) *value = out_of_range(start, result.ptr);
    return result.ptr;
}
