// Counts calls of the malloc family in this process, from all threads, between start and stop.
#ifndef CALLOCATION_COUNT_H
#define CALLOCATION_COUNT_H

void allocation_count_start(void);
// Calls since start; -1 where this build cannot count (another platform, or a sanitizer that replaces malloc itself).
long allocation_count_stop(void);
// Bytes that those calls asked for.
long allocation_bytes(void);

#endif
