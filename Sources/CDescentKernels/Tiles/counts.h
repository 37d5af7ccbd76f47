// How often bootstrap replicates draw samples: Poisson's distribution of mean 1 by its thresholds.

#ifndef DESCENT_CHANCE
#define DESCENT_CHANCE
// Two rounds of a 32-bit mixer (multipliers by Wellons, "Prospecting for hash functions", 2018), each keyed before: a
// permutation of all 32-bit numbers per pair of keys. 32-bit products are what every vector unit has.
static inline uint32_t descent_mix(uint32_t x) {
    x = (x ^ (x >> 16)) * 0x21f0aaadu;
    x = (x ^ (x >> 15)) * 0x735a2d97u;
    return x ^ (x >> 15);
}
#endif

static void FN(poisson_counts)(ptrdiff_t count, uint32_t first, uint32_t key, uint32_t next_key,
                               const uint32_t *thresholds, T *out) {
    // Whole numbers first, so that double does not halve the lanes of what is 32 bits wide.
    enum { block = 256 };
    int32_t draws[block];
    // With the highest bit turned: vector units compare signed numbers in one step.
    int32_t limits[descent_count_thresholds];
    for (int k = 0; k < descent_count_thresholds; k++) limits[k] = (int32_t)(thresholds[k] ^ 0x80000000u);
    for (ptrdiff_t start = 0; start < count; start += block) {
        ptrdiff_t here = count - start < block ? count - start : block;
        uint32_t place = first + (uint32_t)start;
        // Over samples, not over a sample's thresholds.
        #pragma clang loop vectorize(enable) interleave(enable)
        for (int32_t j = 0; j < (int32_t)here; j++) {
            int32_t chance = (int32_t)(descent_mix(descent_mix((place + (uint32_t)j) ^ key) ^ next_key) ^ 0x80000000u);
            int32_t draw = descent_count_thresholds;
            #pragma clang loop unroll(full)
            for (int k = 0; k < descent_count_thresholds; k++) draw -= chance < limits[k];
            draws[j] = draw;
        }
        for (ptrdiff_t j = 0; j < here; j++) out[start + j] = (T)draws[j];
    }
}
