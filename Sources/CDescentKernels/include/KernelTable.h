// The kernels of one precision; included by CDescentKernels.h with T and NAMED set. No guard: included twice.

// Loss, residual and, unless `order` is first_order, curvature of `count` scores. `parameter` is the neuron's own
// number (a scale, a delta) and ignored by those that have none.
typedef void (*NAMED(descent_pointwise))(ptrdiff_t count, const T *scores, const T *targets, T parameter,
                                         descent_order order, T *losses, T *residuals, T *curvatures);

// Residuals, and as result the sum of the losses, of samples that all count 1. Not finite where a score is not.
typedef double (*NAMED(descent_summed))(ptrdiff_t count, const T *scores, const T *targets, T parameter, T *residuals);

// a(z) and, where `first` is given, a'(z) and a''(z).
typedef void (*NAMED(descent_activation))(ptrdiff_t count, const T *scores, T *predictions, T *first, T *second);

// c(a, y), c'(a) and c''(a).
typedef void (*NAMED(descent_cost))(ptrdiff_t count, const T *predictions, const T *targets, T parameter, T *losses,
                                    T *first, T *second);

typedef struct {
#define FIELD(name) NAMED(descent_pointwise) name;
    DESCENT_NEURONS(FIELD)
#undef FIELD
#define FIELD(name) NAMED(descent_summed) name##_sum;
    DESCENT_NEURONS(FIELD)
#undef FIELD
#define FIELD(name) NAMED(descent_activation) name;
    DESCENT_ACTIVATIONS(FIELD)
#undef FIELD
#define FIELD(name) NAMED(descent_cost) name;
    DESCENT_COSTS(FIELD)
#undef FIELD

    // Any activation with any cost by the chain rule.
    void (*chain)(ptrdiff_t count, const T *scores, const T *targets, T parameter, descent_order order,
                  NAMED(descent_activation) activation, NAMED(descent_cost) cost, T *losses, T *residuals,
                  T *curvatures);

    // out = operation(a, b) by the operation's code; `out` is neither `a` nor `b`.
    void (*operate)(int32_t operation, ptrdiff_t count, const T *a, const T *b, T *out);
    // A list of operations over a tile. `curvatures` is written where an instruction says so.
    void (*program)(ptrdiff_t count, const descent_instruction *instructions, ptrdiff_t length,
                    const double *constants, ptrdiff_t constant_count, const T *scores, const T *targets, T *losses,
                    T *residuals, T *curvatures);

    // Coupled outputs: output k of sample j is at [k * stride + j]; `targets` are class indices.
    void (*softmax)(ptrdiff_t count, ptrdiff_t outputs, ptrdiff_t stride, const T *scores, const T *targets, T *losses,
                    T *residuals, T *probabilities);
    void (*softmax_curve)(ptrdiff_t count, ptrdiff_t outputs, ptrdiff_t stride, const T *scores, T *probabilities);
    // products = (diag(p) - p p^T) directions, in place over `directions`.
    void (*softmax_curvature)(ptrdiff_t count, ptrdiff_t outputs, ptrdiff_t stride, const T *probabilities,
                              T *directions);

    // Sums in double whatever the precision; weights may be null.
    double (*sum)(ptrdiff_t count, const T *values, const T *weights);
    double (*dot)(ptrdiff_t count, const T *x, const T *y);
    void (*multiply)(ptrdiff_t count, T *values, const T *factors);
    void (*fill)(ptrdiff_t count, T *values, T value, const T *addends);  // addends may be null
    void (*convert)(ptrdiff_t count, const double *values, T *out);
    void (*accumulate)(ptrdiff_t count, const T *values, double *sums);

    // Numbers of a stored type, at any address.
    void (*widen)(descent_number type, ptrdiff_t count, const void *from, T *out);
    // The same as (x - zero) * scale per feature, sample after sample.
    void (*widen_rescaled)(descent_number type, ptrdiff_t features, ptrdiff_t count, const void *from, const T *zero,
                           const T *scale, T *out);

    // The columns of terms, for `count` samples, from runs of their factors that begin `stride` apart; `products`
    // is room for `descent_term_products` such runs, `combined` for one. Samples or features of `out` begin `out_stride` apart.
    void (*write_terms)(const descent_term *terms, ptrdiff_t term_count, const descent_term_factor *factors,
                        const double *runs, const int32_t *place_runs, ptrdiff_t stride, ptrdiff_t features,
                        ptrdiff_t count, double *products, int32_t *combined, T *out, int feature_major,
                        ptrdiff_t out_stride);

    // X may be sample-major (a sample's features contiguous) or feature-major; `stride` separates samples or features.
    // out = x * inverse - shifted, in the same layout.
    void (*centre)(ptrdiff_t features, ptrdiff_t count, int feature_major, const T *x, ptrdiff_t stride,
                   const T *inverse, const T *shifted, T *out, ptrdiff_t out_stride);
    // out[row * out_stride + j] = values[j * stride + row]: each row contiguous.
    void (*gather)(ptrdiff_t rows, ptrdiff_t count, const T *values, ptrdiff_t stride, T *out, ptrdiff_t out_stride);
    // out (double, sample-major) = root[j] * (x * inverse - shifted); `root` may be null.
    void (*stage)(ptrdiff_t features, ptrdiff_t count, int feature_major, const T *x, ptrdiff_t stride,
                  const double *inverse, const double *shifted, const double *root, double *out, ptrdiff_t out_stride);

    // out (double, feature-major) = root[j] * (x * inverse); `root` may be null.
    void (*stage_rows)(ptrdiff_t features, ptrdiff_t count, int feature_major, const T *x, ptrdiff_t stride,
                       const double *inverse, const double *root, double *out, ptrdiff_t out_stride);

    // roots = sqrt(w |h|) for an entry h of the curvature: 1 without `curvatures`; the row's own where outputs are
    // independent, which is said by outputs = 1; p (1 - p) or p q of a softmax's probabilities. `weights` may be null.
    void (*roots)(ptrdiff_t count, ptrdiff_t outputs, ptrdiff_t stride, const T *weights, const T *curvatures,
                  ptrdiff_t row, ptrdiff_t column, double *roots);

    // The survey's two passes over a tile. First: extremes and the weighted mean, with the weights already divided by their
    // sum; a mean is not finite where a value is not. Second: sums of weighted squared deviations from `mean`, scaled by `inverse`,
    // and of products of these deviations with `leans`, which are shares times the deviation of a target.
    void (*survey_means)(ptrdiff_t features, ptrdiff_t count, int feature_major, const T *x, ptrdiff_t stride,
                         const double *shares, double *mean, double *low, double *high);
    void (*survey_squares)(ptrdiff_t features, ptrdiff_t count, int feature_major, const T *x, ptrdiff_t stride,
                           const double *shares, const double *leans, const double *mean, const double *inverse,
                           double *squares, double *products);
    void (*survey_scales)(ptrdiff_t features, const double *mean, const double *low, const double *high, double *scale,
                          double *inverse);
    void (*survey_merge)(ptrdiff_t series, ptrdiff_t target, double share, double next_share, double *all,
                         const double *next);
    // Products of one matrix with many vectors, the outputs: an output's bits do not depend on the others, nor on where
    // things lie. Outputs of b and c are contiguous, `b_stride` and `c_stride` apart.
    // c[k][j] += sum over i of a[j][i] b[k][i], i below `depth`.
    void (*dots)(ptrdiff_t count, ptrdiff_t depth, const T *a, ptrdiff_t a_stride, ptrdiff_t outputs, const T *b,
                 ptrdiff_t b_stride, T *c, ptrdiff_t c_stride);
    // c[k][i] += sum over j of b[k][j] a[j][i], j below `depth`.
    void (*outer)(ptrdiff_t width, ptrdiff_t depth, const T *a, ptrdiff_t a_stride, ptrdiff_t outputs, const T *b,
                  ptrdiff_t b_stride, T *c, ptrdiff_t c_stride);
    // Products of one output alone, sample-major. An element's bits depend neither on the others nor on where things lie.
    // scores[j] += sum over i of x[j][i] weights[i].
    void (*alone_scores)(ptrdiff_t count, ptrdiff_t features, const T *x, ptrdiff_t stride, const T *weights, T *scores);
    // gradient[i] += sum over j of residuals[j] x[j][i].
    void (*alone_gradient)(ptrdiff_t count, ptrdiff_t features, const T *x, ptrdiff_t stride, const T *residuals, T *gradient);
    // 1 where every value of a contiguous run is finite.
    int (*all_finite)(ptrdiff_t count, const T *values);
    // The index of the first value outside [low, high] or, if asked, not a whole number; `count` where there is none.
    ptrdiff_t (*first_outside)(ptrdiff_t count, const T *values, T low, T high, int whole);
    // How often samples from number `first` on are drawn: of the thresholds, how many are at or below the sample's chance, which
    // is made from its number and two keys.
    void (*poisson_counts)(ptrdiff_t count, uint32_t first, uint32_t key, uint32_t next_key,
                           const uint32_t *thresholds, T *out);
} NAMED(descent_kernels);
