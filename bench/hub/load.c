/* The load generator of the hub's benchmark: thousands of viewers and one publisher.
 *
 *     load --port 9001 --path /live/x --publish lines:9002 --viewers 5000
 *
 * It connects, then obeys commands on standard input; each answer is one JSON line:
 *
 *     closed IN_FLIGHT SECONDS DRAIN_S       publish the next event when everyone has an earlier one
 *     open RATE SECONDS DRAIN_S              publish at a rate, come what may
 *     quit
 *
 * and to a run may be added: `chat` (messages by viewers, which the product may leave out, instead of
 * by staff), `stall SHARE FROM_S FOR_S` (so many viewers stop to read), `drops EVERY_MS` (drops
 * between the messages).
 *
 * A run counts within its time, and afterwards waits up to DRAIN_S for what is still on its way.
 * Latencies reach from when an event was due to when a viewer has read it. */
#define _GNU_SOURCE
#include <getopt.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/timerfd.h>

#include "publisher.h"

#define GRACE_US 250000  /* in an open run, an event may come this much after the end */
#define WARM_US 200000   /* a closed run counts after this */
#define ID_PUBLISHER 0xFFFFFFF0u
#define ID_STDIN 0xFFFFFFF1u
#define ID_TIMER 0xFFFFFFF2u
#define SHARE 64 /* sockets that are read before the clock is looked at again */

struct plan {
    int in_flight;
    bool is_chat;
    double rate, stall_share;
    uint64_t seconds_us, drain_us, stall_from_us, stall_for_us, drop_every_us;
};

static int timer;

static void connect_all(void) {
    uint64_t began = now_us();
    struct epoll_event events[512];
    viewers = calloc((size_t)options.viewers, sizeof *viewers);
    for (int i = 0; i < options.viewers; i++) viewers[i].index = i;
    connect_more();
    while (watching + failed < options.viewers && failed < MAX_FAILURES) {
        int count = epoll_wait(epoll, events, 512, 20000);
        if (count == 0) {
            snprintf(failure, sizeof failure, "nothing happens any more");
            break;
        }
        for (int i = 0; i < count; i++) {
            if (events[i].data.u32 >= ID_PUBLISHER) continue;
            struct viewer *viewer = &viewers[events[i].data.u32];
            if (viewer->state == CONNECTING) ask_for_upgrade(viewer);
            else if (viewer->state != GONE) receive(viewer);
        }
        connect_more();
    }
    int deflated = 0;
    for (int i = 0; i < started; i++)
        deflated += viewers[i].state == WATCHING && viewers[i].is_deflated;
    double seconds = (double)(now_us() - began) / 1e6;
    printf("{\"watching\":%d,\"failed\":%d,\"deflated\":%d,\"seconds\":%.3f,"
           "\"handshakes_per_s\":%.0f,\"failure\":\"%s\"}\n",
           watching, failed, deflated, seconds, watching / seconds, failure);
    fflush(stdout);
    if (watching + failed < options.viewers || failed >= MAX_FAILURES) exit(1);
    failure[0] = 0;
}

static void wake_at(uint64_t at_us) {
    struct itimerspec when = {.it_value = {.tv_sec = (time_t)(at_us / 1000000),
                                           .tv_nsec = (long)(at_us % 1000000) * 1000 + 1}};
    timerfd_settime(timer, TFD_TIMER_ABSTIME, &when, NULL);
}

/* Publish what is due; when the next is due. */
static uint64_t publish_due(const struct plan *plan, uint64_t now) {
    static uint64_t run_began, chats, drops;
    if (run_began != run.began_us) run_began = run.began_us, chats = drops = 0;
    uint64_t end = run_began + plan->seconds_us, due, drop_due = UINT64_MAX;
    while ((due = run_began + (uint64_t)((double)chats * 1e6 / plan->rate)) <= now && due < end) {
        publish(CHAT, !plan->is_chat, due);
        chats++;
    }
    while (plan->drop_every_us &&
           (drop_due = run_began + (drops + 1) * plan->drop_every_us) <= now && drop_due < end) {
        publish(DROP, false, drop_due);
        drops++;
    }
    return due < drop_due ? due : drop_due;
}

