/* The marks in compressed messages, and in whatever else was read before.
 *
 * A server that encodes or compresses once for all sends the same bytes to everyone: what was parsed
 * for one viewer is remembered, and each further viewer costs a comparison. So every delivery is
 * checked, not a sample, and the load generator stays cheaper than the server. */
#ifndef INFLATING_H
#define INFLATING_H

#include "event.h"

#define MEMORIES 1024

struct memory {
    size_t length;
    unsigned char *bytes;
    struct marks marks;
    uint64_t frames;
};

/* Where these bytes are remembered, or would be. */
static struct memory *memory_of(struct memory memories[MEMORIES], const unsigned char *bytes,
                                size_t length) {
    uint64_t last = 0;
    memcpy(&last, bytes + (length > 8 ? length - 8 : 0), length > 8 ? 8 : length);
    uint64_t hash = (last ^ length * 0x9E3779B97F4A7C15ULL) * 0xBF58476D1CE4E5B9ULL;
    return &memories[(hash >> 48) % MEMORIES];
}

static bool remembers(const struct memory *memory, const unsigned char *bytes, size_t length) {
    return memory->bytes && memory->length == length && !memcmp(memory->bytes, bytes, length);
}

static void remember(struct memory *memory, const unsigned char *bytes, size_t length) {
    memory->bytes = realloc(memory->bytes, length ? length : 1);
    if (!memory->bytes) abort();
    memcpy(memory->bytes, bytes, length);
    memory->length = length;
}

#ifndef WITHOUT_ZLIB
#include <zlib.h>

/* The message behind a compressed payload (without the 4 bytes that RFC 7692 leaves out); its length,
 * or -1 if it is broken. Each message stands for itself: no context is taken over. */
static long inflated(const unsigned char *bytes, size_t length, char **text, size_t *room) {
    static z_stream stream;
    static int is_ready;
    unsigned char tail[4] = {0, 0, 255, 255};
    if (!is_ready && inflateInit2(&stream, -15) != Z_OK) abort();
    is_ready = 1;
    inflateReset(&stream);
    size_t made = 0;
    for (int part = 0; part < 2; part++) {
        stream.next_in = part ? tail : (unsigned char *)bytes;
        stream.avail_in = part ? 4 : (unsigned)length;
        do {
            if (*room - made < 4096) {
                *room = *room ? *room * 2 : 65536;
                *text = realloc(*text, *room);
                if (!*text) abort();
            }
            stream.next_out = (unsigned char *)*text + made;
            stream.avail_out = (unsigned)(*room - made);
            int result = inflate(&stream, Z_SYNC_FLUSH);
            made = *room - stream.avail_out;
            if (result == Z_STREAM_END) return (long)made;
            if (result != Z_OK && result != Z_BUF_ERROR) return -1;
        } while (stream.avail_in || !stream.avail_out);
    }
    return (long)made;
}

static const struct marks *compressed_marks(const unsigned char *bytes, size_t length) {
    static struct memory memories[MEMORIES];
    static char *text;
    static size_t room;
    struct memory *memory = memory_of(memories, bytes, length);
    if (remembers(memory, bytes, length)) return &memory->marks;
    long made = inflated(bytes, length, &text, &room);
    if (made < 0) return NULL;
    remember(memory, bytes, length);
    read_marks(text, (size_t)made, &memory->marks);
    return &memory->marks;
}
#else
static const struct marks *compressed_marks(const unsigned char *bytes, size_t length) {
    (void)bytes, (void)length;
    return NULL;
}
#endif

#endif
