#pragma once

#include <stddef.h>

/// A file that is memory, so that a reader of files can be given an input without the kernel: to open, map and close a file takes the
/// kernel longer than a reader takes for a thousand bytes. One at a time, for one thread.
///
/// In the program that this is linked into, `open`, `stat`, `fstat`, `pread`, `close`, `mmap` and `munmap` answer for its path and its
/// descriptor, and go to the system for all others. A map of it is memory of its length to the byte, with bounds that the address
/// sanitizer guards, where the kernel's would go on with zeros to the end of a page.

/// Gives it bytes, which are to stay where they are, and returns its path; null where the system's calls cannot be answered by a program.
const char *_Nullable memory_file(const void *_Nullable bytes, size_t count);
