#include "CDescentNumbers.h"

#include <algorithm>

static inline bool is_line_end(char byte) { return byte == '\n' || byte == '\r'; }

static inline bool begins_record(char before, char byte, bool blanks_count) {
    return is_line_end(before) & (blanks_count ? !(before == '\r' && byte == '\n') : !is_line_end(byte));
}

// Without a branch, so that it runs on many bytes at a time.
static size_t count_beginnings(const char *text, size_t count, bool blanks_count) {
    unsigned found = 0;
    if (blanks_count) {
        for (size_t i = 0; i < count; i++) found += begins_record(text[i - 1], text[i], true);
    } else {
        for (size_t i = 0; i < count; i++) found += begins_record(text[i - 1], text[i], false);
    }
    return found;
}

static size_t count_quotes(const char *text, size_t count) {
    unsigned found = 0;
    for (size_t i = 0; i < count; i++) found += text[i] == '"';
    return found;
}

descent_record_counts descent_count_records(const char *text, const char *end, char before, int blanks_count) {
    const size_t block = 2048;
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
        const size_t count = std::min(block, size_t(end - text));
        if (count_quotes(text, count) == 0) {
            beginnings[quotes & 1] += count_beginnings(text, count, blanks);
        } else {
            for (size_t i = 0; i < count; i++) {
                beginnings[quotes & 1] += begins_record(text[i - 1], text[i], blanks);
                quotes += text[i] == '"';
            }
        }
        text += count;
    }
    return {quotes, beginnings[0], beginnings[1]};
}
