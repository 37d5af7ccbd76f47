// What libraries that are loaded before a program's own ask of a file.
#ifndef DESCENT_UNFINISHED_H
#define DESCENT_UNFINISHED_H

#include <stdio.h>
#include <string.h>
#include <unistd.h>

// Whether a path is that of an unfinished file.
static int is_unfinished(const char *path) {
    static const char ending[] = ".partial";
    if (!path) return 0;
    size_t length = strlen(path);
    return length >= sizeof ending - 1 && strcmp(path + length - (sizeof ending - 1), ending) == 0;
}

static const char *path_of(int file) {
    static __thread char path[4096];
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0) return NULL;
    path[length] = 0;
    return path;
}

#endif
