#define _GNU_SOURCE
#include "CDescentFiles.h"

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>

// As many shards as a data set may have at once.
enum { MOST_GUARDS = 4096 };

// A place is taken where `end` is above 0. The handler reads these without a lock: `base` is written before `end`.
static struct {
    atomic_uintptr_t base, end;
    atomic_bool has_faulted;
} guards[MOST_GUARDS];
static atomic_int places_used;

static pthread_mutex_t adding = PTHREAD_MUTEX_INITIALIZER;
static bool is_installed;
static struct sigaction before;

static uintptr_t page_size;

static void pass_on(int signal, siginfo_t *info, void *context) {
    if (before.sa_flags & SA_SIGINFO) {
        before.sa_sigaction(signal, info, context);
    } else if (before.sa_handler != SIG_DFL && before.sa_handler != SIG_IGN) {
        before.sa_handler(signal);
    } else {
        // The instruction runs again, and the process ends as it would have.
        sigaction(SIGBUS, &before, NULL);
    }
}

// Called in the middle of whatever read: only what is safe there.
static void on_bus_error(int signal, siginfo_t *info, void *context) {
    const uintptr_t address = (uintptr_t)info->si_addr;
    const int used = atomic_load_explicit(&places_used, memory_order_acquire);
    for (int i = 0; i < used; i++) {
        const uintptr_t end = atomic_load_explicit(&guards[i].end, memory_order_acquire);
        const uintptr_t base = atomic_load_explicit(&guards[i].base, memory_order_relaxed);
        if (address < base || address >= end) continue;
        const uintptr_t page = address & ~(page_size - 1);
        // From here to the end, so that what follows does not fault again.
        void *zeros = mmap((void *)page, end - page, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
        if (zeros == MAP_FAILED) break;
        atomic_store_explicit(&guards[i].has_faulted, true, memory_order_release);
        return;
    }
    pass_on(signal, info, context);
}

static bool install(void) {
    if (is_installed) return true;
    page_size = (uintptr_t)sysconf(_SC_PAGESIZE);
    struct sigaction action = {0};
    action.sa_sigaction = on_bus_error;
    action.sa_flags = SA_SIGINFO | SA_ONSTACK;
    sigemptyset(&action.sa_mask);
    is_installed = sigaction(SIGBUS, &action, &before) == 0;
    return is_installed;
}

int descent_guard_add(const void *base, size_t bytes) {
    int place = -1;
    pthread_mutex_lock(&adding);
    if (install()) {
        const int used = atomic_load(&places_used);
        for (int i = 0; i < used && place < 0; i++)
            if (atomic_load(&guards[i].end) == 0) place = i;
        if (place < 0 && used < MOST_GUARDS) place = used;
    }
    if (place >= 0) {
        atomic_store(&guards[place].has_faulted, false);
        atomic_store(&guards[place].base, (uintptr_t)base);
        atomic_store_explicit(&guards[place].end, (uintptr_t)base + bytes, memory_order_release);
        if (place == atomic_load(&places_used)) atomic_store_explicit(&places_used, place + 1, memory_order_release);
    }
    pthread_mutex_unlock(&adding);
    return place;
}

bool descent_guard_has_faulted(int guard) {
    return atomic_load_explicit(&guards[guard].has_faulted, memory_order_acquire);
}

void descent_guard_remove(int guard) {
    pthread_mutex_lock(&adding);
    atomic_store_explicit(&guards[guard].end, 0, memory_order_release);
    pthread_mutex_unlock(&adding);
}
