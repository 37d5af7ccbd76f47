// Every kernel of one precision and level, and the table of them. No guard: included four times or more.
#include "../Math/functions.h"
#include "../Neurons/pointwise.h"
#include "../Neurons/logistic.h"
#include "../Neurons/linear.h"
#include "../Neurons/relu.h"
#include "../Neurons/sigmoid.h"
#include "../Neurons/perceptron.h"
#include "../Neurons/poisson.h"
DESCENT_NEURONS(POINTWISE)
#include "../Neurons/softmax.h"
#include "../Chain/activations.h"
#include "../Chain/costs.h"
#include "../Chain/chain.h"
#include "../Tiles/sums.h"
#include "../Tiles/turn.h"
#include "../Tiles/stage.h"
#include "../Tiles/survey.h"
#include "../Tiles/widen.h"
#include "../Tiles/terms.h"
#include "../Tiles/checks.h"
#include "../Tiles/counts.h"
#include "../Tiles/elementwise.h"
#include "../Products/vectors.h"
#include "../Products/outer.h"
#include "../Products/turned.h"
#include "../Products/dots.h"
#include "../Products/alone.h"
#include "../Chain/program.h"

const NAMED(descent_kernels) FN(descent_kernels) = {
#define ENTRY(name) .name = FN(name##_tile),
    DESCENT_NEURONS(ENTRY) DESCENT_ACTIVATIONS(ENTRY) DESCENT_COSTS(ENTRY)
#undef ENTRY
#define ENTRY(name) .name##_sum = FN(name##_sum),
    DESCENT_NEURONS(ENTRY)
#undef ENTRY
    .chain = FN(chain),
    .operate = FN(operate),
    .program = FN(program),
    .softmax = FN(softmax),
    .softmax_curve = FN(softmax_curve),
    .softmax_curvature = FN(softmax_curvature),
    .sum = FN(sum),
    .dot = FN(dot),
    .multiply = FN(multiply),
    .fill = FN(fill),
    .convert = FN(convert),
    .accumulate = FN(accumulate),
    .centre = FN(centre),
    .widen = FN(widen),
    .widen_rescaled = FN(widen_rescaled),
    .write_terms = FN(write_terms),
    .gather = FN(gather),
    .stage = FN(stage),
    .stage_rows = FN(stage_rows),
    .roots = FN(roots),
    .survey_means = FN(survey_means),
    .survey_squares = FN(survey_squares),
    .survey_scales = FN(survey_scales),
    .survey_merge = FN(survey_merge),
    .dots = FN(dots),
    .outer = FN(outer),
    .alone_scores = FN(alone_scores),
    .alone_gradient = FN(alone_gradient),
    .all_finite = FN(all_finite),
    .first_outside = FN(first_outside),
    .poisson_counts = FN(poisson_counts),
};

#undef POINTWISE
#undef INTERLEAVED
#undef SUMMED
#undef POINTWISE_LOOP
#undef T
#undef INT
#undef PRECISION
#undef TYPE_BITS
#undef TURN_EIGHT
#undef LANES
#undef INLINED
#undef UNROLLED
#undef MANTISSA_BITS
#undef EXPONENT_BIAS
#undef ROUNDER
#undef ROUNDER_BITS
#undef SQRT_HALF_BITS
#undef EXP_LOWEST
#undef EXP_HIGHEST
#undef EXPM1_LOWEST
#undef LOG2_E
#undef LN2_HIGH
#undef LN2_LOW