static void stall_due(const struct plan *plan, uint64_t now) {
    static uint64_t begun_in, ended_in;
    if (!plan->stall_share || now < run.stall_from_us) return;
    if (begun_in != run.began_us) {
        begun_in = run.began_us;
        stall(plan->stall_share, true);
    }
    if (now >= run.stall_until_us && ended_in != run.began_us) {
        ended_in = run.began_us;
        stall(plan->stall_share, false);
    }
}

static void work(const struct plan *plan, uint64_t *next_due) {
    uint64_t now = now_us(), end = run.began_us + plan->seconds_us;
    stall_due(plan, now);
    if (plan->in_flight && now < end)
        while (in_flight < (uint64_t)plan->in_flight) publish(CHAT, !plan->is_chat, now);
    if (plan->rate && now >= *next_due && *next_due < end) {
        *next_due = publish_due(plan, now);
        if (*next_due < end) wake_at(*next_due);
    }
    flush_publisher();
}

static void look(const struct plan *plan, uint64_t *next_due, int timeout_ms) {
    struct epoll_event events[512];
    int count = epoll_wait(epoll, events, 512, timeout_ms);
    for (int i = 0; i < count; i++) {
        uint32_t id = events[i].data.u32;
        if (id == ID_PUBLISHER) hear_publisher();
        else if (id == ID_STDIN) exit(0); /* a command in the middle of a run: only the end of input */
        else if (id == ID_TIMER) read(timer, &(uint64_t){0}, 8);
        else if (viewers[id].state == WATCHING) receive(&viewers[id]);
        if (i % SHARE == SHARE - 1) work(plan, next_due);
    }
    work(plan, next_due);
}

static void report(const struct plan *plan, double seconds, double busy, uint64_t ended_us) {
    uint64_t undelivered = 0;
    for (int class = 0; class < CLASSES; class++)
        for (uint64_t n = first_of_run[class]; n <= published[class]; n++)
            undelivered += missing[class][n % RING];
    double expected = (double)run.published * watching;
    printf("{\"published\":%llu,\"deliveries\":%llu,\"seconds\":%.4f,\"deliveries_per_s\":%.0f,"
           "\"delivered_share\":%.5f,\"p50_ms\":%.3f,\"p99_ms\":%.3f,\"max_ms\":%.3f,",
           (unsigned long long)run.published, (unsigned long long)run.deliveries, seconds,
           (double)run.deliveries / seconds, expected ? (double)run.deliveries / expected : 0,
           percentile_ms(&run.latency, .5), percentile_ms(&run.latency, .99),
           (double)run.latency.max_us / 1000);
    printf("\"last_p50_ms\":%.3f,\"last_p99_ms\":%.3f,\"drop_last_p50_ms\":%.3f,"
           "\"drop_last_max_ms\":%.3f,\"drops\":%llu,",
           percentile_ms(&run.last[CHAT], .5), percentile_ms(&run.last[CHAT], .99),
           percentile_ms(&run.last[DROP], .5), (double)run.last[DROP].max_us / 1000,
           (unsigned long long)run.last[DROP].count);
    printf("\"calm_p50_ms\":%.3f,\"calm_p99_ms\":%.3f,\"caught_up_ms\":%.1f,\"behind\":%d,",
           percentile_ms(&run.calm, .5), percentile_ms(&run.calm, .99),
           run.caught_up_us ? (double)(run.caught_up_us - run.stall_until_us) / 1000 : 0,
           plan->stall_share ? stalled_behind : 0);
    printf("\"all_deliveries\":%llu,\"undelivered\":%llu,\"drain_s\":%.3f,\"bytes\":%llu,"
           "\"bytes_per_event\":%.1f,\"frames\":%llu,\"gaps\":%llu,\"skipped\":%llu,\"duplicates\":%llu,"
           "\"unreadable\":%llu,\"closed\":%d,\"pings\":%llu,\"load_busy\":%.3f,\"load_cpu_s\":%.3f,"
           "\"failure\":\"%s\"}\n",
           (unsigned long long)run.all_deliveries, (unsigned long long)undelivered,
           (double)(now_us() - ended_us) / 1e6, (unsigned long long)run.bytes,
           run.all_deliveries ? (double)run.bytes / (double)run.all_deliveries : 0,
           (unsigned long long)run.frames,
           (unsigned long long)(run.gaps > run.skipped ? run.gaps - run.skipped : 0),
           (unsigned long long)run.skipped,
           (unsigned long long)run.duplicates, (unsigned long long)run.unreadable, closed_by_server,
           (unsigned long long)pings, busy, cpu_s() - run.cpu_s, failure);
    fflush(stdout);
}

