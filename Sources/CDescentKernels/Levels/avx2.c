#if defined(__x86_64__)
#define LEVEL avx2
#define LEVEL_TARGET "avx2,fma,f16c"
#define LEVEL_VECTOR 256
#include "level.h"
#endif
