// The only door to MPI. What it names by macros, which Swift cannot see, are functions here; and every call that waits for others has an
// end in time.
#ifndef CDESCENTMPI_SHIM_H
#define CDESCENTMPI_SHIM_H

#define OMPI_SKIP_MPICXX 1
#define MPICH_SKIP_MPICXX 1
#if __has_include(<mpi.h>)
#include <mpi.h>
#else
#error "Descent's trait MPI needs an MPI: install libopenmpi-dev (Debian) or open-mpi (Homebrew)"
#endif
#include <sched.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/// Calls of MPI count in int.
static const size_t descent_mpi_most = (size_t)1 << 30;

typedef struct {
    int rank, count;
    // Of those on this machine, with this one.
    int local_count;
    // Of those, the ones that may use the same cores.
    int sharing;
} descent_mpi_place;

/// What the library says of itself, before or after its start.
static inline void descent_mpi_library(char *words, int size) {
    char all[MPI_MAX_LIBRARY_VERSION_STRING];
    int length = 0;
    MPI_Get_library_version(all, &length);
    snprintf(words, (size_t)size, "%s", all);
}

/// Ranks of one machine need no network, and Open MPI looks for every kind that there is: 0.2 of the 0.3 s that a job takes to start and
/// end (4.1.4, two ranks). What somebody has asked for stands.
static inline void descent_mpi_expect_memory(void) {
    const char *all = getenv("OMPI_COMM_WORLD_SIZE"), *here = getenv("OMPI_COMM_WORLD_LOCAL_SIZE");
    if (all && here && strcmp(all, here) == 0) setenv("OMPI_MCA_pml", "ob1", 0);
}

/// False where MPI cannot be had as it is needed: with calls from one thread of several.
/// - cores: a number that is the same for the same set of cores.
static inline int descent_mpi_start(descent_mpi_place *place, int64_t cores) {
    int level = 0;
    descent_mpi_expect_memory();
    if (MPI_Init_thread(NULL, NULL, MPI_THREAD_FUNNELED, &level) != MPI_SUCCESS || level < MPI_THREAD_FUNNELED) return 0;
    MPI_Comm local;
    MPI_Comm_rank(MPI_COMM_WORLD, &place->rank);
    MPI_Comm_size(MPI_COMM_WORLD, &place->count);
    MPI_Comm_split_type(MPI_COMM_WORLD, MPI_COMM_TYPE_SHARED, 0, MPI_INFO_NULL, &local);
    MPI_Comm_size(local, &place->local_count);
    place->sharing = 0;
    for (int other = 0; other < place->local_count; other++) {
        int64_t theirs = cores;
        MPI_Bcast(&theirs, 1, MPI_INT64_T, other, local);
        place->sharing += theirs == cores;
    }
    MPI_Comm_free(&local);
    return 1;
}

static inline void descent_mpi_finish(void) { MPI_Finalize(); }

/// Ends all ranks.
static inline void descent_mpi_abort(int status) { MPI_Abort(MPI_COMM_WORLD, status); }

static inline double descent_mpi_now(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

/// Waits until a request is done. Others may still be at work for long: after a while this rank no longer keeps its core busy. False
/// when the limit, in seconds, is over.
static inline int descent_mpi_wait(MPI_Request *requests, int count, double limit) {
    double began = descent_mpi_now();
    for (long tries = 0;; tries++) {
        int is_done = 0;
        MPI_Testall(count, requests, &is_done, MPI_STATUSES_IGNORE);
        if (is_done) return 1;
        if (tries < 1000) continue;
        double waited = descent_mpi_now() - began;
        if (waited > limit) return 0;
        if (waited < 1e-3) {
            sched_yield();
        } else {
            usleep(waited < 0.1 ? 50 : 1000);
        }
    }
}

static inline int descent_mpi_least(int64_t *word, double limit) {
    int64_t least = 0;
    MPI_Request request;
    MPI_Iallreduce(word, &least, 1, MPI_INT64_T, MPI_MIN, MPI_COMM_WORLD, &request);
    if (!descent_mpi_wait(&request, 1, limit)) return 0;
    *word = least;
    return 1;
}

static inline int descent_mpi_broadcast(void *bytes, size_t size, int root, double limit) {
    for (size_t done = 0; done < size; done += descent_mpi_most) {
        size_t part = size - done < descent_mpi_most ? size - done : descent_mpi_most;
        MPI_Request request;
        MPI_Ibcast((char *)bytes + done, (int)part, MPI_BYTE, root, MPI_COMM_WORLD, &request);
        if (!descent_mpi_wait(&request, 1, limit)) return 0;
    }
    return 1;
}

static inline int descent_mpi_add(double *numbers, size_t count, double limit) {
    size_t most = descent_mpi_most / sizeof(double);
    for (size_t done = 0; done < count; done += most) {
        size_t part = count - done < most ? count - done : most;
        MPI_Request request;
        MPI_Iallreduce(MPI_IN_PLACE, numbers + done, (int)part, MPI_DOUBLE, MPI_SUM, MPI_COMM_WORLD, &request);
        if (!descent_mpi_wait(&request, 1, limit)) return 0;
    }
    return 1;
}

static inline int descent_mpi_exchange(
    const void *sent, size_t sent_size, int receiver, void *received, size_t received_size, int sender, double limit
) {
    size_t most = sent_size > received_size ? sent_size : received_size;
    for (size_t done = 0; done < most; done += descent_mpi_most) {
        MPI_Request requests[2] = {MPI_REQUEST_NULL, MPI_REQUEST_NULL};
        if (done < received_size) {
            size_t part = received_size - done < descent_mpi_most ? received_size - done : descent_mpi_most;
            MPI_Irecv((char *)received + done, (int)part, MPI_BYTE, sender, 0, MPI_COMM_WORLD, &requests[0]);
        }
        if (done < sent_size) {
            size_t part = sent_size - done < descent_mpi_most ? sent_size - done : descent_mpi_most;
            MPI_Isend((const char *)sent + done, (int)part, MPI_BYTE, receiver, 0, MPI_COMM_WORLD, &requests[1]);
        }
        if (!descent_mpi_wait(requests, 2, limit)) return 0;
    }
    return 1;
}

#endif
