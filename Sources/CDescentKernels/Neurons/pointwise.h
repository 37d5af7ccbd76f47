// One neuron's result for one score, and the loops over a tile around it.

typedef struct {
    T loss, residual, curvature, gauss_newton;
} FN(point);

// The next vectors' work fills the time that a vector's chain of dependent operations waits. Measured on Cascade Lake,
// logistic, ns per score, without and with: AVX-512 3.6 and 2.7, AVX2 5.5 and 3.6, SSE2 11.7 and 8.0; 8 gains no more.
#define INTERLEAVED _Pragma("clang loop interleave_count(4)")

// `order` is a constant wherever this is inlined, so each copy is a branch-free loop.
#define POINTWISE_LOOP(neuron, curvature_line)                        \
    INTERLEAVED for (ptrdiff_t j = 0; j < count; j++) {               \
        FN(point) p = FN(neuron)(scores[j], targets[j], parameter);   \
        losses[j] = p.loss;                                           \
        residuals[j] = p.residual;                                    \
        curvature_line;                                               \
    }

#define POINTWISE(neuron)                                                                                            \
    static void FN(neuron##_tile)(ptrdiff_t count, const T *restrict scores, const T *restrict targets, T parameter, \
                                  descent_order order, T *restrict losses, T *restrict residuals,                    \
                                  T *restrict curvatures) {                                                          \
        if (order == descent_first_order) {                                                                          \
            POINTWISE_LOOP(neuron, (void)0)                                                                          \
        } else if (order == descent_exact_curvature) {                                                               \
            POINTWISE_LOOP(neuron, curvatures[j] = p.curvature)                                                      \
        } else {                                                                                                     \
            POINTWISE_LOOP(neuron, curvatures[j] = p.gauss_newton)                                                   \
        }                                                                                                            \
    }

// Residuals and the sum of the losses of samples that all count 1: what a step of descent asks for. Not finite where a
// score is not, though a loss may ignore its score there. Losses are summed block by block in a loop of its own: a sum in
// double beside the losses would halve the width of the whole loop in single precision.
enum { FN(sum_block) = 512 };

static inline double FN(sum_of_block)(ptrdiff_t count, const T *losses) {
#pragma clang fp reassociate(on)
    double sum = 0;
    for (ptrdiff_t j = 0; j < count; j++) sum += (double)losses[j];
    return sum;
}

#define SUMMED(neuron)                                                                                               \
    static double FN(neuron##_sum)(ptrdiff_t count, const T *restrict scores, const T *restrict targets, T parameter, \
                                   T *restrict residuals) {                                                          \
        T losses[FN(sum_block)];                                                                                     \
        double sum = 0;                                                                                              \
        for (ptrdiff_t start = 0; start < count; start += FN(sum_block)) {                                           \
            ptrdiff_t width = count - start < FN(sum_block) ? count - start : FN(sum_block);                         \
            INTERLEAVED for (ptrdiff_t j = 0; j < width; j++) {                                                      \
                T z = scores[start + j];                                                                             \
                FN(point) p = FN(neuron)(z, targets[start + j], parameter);                                          \
                residuals[start + j] = p.residual;                                                                   \
                losses[j] = 0 * z + p.loss;                                                                          \
            }                                                                                                        \
            sum += FN(sum_of_block)(width, losses);                                                                  \
        }                                                                                                            \
        return sum;                                                                                                  \
    }
