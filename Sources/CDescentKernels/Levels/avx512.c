#if defined(__x86_64__)
#define LEVEL avx512
#define LEVEL_TARGET "avx512f,avx512dq,avx512vl,avx512bw,avx2,fma,f16c"
#define LEVEL_VECTOR 512
#include "level.h"
#endif