static bool is_all_there(void) {
    for (uint64_t n = first_of_run[DROP]; n <= published[DROP]; n++)
        if (missing[DROP][n % RING]) return false;
    return !in_flight && !publisher.out.length;
}

static void carry_out(const struct plan *plan) {
    uint64_t warm = plan->in_flight ? WARM_US : 0, next_due = 0;
    begin_run(warm, plan->seconds_us - warm + (plan->rate ? GRACE_US : 0));
    run.cpu_s = cpu_s();
    if (plan->stall_share) {
        run.stall_from_us = run.began_us + plan->stall_from_us;
        run.stall_until_us = run.stall_from_us + plan->stall_for_us;
    }
    uint64_t end = run.began_us + plan->seconds_us;
    while (now_us() < end) look(plan, &next_due, 2);
    double busy = (cpu_s() - run.cpu_s) / ((double)plan->seconds_us / 1e6);
    uint64_t ended = now_us();
    while ((!is_all_there() || stalled_behind) && now_us() < ended + plan->drain_us)
        look(plan, &next_due, 2);
    double counted = (double)(plan->seconds_us - warm) / 1e6;
    report(plan, counted, busy, ended);
    in_flight = 0;
}

static uint64_t as_us(double seconds) { return (uint64_t)(seconds * 1e6); }

static bool read_plan(char *line, struct plan *plan) {
    char *words[16] = {0};
    int count = 0;
    for (char *word = strtok(line, " \n"); word && count < 15; word = strtok(NULL, " \n"))
        words[count++] = word;
    if (count < 4) return false;
    *plan = (struct plan){.seconds_us = as_us(atof(words[2])), .drain_us = as_us(atof(words[3]))};
    if (!strcmp(words[0], "closed")) plan->in_flight = atoi(words[1]);
    else if (!strcmp(words[0], "open")) plan->rate = atof(words[1]);
    else return false;
    for (int i = 4; i < count; i++) {
        if (!strcmp(words[i], "stall") && i + 3 < count) {
            plan->stall_share = atof(words[i + 1]);
            plan->stall_from_us = as_us(atof(words[i + 2]));
            plan->stall_for_us = as_us(atof(words[i + 3]));
            i += 3;
        } else if (!strcmp(words[i], "drops") && i + 1 < count) {
            plan->drop_every_us = as_us(atof(words[++i]) / 1000);
        } else if (!strcmp(words[i], "chat")) {
            plan->is_chat = true;
        } else {
            return false;
        }
    }
    return plan->in_flight || plan->rate;
}

static void obey(void) {
    char line[256];
    size_t length = 0;
    struct plan plan;
    /* Byte by byte, so that what follows the line stays for the next time. */
    while (length < sizeof line - 1 && (!length || line[length - 1] != '\n'))
        if (read(STDIN_FILENO, line + length++, 1) != 1) exit(0);
    line[length] = 0;
    if (!strncmp(line, "quit", 4)) exit(0);
    if (!read_plan(line, &plan)) die("a command that is none");
    epoll_ctl(epoll, EPOLL_CTL_DEL, STDIN_FILENO, NULL);
    carry_out(&plan);
    struct epoll_event wanted = {.events = EPOLLIN, .data.u32 = ID_STDIN};
    epoll_ctl(epoll, EPOLL_CTL_ADD, STDIN_FILENO, &wanted);
}

