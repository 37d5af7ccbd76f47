#include "CDescentNumbers.h"

#include <algorithm>

static inline bool is_line_end(char byte) { return byte == '\n' || byte == '\r'; }

static inline bool begins_record(char before, char byte, bool blanks_count) {
    return is_line_end(before) & (blanks_count ? !(before == '\r' && byte == '\n') : !is_line_end(byte));
}

// Both counts of a short run, in bytes and without a branch, so that a vector holds many.
struct run_counts {
    unsigned char quotes, beginnings;
};

static const size_t run = 192;

template <bool blanks_count> static inline run_counts count_run(const char *text) {
    run_counts counts = {0, 0};
    for (size_t i = 0; i < run; i++) {
        counts.quotes += text[i] == '"';
        counts.beginnings += begins_record(text[i - 1], text[i], blanks_count);
    }
    return counts;
}

descent_record_counts descent_count_records(const char *text, const char *end, char before, int blanks_count) {
    const bool blanks = blanks_count != 0;
    size_t quotes = 0;
    // Of a beginning behind an even number of quotes, and an odd one.
    size_t beginnings[2] = {0, 0};
    if (text < end) {
        beginnings[0] += begins_record(before, *text, blanks);
        quotes += *text == '"';
        text++;
    }
    while (text < end) {
        size_t count = std::min(run, size_t(end - text));
        if (count == run) {
            const run_counts counts = blanks ? count_run<true>(text) : count_run<false>(text);
            if (counts.quotes == 0) {
                beginnings[quotes & 1] += counts.beginnings;
                text += run;
                continue;
            }
        }
        for (; count > 0; count--, text++) {
            beginnings[quotes & 1] += begins_record(text[-1], *text, blanks);
            quotes += *text == '"';
        }
    }
    return {quotes, beginnings[0], beginnings[1]};
}
