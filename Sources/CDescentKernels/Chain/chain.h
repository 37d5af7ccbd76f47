// dl/dz = c'(a) a'(z); d2l/dz2 = c''(a) a'(z)^2 + c'(a) a''(z), of which the first term is the Gauss-Newton part.

enum { FN(chain_block) = 128 };

static void FN(chain)(ptrdiff_t count, const T *scores, const T *targets, T parameter, descent_order order,
                      NAMED(descent_activation) activation, NAMED(descent_cost) cost, T *losses, T *residuals,
                      T *curvatures) {
    T prediction[FN(chain_block)], slope[FN(chain_block)], bend[FN(chain_block)];
    T pull[FN(chain_block)], stiffness[FN(chain_block)];
    for (ptrdiff_t start = 0; start < count; start += FN(chain_block)) {
        ptrdiff_t width = count - start < FN(chain_block) ? count - start : FN(chain_block);
        activation(width, scores + start, prediction, slope, bend);
        cost(width, prediction, targets + start, parameter, losses + start, pull, stiffness);
        for (ptrdiff_t j = 0; j < width; j++) residuals[start + j] = pull[j] * slope[j];
        if (order == descent_first_order) continue;
        for (ptrdiff_t j = 0; j < width; j++) {
            T gauss_newton = stiffness[j] * slope[j] * slope[j];
            curvatures[start + j] =
                order == descent_gauss_newton ? gauss_newton : gauss_newton + pull[j] * bend[j];
        }
    }
}
