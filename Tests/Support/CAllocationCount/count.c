#include "CAllocationCount.h"

#include <stdatomic.h>
#include <stddef.h>

#if defined(__GLIBC__) && !__has_feature(address_sanitizer) && !__has_feature(thread_sanitizer)

#include <errno.h>

// A malloc that the program defines takes the place of the C library's, whose own names stay reachable.
void *__libc_malloc(size_t);
void *__libc_calloc(size_t, size_t);
void *__libc_realloc(void *, size_t);
void *__libc_memalign(size_t, size_t);

static atomic_long calls, bytes;
static atomic_int counting;

static void count(size_t size) {
    if (!atomic_load_explicit(&counting, memory_order_relaxed)) return;
    atomic_fetch_add(&calls, 1);
    atomic_fetch_add(&bytes, (long)size);
}

void *malloc(size_t size) { count(size); return __libc_malloc(size); }
void *calloc(size_t n, size_t size) { count(n * size); return __libc_calloc(n, size); }
void *realloc(void *p, size_t size) { count(size); return __libc_realloc(p, size); }
void *memalign(size_t alignment, size_t size) { count(size); return __libc_memalign(alignment, size); }
void *aligned_alloc(size_t alignment, size_t size) { count(size); return __libc_memalign(alignment, size); }
int posix_memalign(void **p, size_t alignment, size_t size) {
    count(size);
    *p = __libc_memalign(alignment, size);
    return *p ? 0 : ENOMEM;
}

void allocation_count_start(void) {
    atomic_store(&calls, 0);
    atomic_store(&bytes, 0);
    atomic_store(&counting, 1);
}

long allocation_count_stop(void) {
    atomic_store(&counting, 0);
    return atomic_load(&calls);
}

long allocation_bytes(void) { return atomic_load(&bytes); }

#else

void allocation_count_start(void) {}
long allocation_count_stop(void) { return -1; }
long allocation_bytes(void) { return -1; }

#endif
