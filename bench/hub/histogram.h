/* Latencies in microseconds: 64 steps an octave, so a percentile is exact to 1.6 %. */
#ifndef HISTOGRAM_H
#define HISTOGRAM_H

#include <stdint.h>
#include <string.h>

#define STEPS 64
#define OCTAVES 28

struct histogram {
    uint64_t count, buckets[OCTAVES * STEPS];
    uint64_t max_us;
};

static inline void record(struct histogram *of, uint64_t us) {
    unsigned bucket;
    if (us < STEPS) {
        bucket = (unsigned)us;
    } else {
        unsigned octave = 63 - (unsigned)__builtin_clzll(us);
        bucket = (octave - 5) * STEPS + (unsigned)(us >> (octave - 6) & (STEPS - 1));
    }
    if (bucket >= OCTAVES * STEPS) bucket = OCTAVES * STEPS - 1;
    of->buckets[bucket]++;
    of->count++;
    if (us > of->max_us) of->max_us = us;
}

/* The latency in milliseconds that `share` of all did not exceed. */
static inline double percentile_ms(const struct histogram *of, double share) {
    uint64_t rank = (uint64_t)(share * (double)of->count), seen = 0;
    for (unsigned bucket = 0; of->count && bucket < OCTAVES * STEPS; bucket++) {
        seen += of->buckets[bucket];
        if (seen <= rank && seen < of->count) continue;
        unsigned octave = bucket / STEPS, step = bucket % STEPS;
        double us = octave == 0 ? step : (double)((uint64_t)(STEPS + step) << (octave - 1));
        return us / 1000;
    }
    return 0;
}

#endif
