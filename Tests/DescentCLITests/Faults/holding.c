// A call that does not return: loaded before a program's own libraries, it stands still there, as a long computation or a slow disk
// would.
//
//   DESCENT_HOLD=LAPACKE_dpotrf_work:3   the third factor of a matrix is never done
//   DESCENT_HOLD_MARK=path               a file that is there from then on
//
// Calls about files count where the file is an unfinished one.
#define _GNU_SOURCE
#include "../Support/unfinished.h"
#include <dlfcn.h>
#include <fcntl.h>
#include <stdlib.h>

static int calls;

static void hold(const char *call) {
    const char *wish = getenv("DESCENT_HOLD"), *mark = getenv("DESCENT_HOLD_MARK");
    char name[64];
    int number;
    if (!wish || !mark || sscanf(wish, "%63[^:]:%d", name, &number) != 2 || strcmp(name, call) != 0) return;
    if (__atomic_add_fetch(&calls, 1, __ATOMIC_RELAXED) != number) return;
    close(open(mark, O_WRONLY | O_CREAT | O_CLOEXEC, 0666));
    // A signal wakes it, and it goes on waiting.
    for (;;) pause();
}

#define HELD(type, name, parameters, arguments)                             \
    type name parameters {                                                  \
        static type(*next) parameters;                                      \
        if (!next) next = (type(*) parameters)dlsym(RTLD_NEXT, #name);      \
        hold(#name);                                                        \
        return next arguments;                                              \
    }

HELD(int, LAPACKE_dpotrf_work, (int layout, char half, int n, double *a, int lda), (layout, half, n, a, lda))
HELD(int, LAPACKE_dtpqrt_work,
    (int layout, int m, int n, int l, int nb, double *a, int lda, double *b, int ldb, double *t, int ldt, double *work),
    (layout, m, n, l, nb, a, lda, b, ldb, t, ldt, work))
HELD(void, cblas_dgemv,
    (int order, int transposed, int m, int n, double alpha, const double *a, int lda, const double *x, int step_x,
        double beta, double *y, int step_y),
    (order, transposed, m, n, alpha, a, lda, x, step_x, beta, y, step_y))
HELD(ssize_t, pread, (int file, void *bytes, size_t count, off_t start), (file, bytes, count, start))

int fsync(int file) {
    static int (*next)(int);
    if (!next) next = (int (*)(int))dlsym(RTLD_NEXT, "fsync");
    if (is_unfinished(path_of(file))) hold("fsync");
    return next(file);
}
