// The tables that the level files define.
#ifndef DESCENT_LEVELS_H
#define DESCENT_LEVELS_H
#include "CDescentKernels.h"

extern const descent_kernels_f64 descent_kernels_f64_portable;
extern const descent_kernels_f32 descent_kernels_f32_portable;
extern const descent_wide_kernels descent_kernels_wide_portable;
#if defined(__x86_64__)
extern const descent_kernels_f64 descent_kernels_f64_avx2, descent_kernels_f64_avx512;
extern const descent_kernels_f32 descent_kernels_f32_avx2, descent_kernels_f32_avx512;
extern const descent_wide_kernels descent_kernels_wide_avx2, descent_kernels_wide_avx512;
#endif
#endif
