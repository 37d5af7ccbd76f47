#ifndef C_DESCENT_NUMBERS_H
#define C_DESCENT_NUMBERS_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

// The decimal number that text begins with, rounded to the nearest double: the parser of the C++ standard library, behind a C door.
// Returns the first byte that is no part of it, or NULL where no number stands there. No space before it, no hexadecimal digits, no
// words such as nan; one + or -. A number beyond the largest double is an infinity, one below the smallest 0.
const char *descent_parse_double(const char *text, const char *end, double *value);
// Rounded once: by way of a double some numbers would come to a neighbour of the nearest float.
const char *descent_parse_float(const char *text, const char *end, float *value);

// The bytes that a number takes at most.
#define DESCENT_NUMBER_BYTES 32

// The fewest digits that read back to the same number, in memory of DESCENT_NUMBER_BYTES. Returns the byte behind them.
char *descent_write_double(double value, char *text);
char *descent_write_float(float value, char *text);
char *descent_write_integer(ptrdiff_t value, char *text);

typedef struct {
    size_t quotes;
    // How many records begin, where the text begins outside quotes, and where it begins within.
    size_t outside;
    size_t within;
} descent_record_counts;

// Counts quotes, and the bytes that begin a record: those behind a line end (CR, LF or both) outside quotes. A blank line is a record
// where `blanks_count`. `before` is the byte before the text.
descent_record_counts descent_count_records(const char *text, const char *end, char before, int blanks_count);

#ifdef __cplusplus
}
#endif

#endif
