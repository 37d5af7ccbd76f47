// A rank that is killed at a marked point: loaded before a program's own libraries, it ends its own process by SIGKILL at one call.
//
//   DESCENT_KILL=1:MPI_Isend:20:after   rank 1, when it has made its twentieth call of MPI_Isend: before, amid (half of a write) or after
//   DESCENT_KILL_LOG=path               gets a line for each process that starts, and one when the point is reached
//
// Calls about files count where the file is an unfinished one.
#define _GNU_SOURCE
#define OMPI_SKIP_MPICXX 1
#include "../Support/unfinished.h"
#include <dlfcn.h>
#include <fcntl.h>
#include <mpi.h>
#include <signal.h>
#include <stdlib.h>

static struct {
    int rank, number;
    char call[32], when[8];
} point = {.rank = -1};

static int rank = -1, calls;

// At once, and by calls that nobody watches.
static void say(const char *what) {
    const char *path = getenv("DESCENT_KILL_LOG");
    int file = path ? open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666) : -1;
    if (file < 0) return;
    dprintf(file, "%s %d %d\n", what, rank, (int)getpid());
    close(file);
}

// What a rank starts is told its environment too, and has to end with it.
__attribute__((constructor)) static void begin(void) {
    const char *wish = getenv("DESCENT_KILL"), *own = getenv("OMPI_COMM_WORLD_RANK");
    if (!wish || !own) return;
    if (sscanf(wish, "%d:%31[^:]:%d:%7s", &point.rank, point.call, &point.number, point.when) != 4) abort();
    rank = atoi(own);
    say("started");
}

// Whether this call is the marked one.
static int is_marked(const char *call) {
    return rank == point.rank && strcmp(call, point.call) == 0
        && __atomic_add_fetch(&calls, 1, __ATOMIC_RELAXED) == point.number;
}

static void die_if(int is_marked, const char *when) {
    if (!is_marked || strcmp(point.when, when) != 0) return;
    say("killed");
    kill(getpid(), SIGKILL);
    for (;;) pause();
}

static void leave(const int *is_marked) { die_if(*is_marked, "after"); }

// A call that is passed on, and may be the last.
#define WATCHED(type, name, parameters, arguments, is_counted)                          \
    type name parameters {                                                              \
        static type(*next) parameters;                                                  \
        if (!next) next = (type(*) parameters)dlsym(RTLD_NEXT, #name);                  \
        __attribute__((cleanup(leave))) int is_here = (is_counted) && is_marked(#name); \
        die_if(is_here, "before");                                                      \
        return next arguments;                                                          \
    }

// From the first step on, when sums have met: before it are the products by which the BLAS is tested, of which there may be any number.
static int has_met;

WATCHED(void, cblas_dgemv,
    (int order, int transposed, int m, int n, double alpha, const double *a, int lda, const double *x, int step_x,
        double beta, double *y, int step_y),
    (order, transposed, m, n, alpha, a, lda, x, step_x, beta, y, step_y), has_met)
WATCHED(void, cblas_dgemm,
    (int order, int transposed_a, int transposed_b, int m, int n, int k, double alpha, const double *a, int lda,
        const double *b, int ldb, double beta, double *c, int ldc),
    (order, transposed_a, transposed_b, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc), 1)

WATCHED(int, MPI_Init_thread, (int *argc, char ***argv, int wanted, int *level), (argc, argv, wanted, level), 1)
WATCHED(int, MPI_Comm_split_type, (MPI_Comm all, int type, int key, MPI_Info info, MPI_Comm *part),
    (all, type, key, info, part), 1)
WATCHED(int, MPI_Finalize, (void), (), 1)

// Of the tests for one end only the first counts: how many follow is chance.
static int is_begun;
#define BEGINNING(name, parameters, arguments) WATCHED(int, name, parameters, arguments, (is_begun = 1))
#define MEETING(name, parameters, arguments) WATCHED(int, name, parameters, arguments, (is_begun = has_met = 1))

BEGINNING(MPI_Iallreduce,
    (const void *sent, void *received, int count, MPI_Datatype type, MPI_Op op, MPI_Comm all, MPI_Request *request),
    (sent, received, count, type, op, all, request))
BEGINNING(MPI_Ibcast, (void *bytes, int count, MPI_Datatype type, int root, MPI_Comm all, MPI_Request *request),
    (bytes, count, type, root, all, request))
MEETING(MPI_Irecv,
    (void *bytes, int count, MPI_Datatype type, int sender, int tag, MPI_Comm all, MPI_Request *request),
    (bytes, count, type, sender, tag, all, request))
MEETING(MPI_Isend,
    (const void *bytes, int count, MPI_Datatype type, int receiver, int tag, MPI_Comm all, MPI_Request *request),
    (bytes, count, type, receiver, tag, all, request))

static int begins(void) {
    int result = is_begun;
    is_begun = 0;
    return result;
}
WATCHED(int, MPI_Testall, (int count, MPI_Request *requests, int *are_done, MPI_Status *states),
    (count, requests, are_done, states), begins())

WATCHED(int, fsync, (int file), (file), is_unfinished(path_of(file)))
WATCHED(int, rename, (const char *from, const char *to), (from, to), is_unfinished(from))

ssize_t write(int file, const void *bytes, size_t count) {
    static ssize_t (*next)(int, const void *, size_t);
    if (!next) next = (ssize_t(*)(int, const void *, size_t))dlsym(RTLD_NEXT, "write");
    __attribute__((cleanup(leave))) int is_here = is_unfinished(path_of(file)) && is_marked("write");
    die_if(is_here, "before");
    ssize_t result = next(file, bytes, is_here && strcmp(point.when, "amid") == 0 ? count / 2 : count);
    die_if(is_here, "amid");
    return result;
}
