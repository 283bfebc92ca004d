/* What the machine can do: a fan-out server in C that does nothing else.
 *
 *     limit PORT PUBLISHER_PORT each|round
 *
 * `each` sends each event to each viewer with a send() of its own; `round` sends all events that have
 * come in one round of the loop with one send() to each viewer. Nobody's server does less. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "websocket.h"

#define MAX_VIEWERS 20000
#define READ_SIZE 65536

struct viewer {
    int fd, is_open;
    char *waiting; /* what the kernel has not taken yet */
    size_t length, room;
};

enum { ID_VIEWERS = 0xFFFFFFF0u, ID_PUBLISHERS, ID_PUBLISHER };

static struct viewer viewers[MAX_VIEWERS];
static int count, epoll, publisher = -1, is_each;
static char in[READ_SIZE * 2], out[READ_SIZE * 4];
static size_t kept;

static void watch(int fd, uint32_t id, uint32_t events, int operation) {
    struct epoll_event wanted = {.events = events, .data.u32 = id};
    epoll_ctl(epoll, operation, fd, &wanted);
}

static int listen_on(int port, uint32_t id) {
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    int one = 1, fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    inet_pton(AF_INET, "127.0.0.1", &at.sin_addr);
    if (bind(fd, (struct sockaddr *)&at, sizeof at) < 0 || listen(fd, 4096) < 0) {
        perror("limit: listen");
        exit(1);
    }
    watch(fd, id, EPOLLIN, EPOLL_CTL_ADD);
    return fd;
}

static void leave(struct viewer *viewer) {
    close(viewer->fd);
    free(viewer->waiting);
    *viewer = (struct viewer){.fd = -1};
}

static void keep(struct viewer *viewer, const char *bytes, size_t length) {
    if (viewer->length + length > viewer->room) {
        viewer->room = (viewer->length + length) * 2;
        viewer->waiting = realloc(viewer->waiting, viewer->room);
        if (!viewer->waiting) abort();
    }
    if (!viewer->length) watch(viewer->fd, (uint32_t)(viewer - viewers), EPOLLIN | EPOLLOUT, EPOLL_CTL_MOD);
    memcpy(viewer->waiting + viewer->length, bytes, length);
    viewer->length += length;
}

static void send_to(struct viewer *viewer, const char *bytes, size_t length) {
    ssize_t sent = 0;
    if (!viewer->length) {
        sent = send(viewer->fd, bytes, length, MSG_NOSIGNAL);
        if (sent < 0 && errno != EAGAIN) {
            leave(viewer);
            return;
        }
        if (sent < 0) sent = 0;
    }
    if ((size_t)sent < length) keep(viewer, bytes + sent, length - (size_t)sent);
}

static void send_more(struct viewer *viewer) {
    ssize_t sent = send(viewer->fd, viewer->waiting, viewer->length, MSG_NOSIGNAL);
    if (sent < 0 && errno != EAGAIN) leave(viewer);
    if (sent <= 0) return;
    viewer->length -= (size_t)sent;
    memmove(viewer->waiting, viewer->waiting + sent, viewer->length);
    if (!viewer->length) watch(viewer->fd, (uint32_t)(viewer - viewers), EPOLLIN, EPOLL_CTL_MOD);
}

static void fan_out(const char *bytes, size_t length) {
    for (int i = 0; i < count; i++)
        if (viewers[i].is_open) send_to(&viewers[i], bytes, length);
}

/* Take the lines that the publisher has sent: each becomes a frame. */
static void take_events(void) {
    ssize_t got = read(publisher, in + kept, READ_SIZE);
    if (got <= 0) {
        if (got == 0 || errno != EAGAIN) close(publisher), publisher = -1;
        return;
    }
    size_t length = kept + (size_t)got, filled = 0, at = 0;
    for (char *end; (end = memchr(in + at, '\n', length - at)); at = (size_t)(end - in) + 1) {
        size_t size = (size_t)(end - in) - at;
        filled += write_header((unsigned char *)out + filled, OP_TEXT, size, 0);
        memcpy(out + filled, in + at, size);
        filled += size;
        if (is_each) fan_out(out, filled), filled = 0;
    }
    if (filled) fan_out(out, filled);
    kept = length - at;
    memmove(in, in + at, kept);
}

static void open_viewer(struct viewer *viewer, const char *request) {
    static const char welcome[] = "\x81\x0f{\"t\":\"welcome\"}";
    char answer[256], accept[ACCEPT_LENGTH + 1];
    const char *key = strcasestr(request, "sec-websocket-key: ");
    if (!key) {
        leave(viewer);
        return;
    }
    accept_for(key + 19, 24, accept);
    int length = snprintf(answer, sizeof answer,
                          "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
                          "Connection: Upgrade\r\nSec-WebSocket-Accept: %s\r\n\r\n", accept);
    viewer->is_open = 1;
    send_to(viewer, answer, (size_t)length);
    if (viewer->is_open) send_to(viewer, welcome, sizeof welcome - 1);
}

static void hear(struct viewer *viewer) {
    char text[4096];
    ssize_t got = read(viewer->fd, text, sizeof text - 1);
    if (got < 0 && errno == EAGAIN) return;
    if (got <= 0) {
        leave(viewer);
        return;
    }
    text[got] = 0;
    if (!viewer->is_open) open_viewer(viewer, text);
}

static void accept_viewers(int listener) {
    int fd, one = 1;
    while (count < MAX_VIEWERS && (fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC)) >= 0) {
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
        viewers[count] = (struct viewer){.fd = fd};
        watch(fd, (uint32_t)count++, EPOLLIN, EPOLL_CTL_ADD);
    }
}

static void attend(const struct epoll_event *event, int viewer_listener, int publisher_listener) {
    uint32_t id = event->data.u32;
    if (id == ID_VIEWERS) {
        accept_viewers(viewer_listener);
    } else if (id == ID_PUBLISHERS) {
        publisher = accept4(publisher_listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
        watch(publisher, ID_PUBLISHER, EPOLLIN, EPOLL_CTL_ADD);
    } else if (id == ID_PUBLISHER) {
        take_events();
    } else {
        if (event->events & EPOLLOUT && viewers[id].length) send_more(&viewers[id]);
        if (event->events & ~(uint32_t)EPOLLOUT && viewers[id].fd >= 0) hear(&viewers[id]);
    }
}

int main(int words, char **word) {
    struct epoll_event events[512];
    if (words != 4) return fprintf(stderr, "limit PORT PUBLISHER_PORT each|round\n"), 2;
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    alarm(900);
    is_each = !strcmp(word[3], "each");
    epoll = epoll_create1(EPOLL_CLOEXEC);
    int viewer_listener = listen_on(atoi(word[1]), ID_VIEWERS);
    int publisher_listener = listen_on(atoi(word[2]), ID_PUBLISHERS);
    for (;;) {
        int ready = epoll_wait(epoll, events, 512, -1);
        for (int i = 0; i < ready; i++) attend(&events[i], viewer_listener, publisher_listener);
    }
}
