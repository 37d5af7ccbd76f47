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

static void convert(const char *text, double *value, locale_t plain) { *value = strtod_l(text, nullptr, plain); }
static void convert(const char *text, float *value, locale_t plain) { *value = strtof_l(text, nullptr, plain); }

// The standard's parser says that a number is out of range, and not on which side.
template <typename Number> static void out_of_range(const char *text, const char *end, Number *value) {
    static const locale_t plain = newlocale(LC_ALL_MASK, "C", nullptr);
    convert(std::string(text, end).c_str(), value, plain);
}

template <typename Number> static const char *parse(const char *text, const char *end, Number *value) {
    // The standard's parser takes a minus, but no plus.
    const char *start = text != end && *text == '+' ? text + 1 : text;
    // inf and nan are words, and of two signs one is too many.
    const char *first = start == text && start != end && *start == '-' ? start + 1 : start;
    if (first == end || !((*first >= '0' && *first <= '9') || *first == '.')) return nullptr;
    const std::from_chars_result result = std::from_chars(start, end, *value);
    if (result.ec == std::errc::invalid_argument) return nullptr;
    if (result.ec == std::errc::result_out_of_range) out_of_range(start, result.ptr, value);
    return result.ptr;
}

const char *descent_parse_double(const char *text, const char *end, double *value) { return parse(text, end, value); }
const char *descent_parse_float(const char *text, const char *end, float *value) { return parse(text, end, value); }

template <typename Number> static char *write(Number value, char *text) {
    return std::to_chars(text, text + DESCENT_NUMBER_BYTES, value).ptr;
}

char *descent_write_double(double value, char *text) { return write(value, text); }
char *descent_write_float(float value, char *text) { return write(value, text); }
char *descent_write_integer(ptrdiff_t value, char *text) { return write(value, text); }
