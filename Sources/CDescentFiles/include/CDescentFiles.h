#ifndef C_DESCENT_FILES_H
#define C_DESCENT_FILES_H

#include <stdbool.h>
#include <stddef.h>

#include "CDescentUnpack.h"

// Maps of files that others may truncate meanwhile. The kernel answers a read past the end with SIGBUS, of which a process
// dies. A guarded map reads zeros from there on instead, and remembers that it did.

// Guards a map. Installs the process's handler of SIGBUS at the first call; faults elsewhere go to the handler that was there
// before. Returns a number that stands for the map, or -1 where there are too many already or the system refuses the handler.
int descent_guard_add(const void *base, size_t bytes);

// Whether a read met a page that the file no longer has.
bool descent_guard_has_faulted(int guard);

// Before the map goes away.
void descent_guard_remove(int guard);

#endif
