// Every kernel in every precision for one level; LEVEL, and with it the CPU features, is set by the includer.
#include <math.h>
#include <string.h>
#include "CDescentKernels.h"
#include "levels.h"

#define GLUE_(name, precision, level) name##_##precision##_##level
#define GLUE(name, precision, level) GLUE_(name, precision, level)
#define FN(name) GLUE(name, PRECISION, LEVEL)

#ifdef LEVEL_TARGET
#pragma clang attribute push(__attribute__((target(LEVEL_TARGET), min_vector_width(LEVEL_VECTOR))), apply_to = function)
#endif

#define NAMED(name) name##_f64
#include "../Math/Real64.h"
#include "precision.h"
#undef NAMED

#define NAMED(name) name##_f32
#include "../Math/Real32.h"
#include "precision.h"
#undef NAMED

#include "../Wide/wide.h"

#ifdef LEVEL_TARGET
#pragma clang attribute pop
#endif
