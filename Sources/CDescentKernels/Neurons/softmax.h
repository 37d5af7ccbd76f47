// K scores a sample -> p_k = e^{z_k} / sum e^{z_j}; loss log sum e^{z_j} - z_y; residual p - onehot(y).
// Shifted by the largest score M. The sum without its largest term feeds log1p and the sum without the target's term
// is the target's residual, so that a confident, right prediction keeps the digits of its tiny loss and residual.

enum { FN(softmax_block) = 128 };  // samples at a time: the block's vectors stay in L1

// Of few outputs everything of a sample stays in registers, in the same order. Three outputs, ns a sample, Zen with AVX2, by the
// loops for many and by this: Double 12 and 8, Float 7.5 and 3.
static inline __attribute__((always_inline)) void FN(softmax_few)(const int outputs, ptrdiff_t count, ptrdiff_t stride,
                                                                  const T *scores, const T *targets, T *losses,
                                                                  T *residuals, T *probabilities) {
#pragma clang loop vectorize(assume_safety) interleave_count(2)
    for (ptrdiff_t j = 0; j < count; j++) {
        T e[4], largest = scores[j], own = largest, index = 0, beside_largest = 0, beside_target = 0;
        const T y = targets[j];
#pragma clang loop unroll(full)
        for (int k = 1; k < outputs; k++) {
            const T z = scores[k * stride + j];
            index = z > largest ? (T)k : index;
            largest = z > largest ? z : largest;
            own = y == (T)k ? z : own;
        }
#pragma clang loop unroll(full)
        for (int k = 0; k < outputs; k++) {
            e[k] = FN(exp_falling)(scores[k * stride + j] - largest);
            beside_largest += index == (T)k ? 0 : e[k];
            beside_target += y == (T)k ? 0 : e[k];
        }
        losses[j] = (largest - own) + FN(log1p)(beside_largest);
        const T share = 1 / (1 + beside_largest);
#pragma clang loop unroll(full)
        for (int k = 0; k < outputs; k++) {
            if (probabilities) probabilities[k * stride + j] = e[k] * share;
            residuals[k * stride + j] = (y == (T)k ? -beside_target : e[k]) * share;
        }
    }
}

static void FN(softmax_many)(ptrdiff_t count, ptrdiff_t outputs, ptrdiff_t stride, const T *scores, const T *targets,
                             T *losses, T *residuals, T *probabilities) {
    T largest[FN(softmax_block)], index[FN(softmax_block)], own[FN(softmax_block)];
    T beside_largest[FN(softmax_block)], beside_target[FN(softmax_block)];
    for (ptrdiff_t start = 0; start < count; start += FN(softmax_block)) {
        ptrdiff_t width = count - start < FN(softmax_block) ? count - start : FN(softmax_block);
        const T *y = targets + start;
        for (ptrdiff_t j = 0; j < width; j++) {
            largest[j] = own[j] = scores[start + j];
            index[j] = beside_largest[j] = beside_target[j] = 0;
        }
        for (ptrdiff_t k = 1; k < outputs; k++) {
            const T *z = scores + k * stride + start;
            for (ptrdiff_t j = 0; j < width; j++) {
                index[j] = z[j] > largest[j] ? (T)k : index[j];
                largest[j] = z[j] > largest[j] ? z[j] : largest[j];
                own[j] = y[j] == (T)k ? z[j] : own[j];
            }
        }
        for (ptrdiff_t k = 0; k < outputs; k++) {
            const T *z = scores + k * stride + start;
            T *terms = residuals + k * stride + start;
            INTERLEAVED for (ptrdiff_t j = 0; j < width; j++) {
                T e = FN(exp_falling)(z[j] - largest[j]);
                beside_largest[j] += index[j] == (T)k ? 0 : e;
                beside_target[j] += y[j] == (T)k ? 0 : e;
                terms[j] = e;
            }
        }
        INTERLEAVED for (ptrdiff_t j = 0; j < width; j++) {
            losses[start + j] = (largest[j] - own[j]) + FN(log1p)(beside_largest[j]);
            largest[j] = 1 / (1 + beside_largest[j]);
        }
        for (ptrdiff_t k = 0; k < outputs; k++) {
            T *residual = residuals + k * stride + start;
            if (probabilities) {
                T *p = probabilities + k * stride + start;
                for (ptrdiff_t j = 0; j < width; j++) p[j] = residual[j] * largest[j];
            }
            for (ptrdiff_t j = 0; j < width; j++)
                residual[j] = (y[j] == (T)k ? -beside_target[j] : residual[j]) * largest[j];
        }
    }
}

