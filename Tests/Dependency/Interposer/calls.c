// Counts calls of OpenBLAS's products: laid before the library by LD_PRELOAD, every call comes here first and goes on to the
// library's own function. Calls that OpenBLAS makes inside itself do not come here.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

#if __has_include(<cblas-openblas.h>)
#include <cblas-openblas.h>
#else
#include <cblas.h>
#endif

static atomic_long dgemv_calls, dgemm_calls, other_calls;

// Of dgemv, of dgemm, and of all others below.
void descent_counted_calls(long counts[3]) {
    counts[0] = dgemv_calls;
    counts[1] = dgemm_calls;
    counts[2] = other_calls;
}

static void *next(const char *name) {
    void *function = dlsym(RTLD_NEXT, name);
    if (function == NULL) {
        fprintf(stderr, "no %s behind the counting library\n", name);
        abort();
    }
    return function;
}

// Looked up by every call: dlsym locks nothing that a product holds, and its time is not measured.
#define COUNTED(counter, type, name, parameters, arguments)  \
    type name parameters {                                   \
        atomic_fetch_add(&counter, 1);                       \
        return ((type(*) parameters)next(#name)) arguments;  \
    }

#define ORDER OPENBLAS_CONST enum CBLAS_ORDER
#define TRANS OPENBLAS_CONST enum CBLAS_TRANSPOSE
#define UPLO OPENBLAS_CONST enum CBLAS_UPLO
#define SIZE OPENBLAS_CONST blasint

#define GEMV(counter, name, real)                                                                                     \
    COUNTED(counter, void, name,                                                                                      \
            (ORDER o, TRANS t, SIZE m, SIZE n, const real alpha, const real *a, SIZE lda, const real *x, SIZE incx,   \
             const real beta, real *y, SIZE incy),                                                                    \
            (o, t, m, n, alpha, a, lda, x, incx, beta, y, incy))
#define GEMM(counter, name, real)                                                                                     \
    COUNTED(counter, void, name,                                                                                      \
            (ORDER o, TRANS ta, TRANS tb, SIZE m, SIZE n, SIZE k, const real alpha, const real *a, SIZE lda,          \
             const real *b, SIZE ldb, const real beta, real *c, SIZE ldc),                                            \
            (o, ta, tb, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc))
#define SYRK(name, real)                                                                                              \
    COUNTED(other_calls, void, name,                                                                                  \
            (ORDER o, UPLO u, TRANS t, SIZE n, SIZE k, const real alpha, const real *a, SIZE lda, const real beta,    \
             real *c, SIZE ldc),                                                                                      \
            (o, u, t, n, k, alpha, a, lda, beta, c, ldc))
#define GER(name, real)                                                                                               \
    COUNTED(other_calls, void, name,                                                                                  \
            (ORDER o, SIZE m, SIZE n, const real alpha, const real *x, SIZE incx, const real *y, SIZE incy, real *a,  \
             SIZE lda),                                                                                               \
            (o, m, n, alpha, x, incx, y, incy, a, lda))
#define DOT(name, real)                                                                                               \
    COUNTED(other_calls, real, name, (SIZE n, const real *x, SIZE incx, const real *y, SIZE incy),                    \
            (n, x, incx, y, incy))
#define AXPY(name, real)                                                                                              \
    COUNTED(other_calls, void, name, (SIZE n, const real alpha, const real *x, SIZE incx, real *y, SIZE incy),        \
            (n, alpha, x, incx, y, incy))
#define SCAL(name, real) \
    COUNTED(other_calls, void, name, (SIZE n, const real alpha, real *x, SIZE incx), (n, alpha, x, incx))
#define NRM2(name, real) COUNTED(other_calls, real, name, (SIZE n, const real *x, SIZE incx), (n, x, incx))

GEMV(dgemv_calls, cblas_dgemv, double)
GEMM(dgemm_calls, cblas_dgemm, double)
GEMV(other_calls, cblas_sgemv, float)
GEMM(other_calls, cblas_sgemm, float)
SYRK(cblas_dsyrk, double)
SYRK(cblas_ssyrk, float)
GER(cblas_dger, double)
GER(cblas_sger, float)
DOT(cblas_ddot, double)
DOT(cblas_sdot, float)
AXPY(cblas_daxpy, double)
AXPY(cblas_saxpy, float)
SCAL(cblas_dscal, double)
SCAL(cblas_sscal, float)
NRM2(cblas_dnrm2, double)
NRM2(cblas_snrm2, float)
