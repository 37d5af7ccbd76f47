#ifndef C_DESCENT_UNPACK_H
#define C_DESCENT_UNPACK_H

#include <stddef.h>

// Unpacks gzip and Zstandard by the system's libraries, which are opened when the first packed file is: a program that links this
// needs neither before.

enum { DESCENT_GZIP = 1, DESCENT_ZSTD = 2 };

typedef struct descent_unpacker descent_unpacker;

// What one call came to.
typedef struct {
    // Bytes taken and given.
    size_t read, written;
    // 0 to go on, 1 at the end of a member, -1 for bytes that are none of the format, -2 where memory is short.
    int state;
    // What is wrong, in the library's words; may be NULL.
    const char *reason;
} descent_unpacked;

// The library's name as the system finds it.
const char *descent_unpack_library(int format);

// NULL where the library cannot be opened (`*has_library` is 0) or memory is short.
descent_unpacker *descent_unpack_start(int format, int *has_library);

// Goes on, with the next member where one has ended.
descent_unpacked descent_unpack(
    descent_unpacker *unpacker, const void *in, size_t in_size, void *out, size_t out_size);

void descent_unpack_end(descent_unpacker *unpacker);

#endif
