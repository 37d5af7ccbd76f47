// One neuron's result for one score, and the loops over a tile around it.

typedef struct {
    T loss, residual, curvature, gauss_newton;
} FN(point);

// `order` is a constant wherever this is inlined, so each copy is a branch-free loop.
#define POINTWISE_LOOP(neuron, curvature_line)                        \
    for (ptrdiff_t j = 0; j < count; j++) {                           \
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
