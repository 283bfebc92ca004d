/* What the kernel takes for a stream's packets to many viewers: one sendto() for each packet and viewer, and nothing else.
 *
 *     limit VIEWERS PACKETS_A_SECOND SIZE SECONDS
 *
 * A child on the other core empties the viewers' sockets. Prints the processor time of a packet. Nothing is encrypted. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define MOST 1000

static int out[MOST], in[MOST];
static struct sockaddr_in there[MOST];

static void pin(int core) {
    cpu_set_t set;
    CPU_ZERO(&set);
    CPU_SET(core, &set);
    sched_setaffinity(0, sizeof set, &set);
}

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static double spent(void) {
    struct rusage used;
    getrusage(RUSAGE_SELF, &used);
    return (double)(used.ru_utime.tv_sec + used.ru_stime.tv_sec) +
           (double)(used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e6;
}

static void receive(int count) {
    static char data[2048];
    int epoll = epoll_create1(0);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    pin(1);
    for (int at = 0; at < count; at++) {
        struct epoll_event wanted = {.events = EPOLLIN, .data.fd = in[at]};
        epoll_ctl(epoll, EPOLL_CTL_ADD, in[at], &wanted);
    }
    for (;;) {
        struct epoll_event ready[64];
        int found = epoll_wait(epoll, ready, 64, -1);
        for (int at = 0; at < found; at++)
            while (recv(ready[at].data.fd, data, sizeof data, MSG_DONTWAIT) > 0) continue;
    }
}

int main(int words, char **word) {
    if (words != 5) return 2;
    int count = atoi(word[1]), rate = atoi(word[2]), size = atoi(word[3]), seconds = atoi(word[4]);
    static char data[2048];
    if (count > MOST || size > (int)sizeof data) return 2;
    for (int at = 0; at < count; at++) {
        socklen_t length = sizeof there[at];
        out[at] = socket(AF_INET, SOCK_DGRAM, 0);
        in[at] = socket(AF_INET, SOCK_DGRAM, 0);
        there[at].sin_family = AF_INET;
        inet_pton(AF_INET, "127.0.0.1", &there[at].sin_addr);
        bind(in[at], (struct sockaddr *)&there[at], sizeof there[at]);
        getsockname(in[at], (struct sockaddr *)&there[at], &length);
    }
    pid_t child = fork();
    if (child == 0) receive(count);
    pin(0);
    double began = now(), cpu = spent();
    long rounds = 0;
    while (now() - began < seconds) {
        for (int at = 0; at < count; at++)
            sendto(out[at], data, (size_t)size, 0, (struct sockaddr *)&there[at], sizeof there[at]);
        double due = began + (double)++rounds / rate, wait = due - now();
        if (wait > 0) usleep((useconds_t)(wait * 1e6));
    }
    printf("%.4f\n", (spent() - cpu) / (double)(rounds * count) * 1e6);
    kill(child, SIGKILL);
    return 0;
}
