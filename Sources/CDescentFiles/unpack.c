#include "CDescentUnpack.h"

#include <dlfcn.h>
#include <limits.h>
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>

// The interfaces of zlib 1 and libzstd 1, as far as they are used: both have kept them for as long as their numbers.

typedef struct {
    const unsigned char *next_in;
    unsigned int avail_in;
    unsigned long total_in;
    unsigned char *next_out;
    unsigned int avail_out;
    unsigned long total_out;
    const char *msg;
    void *state;
    void *(*zalloc)(void *, unsigned int, unsigned int);
    void (*zfree)(void *, void *);
    void *opaque;
    int data_type;
    unsigned long adler;
    unsigned long reserved;
} zlib_stream;

enum { Z_OK = 0, Z_STREAM_END = 1, Z_MEM_ERROR = -4, Z_BUF_ERROR = -5 };

typedef struct {
    const void *src;
    size_t size, pos;
} zstd_in;

typedef struct {
    void *dst;
    size_t size, pos;
} zstd_out;

static struct {
    int (*init)(zlib_stream *, int, const char *, int);
    int (*inflate)(zlib_stream *, int);
    int (*reset)(zlib_stream *);
    int (*end)(zlib_stream *);
} zlib;

static struct {
    void *(*create)(void);
    size_t (*release)(void *);
    size_t (*decompress)(void *, zstd_out *, zstd_in *);
    unsigned int (*is_error)(size_t);
    const char *(*name)(size_t);
} zstd;

static int has_zlib, has_zstd;

#ifdef __APPLE__
#define ZLIB "libz.1.dylib"
#define ZSTD "libzstd.1.dylib"
#else
#define ZLIB "libz.so.1"
#define ZSTD "libzstd.so.1"
#endif

// Whether the library has a function; POSIX lets a pointer to data become one to a function.
static int found(void *library, const char *name, void *function) {
    void *place = dlsym(library, name);
    *(void **)function = place;
    return place != NULL;
}

static void open_zlib(void) {
    void *library = dlopen(ZLIB, RTLD_NOW | RTLD_LOCAL);
    has_zlib = library && found(library, "inflateInit2_", &zlib.init) && found(library, "inflate", &zlib.inflate)
        && found(library, "inflateReset", &zlib.reset) && found(library, "inflateEnd", &zlib.end);
}

static void open_zstd(void) {
    void *library = dlopen(ZSTD, RTLD_NOW | RTLD_LOCAL);
    has_zstd = library && found(library, "ZSTD_createDStream", &zstd.create)
        && found(library, "ZSTD_freeDStream", &zstd.release)
        && found(library, "ZSTD_decompressStream", &zstd.decompress)
        && found(library, "ZSTD_isError", &zstd.is_error) && found(library, "ZSTD_getErrorName", &zstd.name);
}

struct descent_unpacker {
    int format;
    // Of gzip, whether the next bytes begin a member.
    int is_between;
    zlib_stream stream;
    void *context;
};

const char *descent_unpack_library(int format) { return format == DESCENT_GZIP ? ZLIB : ZSTD; }

descent_unpacker *descent_unpack_start(int format, int *has_library) {
    static pthread_once_t once_zlib = PTHREAD_ONCE_INIT, once_zstd = PTHREAD_ONCE_INIT;
    if (format == DESCENT_GZIP) {
        pthread_once(&once_zlib, open_zlib);
        *has_library = has_zlib;
    } else {
        pthread_once(&once_zstd, open_zstd);
        *has_library = has_zstd;
    }
    if (!*has_library) return NULL;
    descent_unpacker *unpacker = calloc(1, sizeof *unpacker);
    if (!unpacker) return NULL;
    unpacker->format = format;
    int is_ready;
    if (format == DESCENT_GZIP) {
        // The largest window, and gzip's header and sums. The version is asked for its first digit alone.
        is_ready = zlib.init(&unpacker->stream, 15 + 16, "1", (int)sizeof unpacker->stream) == Z_OK;
    } else {
        unpacker->context = zstd.create();
        is_ready = unpacker->context != NULL;
    }
    if (is_ready) return unpacker;
    free(unpacker);
    return NULL;
}

static descent_unpacked gunzip(
    descent_unpacker *unpacker, const void *in, size_t in_size, void *out, size_t out_size) {
    zlib_stream *stream = &unpacker->stream;
    if (unpacker->is_between && zlib.reset(stream) != Z_OK) return (descent_unpacked){0, 0, -2, NULL};
    unpacker->is_between = 0;
    stream->next_in = in;
    stream->avail_in = in_size < UINT_MAX ? (unsigned int)in_size : UINT_MAX;
    stream->next_out = out;
    stream->avail_out = out_size < UINT_MAX ? (unsigned int)out_size : UINT_MAX;
    stream->msg = NULL;
    int state = zlib.inflate(stream, 0);
    descent_unpacked result = {
        (size_t)(stream->next_in - (const unsigned char *)in), (size_t)(stream->next_out - (unsigned char *)out), 0,
        stream->msg};
    if (state == Z_STREAM_END) {
        unpacker->is_between = 1;
        result.state = 1;
    } else if (state == Z_MEM_ERROR) {
        result.state = -2;
    } else if (state != Z_OK && state != Z_BUF_ERROR) {
        result.state = -1;
    }
    return result;
}

static descent_unpacked unzstd(
    descent_unpacker *unpacker, const void *in, size_t in_size, void *out, size_t out_size) {
    zstd_in from = {in, in_size, 0};
    zstd_out to = {out, out_size, 0};
    size_t state = zstd.decompress(unpacker->context, &to, &from);
    descent_unpacked result = {from.pos, to.pos, state == 0 ? 1 : 0, NULL};
    if (zstd.is_error(state)) {
        result.state = -1;
        result.reason = zstd.name(state);
    }
    return result;
}

descent_unpacked descent_unpack(
    descent_unpacker *unpacker, const void *in, size_t in_size, void *out, size_t out_size) {
    return unpacker->format == DESCENT_GZIP
        ? gunzip(unpacker, in, in_size, out, out_size)
        : unzstd(unpacker, in, in_size, out, out_size);
}

void descent_unpack_end(descent_unpacker *unpacker) {
    if (unpacker->format == DESCENT_GZIP) {
        zlib.end(&unpacker->stream);
    } else {
        zstd.release(unpacker->context);
    }
    free(unpacker);
}
