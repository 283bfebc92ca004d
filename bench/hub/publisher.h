/* The publisher: one connection on which events go to the server, one a line, one a WebSocket frame, or
 * one a PUB of NATS. */
#ifndef PUBLISHER_H
#define PUBLISHER_H

#include <netdb.h>

#include "viewers.h"

enum speech { LINES, FRAMES, PUBS };

static struct {
    int fd, port;
    enum speech speech;
    char path[128];
    size_t event_size;
    struct bytes out;
} publisher = {.fd = -1, .event_size = 200};

static void die(const char *why) {
    printf("{\"error\":\"%s\",\"errno\":\"%s\"}\n", why, strerror(errno));
    exit(1);
}

static void write_all(const char *text, size_t length) {
    while (length) {
        ssize_t wrote = write(publisher.fd, text, length);
        if (wrote <= 0) die("the publisher could not write");
        text += wrote;
        length -= (size_t)wrote;
    }
}

static void read_until(const char *end) {
    char text[8192];
    size_t length = 0;
    do {
        ssize_t got = read(publisher.fd, text + length, sizeof text - 1 - length);
        if (got <= 0) die("the publisher was refused");
        length += (size_t)got;
        text[length] = 0;
    } while (!strstr(text, end));
}

static void greet(void) {
    char request[512];
    if (publisher.speech == FRAMES) {
        int length = snprintf(request, sizeof request,
                              "GET %s HTTP/1.1\r\nHost: %s:%d\r\nUpgrade: websocket\r\n"
                              "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                              "Sec-WebSocket-Key: cHVibGlzaGVycHVibGlzaA==\r\n\r\n",
                              publisher.path, options.host, publisher.port);
        write_all(request, (size_t)length);
        read_until("\r\n\r\n");
    } else if (publisher.speech == PUBS) {
        read_until("\r\n");
        write_all("CONNECT {\"verbose\":false}\r\nPING\r\n", 33);
        read_until("PONG\r\n");
    }
}

static void connect_publisher(void) {
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((uint16_t)publisher.port)};
    int one = 1;
    inet_pton(AF_INET, options.host, &to.sin_addr);
    publisher.fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    setsockopt(publisher.fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    if (connect(publisher.fd, (struct sockaddr *)&to, sizeof to) < 0)
        die("the publisher could not connect");
    greet();
    fcntl(publisher.fd, F_SETFL, O_NONBLOCK);
}

/* Send what is waiting; with a server that does not read, it goes on waiting. */
static void flush_publisher(void) {
    struct bytes *out = &publisher.out;
    if (!out->length) return;
    ssize_t wrote = write(publisher.fd, out->items, out->length);
    if (wrote < 0 && errno == EAGAIN) return;
    if (wrote < 0) die("the publisher lost its connection");
    out->length -= (size_t)wrote;
    memmove(out->items, out->items + wrote, out->length);
}

static void hear_publisher(void) {
    char text[4096];
    ssize_t got = read(publisher.fd, text, sizeof text);
    if (got == 0 || (got < 0 && errno != EAGAIN)) die("the server closed the publisher");
    if (publisher.speech == PUBS && got >= 4 && memmem(text, (size_t)got, "PING", 4))
        append(&publisher.out, "PONG\r\n", 6);
}

/* Publish the next event of a class as of `at_us`; `flush_publisher` sends it. */
static void publish(int class, bool is_staff, uint64_t at_us) {
    char event[4096], head[64];
    uint64_t number = ++published[class];
    size_t length = write_event(event, publisher.event_size, class, is_staff, number, at_us),
           header = 0;
    if (publisher.speech == FRAMES)
        header = write_header((unsigned char *)head, OP_TEXT, length, 1);
    if (publisher.speech == PUBS) header = (size_t)sprintf(head, "PUB room %zu\r\n", length);
    append(&publisher.out, head, header);
    append(&publisher.out, event, length);
    if (publisher.speech == PUBS) append(&publisher.out, "\r\n", 2);
    if (publisher.speech == LINES) append(&publisher.out, "\n", 1);
    missing[class][number % RING] = (uint32_t)watching;
    published_at_us[class][number % RING] = at_us;
    run.published++;
    if (class == CHAT) in_flight++;
}

#endif
