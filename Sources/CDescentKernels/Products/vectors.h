// What products of several outputs are written in: vectors of the level's width, at any address.

#ifndef LEVEL_VECTOR
#define LEVEL_VECTOR 128
#endif
#define LANES (LEVEL_VECTOR / TYPE_BITS)

typedef T FN(vector) __attribute__((vector_size(LEVEL_VECTOR / 8), aligned(sizeof(T)), may_alias));
typedef INT FN(lane_mask) __attribute__((vector_size(LEVEL_VECTOR / 8), aligned(sizeof(T)), may_alias));

#define INLINED static inline __attribute__((always_inline))
#define UNROLLED _Pragma("clang loop unroll(full)")

INLINED FN(vector) FN(load)(const T *from) { return *(const FN(vector) *)from; }

// The last vector of a run that whole vectors do not fill ends with the run; its first lanes repeat what went before.
// Here those are 0 and the fresh ones all ones.
INLINED FN(lane_mask) FN(fresh)(ptrdiff_t length) {
    const ptrdiff_t repeated = (LANES - length % LANES) % LANES;
    FN(lane_mask) fresh;
    UNROLLED for (int l = 0; l < LANES; l++) fresh[l] = l < repeated ? 0 : -1;
    return fresh;
}

INLINED FN(vector) FN(masked)(FN(vector) value, FN(lane_mask) mask) {
    return (FN(vector))((FN(lane_mask))value & mask);
}

// Where part `index` begins when `count` things are shared out evenly among the fewest parts of at most `most`.
static inline ptrdiff_t FN(share)(ptrdiff_t count, ptrdiff_t most, ptrdiff_t index) {
    const ptrdiff_t parts = (count + most - 1) / most;
    return (count * index + parts - 1) / parts;
}