static void FN(softmax)(ptrdiff_t count, ptrdiff_t outputs, ptrdiff_t stride, const T *scores, const T *targets,
                        T *losses, T *residuals, T *probabilities) {
#define FEW(k)                                                                                                    \
    case k:                                                                                                       \
        if (probabilities)                                                                                        \
            FN(softmax_few)(k, count, stride, scores, targets, losses, residuals, probabilities);                 \
        else                                                                                                      \
            FN(softmax_few)(k, count, stride, scores, targets, losses, residuals, NULL);                          \
        return;
    switch (outputs) {
        FEW(2) FEW(3) FEW(4)
        default: FN(softmax_many)(count, outputs, stride, scores, targets, losses, residuals, probabilities);
    }
#undef FEW
}

static void FN(softmax_curve)(ptrdiff_t count, ptrdiff_t outputs, ptrdiff_t stride, const T *scores,
                              T *probabilities) {
    T largest[FN(softmax_block)], total[FN(softmax_block)];
    for (ptrdiff_t start = 0; start < count; start += FN(softmax_block)) {
        ptrdiff_t width = count - start < FN(softmax_block) ? count - start : FN(softmax_block);
        for (ptrdiff_t j = 0; j < width; j++) {
            largest[j] = scores[start + j];
            total[j] = 0;
        }
        for (ptrdiff_t k = 1; k < outputs; k++)
            for (ptrdiff_t j = 0; j < width; j++) {
                T z = scores[k * stride + start + j];
                largest[j] = z > largest[j] ? z : largest[j];
            }
        for (ptrdiff_t k = 0; k < outputs; k++)
            INTERLEAVED for (ptrdiff_t j = 0; j < width; j++) {
                // Equal scores differ by 0, also where both are infinite: a prediction is never NaN.
                T z = scores[k * stride + start + j];
                T e = FN(exp_falling)(z == largest[j] ? 0 : z - largest[j]);
                total[j] += e;
                probabilities[k * stride + start + j] = e;
            }
        for (ptrdiff_t k = 0; k < outputs; k++)
            for (ptrdiff_t j = 0; j < width; j++) probabilities[k * stride + start + j] /= total[j];
    }
}

// p_k (s_k - mean) with directions taken from that of the likeliest output: the same product, whose digits survive
// where one probability is nearly 1.
static void FN(softmax_curvature)(ptrdiff_t count, ptrdiff_t outputs, ptrdiff_t stride, const T *probabilities,
                                  T *directions) {
    T likeliest[FN(softmax_block)], origin[FN(softmax_block)], mean[FN(softmax_block)];
    for (ptrdiff_t start = 0; start < count; start += FN(softmax_block)) {
        ptrdiff_t width = count - start < FN(softmax_block) ? count - start : FN(softmax_block);
        for (ptrdiff_t j = 0; j < width; j++) likeliest[j] = -1, origin[j] = mean[j] = 0;
        for (ptrdiff_t k = 0; k < outputs; k++) {
            const T *p = probabilities + k * stride + start, *s = directions + k * stride + start;
            for (ptrdiff_t j = 0; j < width; j++) {
                origin[j] = p[j] > likeliest[j] ? s[j] : origin[j];
                likeliest[j] = p[j] > likeliest[j] ? p[j] : likeliest[j];
            }
        }
        for (ptrdiff_t k = 0; k < outputs; k++) {
            const T *p = probabilities + k * stride + start, *s = directions + k * stride + start;
            for (ptrdiff_t j = 0; j < width; j++) mean[j] += p[j] * (s[j] - origin[j]);
        }
        for (ptrdiff_t k = 0; k < outputs; k++) {
            const T *p = probabilities + k * stride + start;
            T *s = directions + k * stride + start;
            for (ptrdiff_t j = 0; j < width; j++) s[j] = p[j] * ((s[j] - origin[j]) - mean[j]);
        }
    }
}
