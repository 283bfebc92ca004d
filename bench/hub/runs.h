/* What a run publishes, and what it finds out: each delivery is noted here. */
#ifndef RUNS_H
#define RUNS_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/resource.h>
#include <time.h>

#include "event.h"
#include "histogram.h"

#define RING 65536 /* events that may be on their way at once */

struct run {
    uint64_t began_us, counts_from_us, counts_until_us;
    uint64_t published, deliveries, all_deliveries, bytes, frames;
    uint64_t gaps, skipped, duplicates, unreadable;
    struct histogram latency, last[CLASSES]; /* `last`: until the last viewer had it */
    struct histogram calm;                   /* the latencies before anyone stalled */
    uint64_t stall_from_us, stall_until_us, caught_up_us;
    double cpu_s;
};

static struct run run;
static uint64_t published[CLASSES];    /* the highest number of each class, over all runs */
static uint64_t first_of_run[CLASSES]; /* what is older belongs to an earlier run */
static uint64_t in_flight;             /* chat that not everyone has */
static uint32_t missing[CLASSES][RING];
static uint64_t published_at_us[CLASSES][RING];

static uint64_t now_us(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000 + (uint64_t)now.tv_nsec / 1000;
}

static double cpu_s(void) {
    struct rusage use;
    getrusage(RUSAGE_SELF, &use);
    return (double)(use.ru_utime.tv_sec + use.ru_stime.tv_sec) +
           (double)(use.ru_utime.tv_usec + use.ru_stime.tv_usec) / 1e6;
}

static void begin_run(uint64_t warm_us, uint64_t counted_us) {
    memset(&run, 0, sizeof run);
    run.began_us = now_us();
    run.counts_from_us = run.began_us + warm_us;
    run.counts_until_us = run.counts_from_us + counted_us;
    run.stall_until_us = UINT64_MAX; /* nobody stalls, and nothing counts as calm */
    for (int class = 0; class < CLASSES; class++) first_of_run[class] = published[class] + 1;
}

/* One viewer less waits for an event: it came, it will not come any more, or its viewer left. */
static void settle(int class, uint64_t number, uint64_t now) {
    uint32_t *left = &missing[class][number % RING];
    if (*left == 0 || --*left) return;
    if (class == CHAT) in_flight--;
    if (number >= first_of_run[class])
        record(&run.last[class], now - published_at_us[class][number % RING]);
}

/* A viewer that expects number `*next` was sent `mark`. */
static void note(uint64_t next[CLASSES], bool was_stalled, const struct mark *mark, uint64_t now) {
    int class = mark->class;
    if (mark->number < next[class] || mark->number > published[class]) {
        run.duplicates++;
        return;
    }
    for (; next[class] < mark->number; next[class]++) {
        if (next[class] >= first_of_run[class]) run.gaps++;
        settle(class, next[class], now);
    }
    next[class]++;
    settle(class, mark->number, now);
    if (mark->number < first_of_run[class]) return;
    run.all_deliveries++;
    if (now < run.counts_from_us || now >= run.counts_until_us) return;
    run.deliveries++;
    if (class != CHAT) return;
    if (mark->at_us < run.stall_from_us) record(&run.calm, now - mark->at_us);
    else if (!was_stalled && mark->at_us < run.stall_until_us) record(&run.latency, now - mark->at_us);
}

#endif
