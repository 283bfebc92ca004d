/* The benchmark's event: a message of the product's chat, of a fixed size, whose text begins with marks.
 *
 *     … "text":"n=17 at=123456 c=0 …" …
 *
 * A message by staff is one that the product never leaves out; of others it sends a sample when there
 * are more than anyone could read. A drop is a change of stock. `n` counts the events of a class, `at` is when it was published, in microseconds of the monotonic
 * clock, `c` is 0 for chat and 1 for a drop. Marks are found without parsing JSON: events of one
 * server look alike, so the next is most likely as far away as the last one was. */
#ifndef EVENT_H
#define EVENT_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CHAT, DROP, CLASSES };

struct mark {
    uint64_t number, at_us;
    int class;
};

struct marks {
    struct mark *items;
    size_t count, room;
    uint64_t skipped; /* chat that the server says it left out for this viewer */
};

static inline const char *digits(const char *at, const char *end, uint64_t *value) {
    *value = 0;
    while (at < end && (unsigned)(*at - '0') < 10) *value = *value * 10 + (uint64_t)(*at++ - '0');
    return at;
}

/* The mark that begins at `at`, which points at `"n=`; where it ends, or NULL if it is none. */
static inline const char *read_mark(const char *at, const char *end, struct mark *mark) {
    uint64_t class;
    at = digits(at + 3, end, &mark->number);
    if (end - at < 6 || memcmp(at, " at=", 4)) return NULL;
    at = digits(at + 4, end, &mark->at_us);
    if (end - at < 4 || memcmp(at, " c=", 3)) return NULL;
    at = digits(at + 3, end, &class);
    mark->class = class == DROP ? DROP : CHAT;
    return at;
}

/* What `{"t":"skipped","count":…}` at the beginning of a message announces. */
static inline uint64_t read_skipped(const char *text, size_t length) {
    static const char start[] = "{\"t\":\"skipped\",\"count\":";
    uint64_t count = 0;
    if (length && *text == '[') text++, length--;
    if (length >= sizeof start && !memcmp(text, start, sizeof start - 1))
        digits(text + sizeof start - 1, text + length, &count);
    return count;
}

static inline const char *find_mark(const char *from, const char *end, size_t *hint) {
    if ((size_t)(end - from) > *hint + 3 && !memcmp(from + *hint, "\"n=", 3)) return from + *hint;
    const char *found = memmem(from, (size_t)(end - from), "\"n=", 3);
    if (found) *hint = (size_t)(found - from);
    return found;
}

static inline void add_mark(struct marks *to, const struct mark *mark) {
    if (to->count == to->room) {
        to->room = to->room ? to->room * 2 : 256;
        to->items = realloc(to->items, to->room * sizeof *to->items);
        if (!to->items) abort();
    }
    to->items[to->count++] = *mark;
}

/* All marks in a message, in order. `to` is emptied first, and grows as needed. */
static inline void read_marks(const char *text, size_t length, struct marks *to) {
    static size_t first_hint, next_hint;
    const char *at = text, *end = text + length;
    size_t *hint = &first_hint;
    to->count = 0;
    to->skipped = read_skipped(text, length);
    while (at && (at = find_mark(at, end, hint))) {
        struct mark mark;
        const char *after = read_mark(at, end, &mark);
        if (after) add_mark(to, &mark);
        at = after ? after : at + 3;
        hint = &next_hint;
    }
}

static inline char noise(void) {
    static uint64_t state = 88172645463325252ULL;
    state ^= state << 13, state ^= state >> 7, state ^= state << 17;
    return "abcdefghijklmnopqrstuvwxyz234567"[state >> 32 & 31];
}

/* Write event number `number` with `size` bytes, or as few as it needs; its length. Names differ from
 * event to event, as they do in a room. */
static inline size_t write_event(char *to, size_t size, int class, bool is_staff, uint64_t number,
                                 uint64_t at_us) {
    char names[14], tail[64];
    unsigned long long n = number, at = at_us;
    int head, after;
    for (size_t i = 0; i < sizeof names; i++) names[i] = noise();
    if (class == CHAT) {
        head = sprintf(to,
                       "{\"seq\":%llu,\"t\":\"message\",\"message\":{\"id\":\"%.6s\",\"show_id\":\"s1\","
                       "\"account_id\":\"%.4s\",\"handle\":\"%.4s\",\"badge\":\"\",\"is_staff\":%s,"
                       "\"text\":\"n=%llu at=%llu c=%d ",
                       n, names, names + 6, names + 10, is_staff ? "true" : "false", n, at, class);
        after = sprintf(tail, "\",\"sent_at_ms\":%llu}}", 1700000000000ULL + at / 1000);
    } else {
        head = sprintf(to, "{\"seq\":%llu,\"t\":\"stock\",\"deal_id\":\"n=%llu at=%llu c=%d ", n, n, at, class);
        after = sprintf(tail, "\",\"stock_left\":%llu,\"version\":%llu}", n % 1000, n);
    }
    size_t length = (size_t)head;
    while (length + (size_t)after < size) to[length++] = noise();
    memcpy(to + length, tail, (size_t)after);
    return length + (size_t)after;
}

#endif
