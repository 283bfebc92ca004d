/* A disk whose flush takes 2 ms longer: preloaded into PostgreSQL, in front of the C library's fdatasync and fsync. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <time.h>

static int slowly(const char *name, int fd) {
    struct timespec two_ms = {0, 2000000};
    int (*flush)(int) = (int (*)(int))dlsym(RTLD_NEXT, name);
    nanosleep(&two_ms, 0);
    return flush(fd);
}

int fdatasync(int fd) { return slowly("fdatasync", fd); }
int fsync(int fd) { return slowly("fsync", fd); }
