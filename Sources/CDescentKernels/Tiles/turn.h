// Turns eight vectors of eight numbers in three rounds of exchanges: number i of a[k] becomes number k of b[i].
#define TURN_EIGHT(a, b)                                                                              \
    do {                                                                                              \
        for (int k = 0; k < 8; k += 2) {                                                              \
            b[k] = __builtin_shufflevector(a[k], a[k + 1], 0, 8, 2, 10, 4, 12, 6, 14);                \
            b[k + 1] = __builtin_shufflevector(a[k], a[k + 1], 1, 9, 3, 11, 5, 13, 7, 15);            \
        }                                                                                             \
        for (int k = 0; k < 8; k += 4)                                                                \
            for (int i = 0; i < 2; i++) {                                                             \
                a[k + i] = __builtin_shufflevector(b[k + i], b[k + i + 2], 0, 1, 8, 9, 4, 5, 12, 13); \
                a[k + i + 2] =                                                                        \
                    __builtin_shufflevector(b[k + i], b[k + i + 2], 2, 3, 10, 11, 6, 7, 14, 15);      \
            }                                                                                         \
        for (int i = 0; i < 4; i++) {                                                                 \
            b[i] = __builtin_shufflevector(a[i], a[i + 4], 0, 1, 2, 3, 8, 9, 10, 11);                 \
            b[i + 4] = __builtin_shufflevector(a[i], a[i + 4], 4, 5, 6, 7, 12, 13, 14, 15);           \
        }                                                                                             \
    } while (0)
