/* The viewers: thousands of WebSocket clients on one epoll. They shake hands as browsers do, read real
 * frames, answer pings, and note each event. */
#ifndef VIEWERS_H
#define VIEWERS_H

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "inflating.h"
#include "runs.h"
#include "websocket.h"

#ifndef IP_BIND_ADDRESS_NO_PORT
#define IP_BIND_ADDRESS_NO_PORT 24
#endif
#define READ_SIZE (256 * 1024)
#define MAX_FAILURES 50
#define WORTH_REMEMBERING 400 /* bytes; a single event is parsed as fast as it is compared */

enum dialect { PLAIN, SOCKETIO, NATS };
enum state { CONNECTING, UPGRADING, GREETING, WATCHING, GONE };

struct bytes {
    char *items;
    size_t length, room;
};

struct viewer {
    int fd, index;
    enum state state;
    bool is_stalled, was_stalled, is_deflated, is_message_compressed;
    struct bytes kept;    /* the beginning of a frame or of the handshake's answer */
    struct bytes message; /* fragments of a message; with NATS, the beginning of a command */
    uint64_t next[CLASSES];
};

static struct {
    const char *host, *path;
    int port, viewers, sources, parallel, mss, receive_buffer;
    double deflate;
    enum dialect dialect;
    char **headers;
    size_t header_count;
} options = {.host = "127.0.0.1", .path = "/", .sources = 8, .parallel = 128};

static struct viewer *viewers;
static int epoll, started, watching, failed, closed_by_server, stalled_behind;
static uint64_t pings, resumed_at;
static char failure[256];
static struct bytes input;

static void append(struct bytes *to, const char *from, size_t length) {
    if (to->length + length > to->room) {
        to->room = (to->length + length) * 2;
        to->items = realloc(to->items, to->room);
        if (!to->items) abort();
    }
    memcpy(to->items + to->length, from, length);
    to->length += length;
}

static void empty(struct bytes *of) {
    if (of->room > 4096) {
        free(of->items);
        of->items = NULL;
        of->room = 0;
    }
    of->length = 0;
}

static bool is_of_share(int index, double share) {
    return (int)((index + 1) * share + 1e-9) > (int)(index * share + 1e-9);
}

static void key_of(const struct viewer *viewer, char key[25]) {
    unsigned char seed[16] = {0};
    pid_t process = getpid();
    memcpy(seed, &viewer->index, sizeof viewer->index);
    memcpy(seed + 8, &process, sizeof process);
    base64(seed, 16, key);
}

static void lose(struct viewer *viewer, const char *why) {
    uint64_t now = now_us();
    if (viewer->state == WATCHING) {
        watching--;
        closed_by_server++;
        if (viewer->was_stalled && stalled_behind > 0) stalled_behind--;
        for (int class = 0; class < CLASSES; class++)
            for (; viewer->next[class] <= published[class]; viewer->next[class]++)
                settle(class, viewer->next[class], now);
    } else {
        failed++;
    }
    if (!failure[0]) snprintf(failure, sizeof failure, "%s (errno %d)", why, errno);
    close(viewer->fd);
    empty(&viewer->kept);
    empty(&viewer->message);
    viewer->state = GONE;
}

static void watch(struct viewer *viewer, uint32_t events, int operation) {
    struct epoll_event wanted = {.events = events, .data.u32 = (uint32_t)viewer->index};
    epoll_ctl(epoll, operation, viewer->fd, &wanted);
}

/* Commands are small and rare: the socket's buffer has room for them. */
static void send_frame(struct viewer *viewer, int opcode, const char *text, size_t length) {
    unsigned char frame[MAX_HEADER + 512];
    if (length > 512) return;
    size_t header = write_header(frame, opcode, length, 1);
    memcpy(frame + header, text, length);
    if (write(viewer->fd, frame, header + length) < 0 && errno != EAGAIN)
        lose(viewer, "a write failed");
}

static void send_text(struct viewer *viewer, const char *text) {
    send_frame(viewer, OP_TEXT, text, strlen(text));
}

static void become_watching(struct viewer *viewer) {
    viewer->state = WATCHING;
    watching++;
    for (int class = 0; class < CLASSES; class++) viewer->next[class] = published[class] + 1;
}

