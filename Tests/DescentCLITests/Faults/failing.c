// A disk that fails: loaded before a program's own libraries, it makes one call fail that is about an unfinished file.
//
//   DESCENT_FAIL=write:3:5   the third write to such a file fails, with errno 5
#define _GNU_SOURCE
#include "../Support/unfinished.h"
#include <dlfcn.h>
#include <errno.h>
#include <stdlib.h>

static int calls;

// Whether this call is the one that is to fail.
static int is_failing(const char *call, const char *path) {
    const char *wish = getenv("DESCENT_FAIL");
    char name[32];
    int number, code;
    if (!wish || !is_unfinished(path)) return 0;
    if (sscanf(wish, "%31[a-z]:%d:%d", name, &number, &code) != 3 || strcmp(name, call) != 0) return 0;
    if (++calls != number) return 0;
    errno = code;
    return 1;
}

ssize_t write(int file, const void *bytes, size_t count) {
    static ssize_t (*next)(int, const void *, size_t);
    if (!next) next = (ssize_t(*)(int, const void *, size_t))dlsym(RTLD_NEXT, "write");
    if (is_failing("write", path_of(file))) return -1;
    // A disk takes as much as it likes.
    return next(file, bytes, getenv("DESCENT_FAIL") && count > 4096 ? 4096 : count);
}

int fsync(int file) {
    static int (*next)(int);
    if (!next) next = (int (*)(int))dlsym(RTLD_NEXT, "fsync");
    return is_failing("fsync", path_of(file)) ? -1 : next(file);
}

int rename(const char *from, const char *to) {
    static int (*next)(const char *, const char *);
    if (!next) next = (int (*)(const char *, const char *))dlsym(RTLD_NEXT, "rename");
    return is_failing("rename", from) ? -1 : next(from, to);
}
