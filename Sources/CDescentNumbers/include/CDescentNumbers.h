#ifndef C_DESCENT_NUMBERS_H
#define C_DESCENT_NUMBERS_H

#ifdef __cplusplus
extern "C" {
#endif

// The decimal number that text begins with, rounded to the nearest double: the parser of the C++ standard library, behind a C door.
// Returns the first byte that is no part of it, or NULL where no number stands there. No space before it, no hexadecimal digits, no
// words such as nan; one + or -. A number beyond the largest double is an infinity, one below the smallest 0.
const char *descent_parse_double(const char *text, const char *end, double *value);

#ifdef __cplusplus
}
#endif

#endif