/* -- Connecting ---------------------------------------------------------------------------------- */

static void begin_connecting(struct viewer *viewer) {
    struct sockaddr_in from = {.sin_family = AF_INET}, to = {.sin_family = AF_INET};
    int one = 1;
    viewer->state = CONNECTING;
    viewer->fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (viewer->fd < 0) {
        lose(viewer, "no more sockets");
        return;
    }
    setsockopt(viewer->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    if (options.mss)
        setsockopt(viewer->fd, IPPROTO_TCP, TCP_MAXSEG, &options.mss, sizeof options.mss);
    if (options.receive_buffer)
        setsockopt(viewer->fd, SOL_SOCKET, SO_RCVBUF, &options.receive_buffer, sizeof(int));
    /* Ports are counted for each address: several addresses hold more viewers than one. */
    setsockopt(viewer->fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &one, sizeof one);
    from.sin_addr.s_addr = htonl(0x7F000002u + (uint32_t)(viewer->index % options.sources));
    to.sin_port = htons((uint16_t)options.port);
    inet_pton(AF_INET, options.host, &to.sin_addr);
    bind(viewer->fd, (struct sockaddr *)&from, sizeof from);
    if (connect(viewer->fd, (struct sockaddr *)&to, sizeof to) < 0 && errno != EINPROGRESS) {
        lose(viewer, "connecting failed");
        return;
    }
    watch(viewer, EPOLLOUT, EPOLL_CTL_ADD);
}

static void connect_more(void) {
    while (started < options.viewers && started - watching - failed < options.parallel &&
           failed < MAX_FAILURES)
        begin_connecting(&viewers[started++]);
}

static void ask_for_upgrade(struct viewer *viewer) {
    char request[2048], key[25];
    int error = 0;
    socklen_t size = sizeof error;
    getsockopt(viewer->fd, SOL_SOCKET, SO_ERROR, &error, &size);
    if (error) {
        errno = error;
        lose(viewer, "connecting failed");
        return;
    }
    key_of(viewer, key);
    viewer->is_deflated = is_of_share(viewer->index, options.deflate);
    const char *header =
        options.header_count ? options.headers[(size_t)viewer->index % options.header_count] : "";
    int length = snprintf(
        request, sizeof request,
        "GET %s HTTP/1.1\r\nHost: %s:%d\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Key: %s\r\nSec-WebSocket-Version: 13\r\n%s%s%s\r\n",
        options.path, options.host, options.port, key,
        viewer->is_deflated ? "Sec-WebSocket-Extensions: permessage-deflate; "
                              "client_no_context_takeover; server_no_context_takeover\r\n"
                            : "",
        header, *header ? "\r\n" : "");
    viewer->state = UPGRADING;
    watch(viewer, EPOLLIN, EPOLL_CTL_MOD);
    if (write(viewer->fd, request, (size_t)length) != length) lose(viewer, "asking failed");
}

/* Check the answer to the handshake; how long it is, or 0 if it is not there in full or wrong. */
static size_t read_answer(struct viewer *viewer, char *text, size_t length) {
    char key[25], accept[ACCEPT_LENGTH + 1];
    char *end = memmem(text, length, "\r\n\r\n", 4);
    if (!end) return 0;
    end[2] = 0;
    key_of(viewer, key);
    accept_for(key, 24, accept);
    if (strncmp(text, "HTTP/1.1 101", 12) || !strstr(text, accept)) {
        snprintf(failure, sizeof failure, "the handshake was refused: %.60s", text);
        lose(viewer, "");
        return 0;
    }
    viewer->is_deflated = strstr(text, "permessage-deflate") != NULL;
    if (viewer->is_deflated && !strstr(text, "server_no_context_takeover")) {
        lose(viewer, "the server wants a context for its compression");
        return 0;
    }
    viewer->state = GREETING;
    return (size_t)(end - text) + 4;
}

/* -- Messages ------------------------------------------------------------------------------------ */

static void note_all(struct viewer *viewer, const struct marks *marks, uint64_t now) {
    if (!marks) {
        run.unreadable++;
        return;
    }
    run.skipped += marks->skipped;
    for (size_t i = 0; i < marks->count; i++)
        note(viewer->next, viewer->was_stalled, &marks->items[i], now);
}

static void take_text(struct viewer *viewer, const char *text, size_t length, uint64_t now) {
    static struct marks marks;
    read_marks(text, length, &marks);
    note_all(viewer, &marks, now);
}

static void take_socketio(struct viewer *viewer, const char *text, size_t length, uint64_t now) {
    if (length && text[0] == '2') send_text(viewer, "3");
    else if (length && text[0] == '0') send_text(viewer, "40");
    else if (length > 1 && text[0] == '4' && text[1] == '0') become_watching(viewer);
    else take_text(viewer, text, length, now);
}

/* A command of NATS that begins at `text`; its length, or 0 if it is not there in full. */
static size_t take_nats_command(struct viewer *viewer, const char *text, size_t length, uint64_t now) {
    const char *end = memmem(text, length, "\r\n", 2);
    if (!end) return 0;
    size_t line = (size_t)(end - text) + 2;
    if (!memcmp(text, "MSG ", 4)) {
        const char *size = end;
        while (size[-1] != ' ') size--;
        size_t whole = line + strtoul(size, NULL, 10) + 2;
        if (whole > length) return 0;
        take_text(viewer, text + line, whole - line, now);
        return whole;
    }
    if (!memcmp(text, "INFO", 4))
        send_text(viewer, "CONNECT {\"verbose\":false,\"pedantic\":false}\r\nSUB room 1\r\nPING\r\n");
    else if (!memcmp(text, "PING", 4)) send_text(viewer, "PONG\r\n");
    else if (!memcmp(text, "PONG", 4) && viewer->state == GREETING) become_watching(viewer);
    else if (!memcmp(text, "-ERR", 4)) run.unreadable++;
    return line;
}

static void take_nats(struct viewer *viewer, const char *text, size_t length, uint64_t now) {
    bool is_kept = viewer->message.length > 0;
    if (is_kept) {
        append(&viewer->message, text, length);
        text = viewer->message.items;
        length = viewer->message.length;
    }
    size_t taken = 0, more;
    while (taken < length && viewer->state != GONE &&
           (more = take_nats_command(viewer, text + taken, length - taken, now)))
        taken += more;
    if (viewer->state == GONE) return;
    if (is_kept) {
        memmove(viewer->message.items, text + taken, length - taken);
        viewer->message.length = length - taken;
    } else if (taken < length) {
        append(&viewer->message, text + taken, length - taken);
    }
}

static void take_message(struct viewer *viewer, bool is_compressed, const char *text, size_t length,
                         uint64_t now) {
    run.frames++;
    if (options.dialect == NATS) {
        take_nats(viewer, text, length, now);
    } else if (options.dialect == SOCKETIO) {
        take_socketio(viewer, text, length, now);
    } else if (viewer->state == GREETING) {
        become_watching(viewer);
    } else if (is_compressed && !viewer->is_deflated) {
        lose(viewer, "a compressed frame that was not negotiated");
    } else if (is_compressed) {
        note_all(viewer, compressed_marks((const unsigned char *)text, length), now);
    } else {
        take_text(viewer, text, length, now);
    }
}

static void take_frame(struct viewer *viewer, const struct frame *frame, const char *payload,
                       uint64_t now) {
    size_t length = (size_t)frame->length;
    if (frame->opcode == OP_PING) {
        pings++;
        send_frame(viewer, OP_PONG, payload, length);
    } else if (frame->opcode == OP_CLOSE) {
        if (length >= 2)
            snprintf(failure, sizeof failure, "the server closed with %d",
                     (unsigned char)payload[0] << 8 | (unsigned char)payload[1]);
        lose(viewer, "the server closed");
    } else if (frame->opcode <= OP_BINARY) {
        if (viewer->state == WATCHING) run.bytes += frame->header + length;
        if (frame->opcode != OP_CONTINUATION) viewer->is_message_compressed = frame->is_compressed;
        if (frame->is_final && frame->opcode != OP_CONTINUATION) {
            take_message(viewer, frame->is_compressed, payload, length, now);
            return;
        }
        append(&viewer->message, payload, length);
        if (!frame->is_final) return;
        struct bytes whole = viewer->message;
        viewer->message = (struct bytes){0};
        take_message(viewer, viewer->is_message_compressed, whole.items, whole.length, now);
        free(whole.items);
    }
}

/* The marks of bytes that are nothing but whole messages of text, or NULL if they are something else. */
static const struct memory *whole_messages(const char *text, size_t length) {
    static struct memory memories[MEMORIES];
    static struct marks marks;
    const unsigned char *bytes = (const unsigned char *)text;
    struct memory *memory = memory_of(memories, bytes, length);
    struct frame frame;
    if (remembers(memory, bytes, length)) return memory;
    memory->length = 0; /* until it is known to be good, it is not found */
    memory->frames = memory->marks.count = memory->marks.skipped = 0;
    for (size_t at = 0; at < length; at += frame.header + (size_t)frame.length) {
        if (!read_header(bytes + at, length - at, &frame) || frame.opcode != OP_TEXT ||
            !frame.is_final || frame.is_compressed || frame.length > length - at - frame.header)
            return NULL;
        read_marks(text + at + frame.header, (size_t)frame.length, &marks);
        for (size_t i = 0; i < marks.count; i++) add_mark(&memory->marks, &marks.items[i]);
        memory->marks.skipped += marks.skipped;
        memory->frames++;
    }
    remember(memory, bytes, length);
    return memory;
}

/* Take what everyone is sent: whether it was that. */
static bool take_shared(struct viewer *viewer, const char *text, size_t length, uint64_t now) {
    const struct memory *memory;
    if (length < WORTH_REMEMBERING || options.dialect != PLAIN || viewer->state != WATCHING ||
        viewer->message.length || !(memory = whole_messages(text, length)))
        return false;
    run.frames += memory->frames;
    run.bytes += length;
    note_all(viewer, &memory->marks, now);
    return true;
}

/* Take what lies in `text`; how much of it was whole. */
static size_t take(struct viewer *viewer, char *text, size_t length, uint64_t now) {
    size_t at = 0;
    struct frame frame;
    if (take_shared(viewer, text, length, now)) return length;
    if (viewer->state == UPGRADING) at = read_answer(viewer, text, length);
    while (viewer->state >= GREETING && viewer->state != GONE &&
           read_header((unsigned char *)text + at, length - at, &frame) &&
           frame.length <= length - at - frame.header) {
        take_frame(viewer, &frame, text + at + frame.header, now);
        at += frame.header + (size_t)frame.length;
    }
    return at;
}

/* A viewer that had stalled has caught up when it has all that was published until it read again. */
static void count_caught_up(struct viewer *viewer, uint64_t now) {
    if (!viewer->was_stalled || viewer->is_stalled || viewer->next[CHAT] <= resumed_at) return;
    viewer->was_stalled = false;
    if (--stalled_behind == 0) run.caught_up_us = now;
}

static void receive(struct viewer *viewer) {
    size_t kept = viewer->kept.length;
    if (input.room < kept + READ_SIZE + 1) {
        input.room = kept + READ_SIZE * 2;
        input.items = realloc(input.items, input.room);
        if (!input.items) abort();
    }
    ssize_t got = read(viewer->fd, input.items + kept, READ_SIZE);
    if (got < 0 && (errno == EAGAIN || errno == EINTR)) return;
    if (got <= 0) {
        lose(viewer, "the server hung up");
        return;
    }
    uint64_t now = now_us();
    if (kept) memcpy(input.items, viewer->kept.items, kept);
    size_t length = kept + (size_t)got, taken = take(viewer, input.items, length, now);
    if (viewer->state == GONE) return;
    empty(&viewer->kept);
    if (taken < length) append(&viewer->kept, input.items + taken, length - taken);
    if (stalled_behind) count_caught_up(viewer, now);
}

static void stall(double share, bool is_stalled) {
    stalled_behind = 0;
    resumed_at = published[CHAT];
    for (int i = 0; i < options.viewers; i++) {
        struct viewer *viewer = &viewers[i];
        if (viewer->state != WATCHING || !is_of_share(i, share)) continue;
        viewer->is_stalled = is_stalled;
        viewer->was_stalled = true;
        if (!is_stalled) stalled_behind++;
        watch(viewer, EPOLLIN, is_stalled ? EPOLL_CTL_DEL : EPOLL_CTL_ADD);
    }
}

#endif
