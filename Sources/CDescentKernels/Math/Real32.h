// The numbers of single precision for Math/functions.h; polynomials from coefficients.py.
#define T float
#define INT int32_t
#define PRECISION f32
#define TYPE_BITS 32

#define MANTISSA_BITS 23
#define EXPONENT_BIAS 127
#define ROUNDER 0x1.8p23f
#define ROUNDER_BITS 0x4b400000
#define SQRT_HALF_BITS 0x3f3504f3
#define EXP_LOWEST -104.0f
#define EXP_HIGHEST 89.0f
#define EXPM1_LOWEST -20.0f
#define LOG2_E 0x1.715476p+0f
#define LN2_HIGH 0x1.62e4p-1f  // 15 bits: k LN2_HIGH is exact
#define LN2_LOW 0x1.7f7d1cp-20f

static const float FN(exp_tail)[] = {0.5f, 0.1666657699f, 0.041666554617f, 0.0083631790527f, 0.0013926183588f};
static const float FN(log1p_tail)[] = {0.083333334151f, 0.012499908229f, 0.0022337779683f, 0.00042395655861f,
                                       0.00011340004504f};