/* Between runs viewers go on reading and answering pings. */
static void serve(void) {
    struct plan idle = {0};
    uint64_t never = UINT64_MAX;
    for (;;) {
        struct epoll_event events[512];
        int count = epoll_wait(epoll, events, 512, -1);
        bool is_commanded = false;
        for (int i = 0; i < count; i++) {
            uint32_t id = events[i].data.u32;
            if (id == ID_STDIN) is_commanded = true;
            else if (id == ID_PUBLISHER) hear_publisher();
            else if (id == ID_TIMER) read(timer, &(uint64_t){0}, 8);
            else if (viewers[id].state == WATCHING) receive(&viewers[id]);
        }
        work(&idle, &never);
        if (is_commanded) obey();
    }
}

static void listen_to(int fd, uint32_t id) {
    struct epoll_event wanted = {.events = EPOLLIN, .data.u32 = id};
    if (epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &wanted) < 0) die("epoll refused a descriptor");
}

static void read_headers(const char *path) {
    FILE *file = fopen(path, "r");
    char line[1024];
    if (!file) die("the file of headers is missing");
    while (fgets(line, sizeof line, file)) {
        line[strcspn(line, "\r\n")] = 0;
        options.headers = realloc(options.headers, ++options.header_count * sizeof(char *));
        options.headers[options.header_count - 1] = strdup(line);
    }
    fclose(file);
}

static void read_publisher(char *text) {
    char *port = strchr(text, ':'), *path = port ? strchr(port + 1, ':') : NULL;
    if (!port) die("--publish is lines:PORT, frames:PORT:PATH or pubs:PORT");
    publisher.speech = *text == 'f' ? FRAMES : *text == 'p' ? PUBS : LINES;
    publisher.port = atoi(port + 1);
    snprintf(publisher.path, sizeof publisher.path, "%s", path ? path + 1 : "/");
}

static void read_options(int count, char **words) {
    static const struct option known[] = {
        {"port", 1, 0, 'p'},     {"path", 1, 0, 'a'},   {"publish", 1, 0, 'u'},
        {"viewers", 1, 0, 'n'},  {"headers", 1, 0, 'h'}, {"deflate", 1, 0, 'd'},
        {"dialect", 1, 0, 'l'},  {"mss", 1, 0, 'm'},    {"receive-buffer", 1, 0, 'r'},
        {"size", 1, 0, 's'},     {"parallel", 1, 0, 'c'}, {"lifetime", 1, 0, 't'},
        {0}};
    int option;
    alarm(900);
    while ((option = getopt_long(count, words, "", known, NULL)) != -1) {
        if (option == 'p') options.port = atoi(optarg);
        else if (option == 'a') options.path = optarg;
        else if (option == 'u') read_publisher(optarg);
        else if (option == 'n') options.viewers = atoi(optarg);
        else if (option == 'h') read_headers(optarg);
        else if (option == 'd') options.deflate = atof(optarg);
        else if (option == 'l') options.dialect = *optarg == 's' ? SOCKETIO : *optarg == 'n' ? NATS : PLAIN;
        else if (option == 'm') options.mss = atoi(optarg);
        else if (option == 'r') options.receive_buffer = atoi(optarg);
        else if (option == 's') publisher.event_size = (size_t)atoi(optarg);
        else if (option == 'c') options.parallel = atoi(optarg);
        else if (option == 't') alarm((unsigned)atoi(optarg));
        else exit(2);
    }
    if (!options.port || !publisher.port || options.viewers < 1 || publisher.event_size > 2048)
        die("--port, --publish and --viewers are needed, and events have at most 2,048 bytes");
}

int main(int count, char **words) {
    signal(SIGPIPE, SIG_IGN);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    read_options(count, words);
    epoll = epoll_create1(EPOLL_CLOEXEC);
    timer = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
    connect_all();
    connect_publisher();
    listen_to(publisher.fd, ID_PUBLISHER);
    listen_to(timer, ID_TIMER);
    listen_to(STDIN_FILENO, ID_STDIN);
    serve();
}
