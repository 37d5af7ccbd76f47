#include "levels.h"

descent_level descent_fastest_level(void) {
#if defined(__x86_64__)
    __builtin_cpu_init();
    if (!__builtin_cpu_supports("avx2") || !__builtin_cpu_supports("fma") || !__builtin_cpu_supports("f16c"))
        return descent_portable;
    if (!__builtin_cpu_supports("avx512f") || !__builtin_cpu_supports("avx512dq") ||
        !__builtin_cpu_supports("avx512vl") || !__builtin_cpu_supports("avx512bw"))
        return descent_avx2;
    return descent_avx512;
#else
    return descent_portable;
#endif
}

#if defined(__x86_64__)
#define AT(precision)                                                          \
    switch (level) {                                                           \
        case descent_avx512: return &descent_kernels_##precision##_avx512;     \
        case descent_avx2: return &descent_kernels_##precision##_avx2;         \
        case descent_portable: break;                                          \
    }                                                                          \
    return &descent_kernels_##precision##_portable
#else
#define AT(precision) (void)level; return &descent_kernels_##precision##_portable
#endif

const descent_kernels_f64 *descent_kernels_f64_at(descent_level level) { AT(f64); }
const descent_kernels_f32 *descent_kernels_f32_at(descent_level level) { AT(f32); }
const descent_wide_kernels *descent_wide_kernels_at(descent_level level) { AT(wide); }
