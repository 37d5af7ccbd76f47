// Whatever the compiler's default for the architecture is: SSE2 on x86-64, NEON on arm64.
#define LEVEL portable
#include "level.h"
