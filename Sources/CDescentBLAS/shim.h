// The only door to OpenBLAS and LAPACKE. Debian names OpenBLAS's own cblas header cblas-openblas.h, because cblas.h may
// belong to another BLAS there; elsewhere it is cblas.h.
#ifndef CDESCENT_BLAS_SHIM_H
#define CDESCENT_BLAS_SHIM_H

#if __has_include(<cblas-openblas.h>)
#include <cblas-openblas.h>
#else
#include <cblas.h>
#endif

#ifndef OPENBLAS_VERSION
#error "Descent needs OpenBLAS's own cblas header: install libopenblas-dev (Debian) or openblas (Homebrew)"
#endif

#include <lapacke.h>

#endif
