/* The little of RFC 6455 that the load generator and the limit server share: the key's answer, and
 * frame headers. */
#ifndef WEBSOCKET_H
#define WEBSOCKET_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

enum { OP_CONTINUATION = 0, OP_TEXT = 1, OP_BINARY = 2, OP_CLOSE = 8, OP_PING = 9, OP_PONG = 10 };

#define ACCEPT_LENGTH 28
#define MAX_HEADER 14

struct frame {
    int is_final, is_compressed, opcode, is_masked;
    uint64_t length;
    unsigned char mask[4];
    size_t header; /* bytes in front of the payload */
};

/* Read a frame's header; 0 if it is not there in full yet. */
static inline int read_header(const unsigned char *at, size_t have, struct frame *frame) {
    if (have < 2) return 0;
    size_t need = 2;
    frame->is_final = at[0] >> 7;
    frame->is_compressed = at[0] >> 6 & 1;
    frame->opcode = at[0] & 15;
    frame->is_masked = at[1] >> 7;
    frame->length = at[1] & 127;
    int extended = frame->length == 126 ? 2 : frame->length == 127 ? 8 : 0;
    if (have < need + (size_t)extended + (frame->is_masked ? 4 : 0)) return 0;
    if (extended) frame->length = 0;
    for (int i = 0; i < extended; i++) frame->length = frame->length << 8 | at[need++];
    if (frame->is_masked) {
        memcpy(frame->mask, at + need, 4);
        need += 4;
    }
    frame->header = need;
    return 1;
}

/* Write the header of a final frame. A client's frames are masked, here with zeros, which change
 * nothing. */
static inline size_t write_header(unsigned char *to, int opcode, size_t length, int is_client) {
    size_t n = 0;
    unsigned char masked = is_client ? 0x80 : 0;
    to[n++] = (unsigned char)(0x80 | opcode);
    if (length < 126) {
        to[n++] = (unsigned char)(masked | length);
    } else if (length < 65536) {
        to[n++] = masked | 126;
        to[n++] = (unsigned char)(length >> 8);
        to[n++] = (unsigned char)length;
    } else {
        to[n++] = masked | 127;
        for (int shift = 56; shift >= 0; shift -= 8) to[n++] = (unsigned char)(length >> shift);
    }
    if (is_client) {
        memset(to + n, 0, 4);
        n += 4;
    }
    return n;
}

static inline uint32_t rotated(uint32_t word, int by) { return word << by | word >> (32 - by); }

static inline void sha1_block(uint32_t state[5], const unsigned char *block) {
    uint32_t w[80], a = state[0], b = state[1], c = state[2], d = state[3], e = state[4];
    for (int i = 0; i < 16; i++)
        w[i] = (uint32_t)block[4 * i] << 24 | (uint32_t)block[4 * i + 1] << 16 |
               (uint32_t)block[4 * i + 2] << 8 | block[4 * i + 3];
    for (int i = 16; i < 80; i++) w[i] = rotated(w[i - 3] ^ w[i - 8] ^ w[i - 14] ^ w[i - 16], 1);
    for (int i = 0; i < 80; i++) {
        uint32_t f, k;
        if (i < 20) f = (b & c) | (~b & d), k = 0x5A827999;
        else if (i < 40) f = b ^ c ^ d, k = 0x6ED9EBA1;
        else if (i < 60) f = (b & c) | (b & d) | (c & d), k = 0x8F1BBCDC;
        else f = b ^ c ^ d, k = 0xCA62C1D6;
        uint32_t next = rotated(a, 5) + f + e + k + w[i];
        e = d, d = c, c = rotated(b, 30), b = a, a = next;
    }
    state[0] += a, state[1] += b, state[2] += c, state[3] += d, state[4] += e;
}

/* SHA-1 of up to 119 bytes, which is all that a handshake needs. */
static inline void sha1_short(const unsigned char *text, size_t length, unsigned char digest[20]) {
    unsigned char blocks[128] = {0};
    size_t count = length < 56 ? 1 : 2;
    memcpy(blocks, text, length);
    blocks[length] = 0x80;
    for (int i = 0; i < 8; i++)
        blocks[count * 64 - 1 - (size_t)i] = (unsigned char)((uint64_t)length * 8 >> (8 * i));
    uint32_t state[5] = {0x67452301, 0xEFCDAB89, 0x98BADCFE, 0x10325476, 0xC3D2E1F0};
    for (size_t i = 0; i < count; i++) sha1_block(state, blocks + 64 * i);
    for (int i = 0; i < 20; i++) digest[i] = (unsigned char)(state[i / 4] >> (24 - 8 * (i % 4)));
}

static inline size_t base64(const unsigned char *from, size_t length, char *to) {
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    size_t n = 0;
    for (size_t i = 0; i < length; i += 3) {
        uint32_t bits = (uint32_t)from[i] << 16;
        if (i + 1 < length) bits |= (uint32_t)from[i + 1] << 8;
        if (i + 2 < length) bits |= from[i + 2];
        to[n++] = digits[bits >> 18];
        to[n++] = digits[bits >> 12 & 63];
        to[n++] = i + 1 < length ? digits[bits >> 6 & 63] : '=';
        to[n++] = i + 2 < length ? digits[bits & 63] : '=';
    }
    to[n] = 0;
    return n;
}

/* The Sec-WebSocket-Accept that belongs to a Sec-WebSocket-Key. */
static inline void accept_for(const char *key, size_t length, char accept[ACCEPT_LENGTH + 1]) {
    static const char guid[] = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    unsigned char text[64 + sizeof guid], digest[20];
    if (length > 64) length = 64;
    memcpy(text, key, length);
    memcpy(text + length, guid, sizeof guid - 1);
    sha1_short(text, length + sizeof guid - 1, digest);
    base64(digest, 20, accept);
}

#endif
