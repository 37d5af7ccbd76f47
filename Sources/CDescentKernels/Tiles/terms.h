// Columns of a tile from the factors of terms. Numbers of factors lie in runs of doubles, `stride` apart; of indicators
// there is a run of places: the one column that is 1, or less than 0 where none is, and TERM_BLANK where a sample has no
// values.

#define TERM_BLANK (-2)
// Columns that are written together: a line of the cache of doubles.
#define TERM_GROUP 8

// Where the ones of a term's indicators stand among its columns, of several factors together.
static const int32_t *FN(term_places)(const descent_term *term, const descent_term_factor *factors, const int32_t *runs,
                                      ptrdiff_t stride, ptrdiff_t count, int32_t *restrict combined) {
    const descent_term_factor *first = factors + term->places_from;
    if (term->places == 1 && first->step == 1) return runs + first->run * stride;
    for (ptrdiff_t i = 0; i < count; i++) combined[i] = 0;
    for (int32_t k = 0; k < term->places; k++) {
        const int32_t *restrict own = runs + first[k].run * stride, step = first[k].step;
        for (ptrdiff_t i = 0; i < count; i++) {
            // A blank stays one, and beats what is merely no column.
            const int32_t one = combined[i], other = own[i], less = one < other ? one : other;
            combined[i] = less < 0 ? less : one + other * step;
        }
    }
    return combined;
}

// The product of one column of each factor of numbers, the first factor's changing fastest, and its column in the term.
static const double *FN(term_numbers)(const descent_term *term, const descent_term_factor *factors, ptrdiff_t column,
                                      const double *runs, ptrdiff_t stride, ptrdiff_t count, double *product,
                                      ptrdiff_t *offset) {
    const double *values = 0;
    *offset = 0;
    for (int32_t k = 0; k < term->numbers; k++) {
        const descent_term_factor *factor = factors + term->numbers_from + k;
        const double *run = runs + factor->run * stride;
        if (factor->width > 1) {
            const ptrdiff_t own = column % factor->width;
            column /= factor->width;
            *offset += own * factor->step;
            run += own * stride;
        }
        if (!values) {
            values = run;
            continue;
        }
        for (ptrdiff_t i = 0; i < count; i++) product[i] = values[i] * run[i];
        values = product;
    }
    return values;
}

// Columns of numbers that lie side by side in a sample, and are written together: where each is, and which is the first.
typedef struct {
    const double *columns[TERM_GROUP];
    ptrdiff_t first;
    int count;
} FN(term_group);

static void FN(flush_terms)(FN(term_group) *group, ptrdiff_t count, T *restrict out, ptrdiff_t stride) {
    out += group->first;
    if (group->count == TERM_GROUP) {
        const double *const *columns = group->columns;
        for (ptrdiff_t i = 0; i < count; i++) {
            T *restrict row = out + i * stride;
            for (int k = 0; k < TERM_GROUP; k++) row[k] = (T)columns[k][i];
        }
    } else {
        for (ptrdiff_t i = 0; i < count; i++)
            for (int k = 0; k < group->count; k++) out[i * stride + k] = (T)group->columns[k][i];
    }
    group->count = 0;
}

// A term of numbers alone: its columns join the group, which is written once it is full.
static void FN(group_term)(const descent_term *term, const descent_term_factor *factors, const double *runs,
                           ptrdiff_t stride, ptrdiff_t count, double *products, FN(term_group) *group, T *out,
                           ptrdiff_t out_stride) {
    for (ptrdiff_t column = 0; column < term->width; column++) {
        if (group->count && group->first + group->count != term->first + column)
            FN(flush_terms)(group, count, out, out_stride);
        if (!group->count) group->first = term->first + column;
        ptrdiff_t offset;
        group->columns[group->count] = FN(term_numbers)(term, factors, column, runs, stride, count,
                                                        products + group->count * stride, &offset);
        if (++group->count == TERM_GROUP) FN(flush_terms)(group, count, out, out_stride);
    }
}

static void FN(write_term)(const descent_term *term, const descent_term_factor *factors, const double *runs,
                           const int32_t *place_runs, ptrdiff_t stride, ptrdiff_t count, double *product,
                           int32_t *combined, T *restrict out, ptrdiff_t sample_step, ptrdiff_t feature_step) {
    const int32_t *places =
        term->places ? FN(term_places)(term, factors, place_runs, stride, count, combined) : (const int32_t *)0;
    ptrdiff_t columns = 1;
    for (int32_t k = 0; k < term->numbers; k++) columns *= factors[term->numbers_from + k].width;
    for (ptrdiff_t column = 0; column < columns; column++) {
        ptrdiff_t offset;
        const double *values =
            FN(term_numbers)(term, factors, column, runs, stride, count, product, &offset);
        T *restrict target = out + (term->first + offset) * feature_step;
        if (!places) {
            for (ptrdiff_t i = 0; i < count; i++) target[i * sample_step] = (T)values[i];
        } else if (values) {
            for (ptrdiff_t i = 0; i < count; i++)
                if (places[i] >= 0) target[i * sample_step + places[i] * feature_step] = (T)values[i];
        } else {
            for (ptrdiff_t i = 0; i < count; i++)
                if (places[i] >= 0) target[i * sample_step + places[i] * feature_step] = 1;
        }
    }
    if (!places) return;
    for (ptrdiff_t i = 0; i < count; i++) {
        if (places[i] != TERM_BLANK) continue;
        for (ptrdiff_t column = 0; column < term->width; column++)
            out[i * sample_step + (term->first + column) * feature_step] = (T)__builtin_nan("");
    }
}

static void FN(write_terms)(const descent_term *terms, ptrdiff_t term_count, const descent_term_factor *factors,
                            const double *runs, const int32_t *place_runs, ptrdiff_t stride, ptrdiff_t features,
                            ptrdiff_t count, double *products, int32_t *combined, T *out, int feature_major,
                            ptrdiff_t out_stride) {
    const ptrdiff_t sample_step = feature_major ? 1 : out_stride, feature_step = feature_major ? out_stride : 1;
    for (ptrdiff_t k = 0; k < term_count; k++) {
        // Of indicators only the ones are written.
        if (!terms[k].places) continue;
        if (feature_major) {
            for (ptrdiff_t column = 0; column < terms[k].width; column++)
                memset(out + (terms[k].first + column) * out_stride, 0, count * sizeof(T));
        } else {
            // All at once: most columns of such samples are of indicators.
            for (ptrdiff_t i = 0; i < count; i++) memset(out + i * out_stride, 0, features * sizeof(T));
            break;
        }
    }
    FN(term_group) group = {.count = 0};
    for (ptrdiff_t k = 0; k < term_count; k++) {
        if (!feature_major && !terms[k].places)
            FN(group_term)(terms + k, factors, runs, stride, count, products, &group, out, out_stride);
        else
            FN(write_term)(terms + k, factors, runs, place_runs, stride, count, products + TERM_GROUP * stride, combined,
                           out, sample_step, feature_step);
    }
    if (group.count) FN(flush_terms)(&group, count, out, out_stride);
}
#undef TERM_BLANK
#undef TERM_GROUP
