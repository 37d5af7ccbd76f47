// The numbers of double precision for Math/functions.h; polynomials from coefficients.py.
#define T double
#define INT int64_t
#define PRECISION f64
#define TYPE_BITS 64

#define MANTISSA_BITS 52
#define EXPONENT_BIAS 1023
#define ROUNDER 0x1.8p52            // adding it rounds to an integer, which is then in the low bits
#define ROUNDER_BITS 0x4338000000000000
#define SQRT_HALF_BITS 0x3fe6a09e667f3bcd
#define EXP_LOWEST -746.0           // e^x is 0 below, infinite above
#define EXP_HIGHEST 710.0
#define EXPM1_LOWEST -40.0          // e^x - 1 is -1 below
#define LOG2_E 0x1.71547652b82fep+0
#define LN2_HIGH 0x1.62e42fee00000p-1  // 33 bits: k LN2_HIGH is exact
#define LN2_LOW 0x1.a39ef35793c76p-33

static const double FN(exp_tail)[] = {
    0x1.0000000000001p-1,  0x1.5555555555556p-3,  0x1.5555555553d63p-5,  0x1.11111111109b3p-7,  0x1.6c16c1788bd90p-10,
    0x1.a01a01a7c41d5p-13, 0x1.a019b90d2ae7ap-16, 0x1.71de0dae63bb3p-19, 0x1.289185613a3d6p-22, 0x1.af38a9b0ec855p-26};
static const double FN(log1p_tail)[] = {
    0x1.5555555555555p-4,  0x1.999999999a3ddp-7,  0x1.24924923d44c6p-9,  0x1.c71c727143318p-12, 0x1.745cf0b0e03bdp-14,
    0x1.3b18b294bebf9p-16, 0x1.10ac75dc602b1p-18, 0x1.eb905e8575054p-21, 0x1.687a6e7c95176p-23, 0x1.4b0a26c5f2aefp-24};
