// The only door to OpenBLAS and LAPACKE. Debian names OpenBLAS's own cblas header cblas-openblas.h, because cblas.h may
// belong to another BLAS there; elsewhere it is cblas.h.
#ifndef CDESCENT_BLAS_SHIM_H
#define CDESCENT_BLAS_SHIM_H

#if __has_include(<cblas-openblas.h>)
#include <cblas-openblas.h>
#elif __has_include(<cblas.h>)
#include <cblas.h>
#else
#error "Descent needs OpenBLAS: install libopenblas-dev (Debian) or openblas (Homebrew)"
#endif

#ifndef OPENBLAS_VERSION
#error "Descent needs OpenBLAS's own cblas header: install libopenblas-dev (Debian) or openblas (Homebrew)"
#endif

#if __has_include(<lapacke.h>)
#include <lapacke.h>
#else
#error "Descent needs LAPACKE: install liblapacke-dev (Debian) or openblas (Homebrew)"
#endif

#endif
