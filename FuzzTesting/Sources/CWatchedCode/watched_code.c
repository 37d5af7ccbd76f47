#define _GNU_SOURCE
#include "watched_code.h"

#ifdef __linux__

#include <elf.h>
#include <fcntl.h>
#include <link.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

void __real___sanitizer_cov_8bit_counters_init(char *start, char *stop);
void __real___sanitizer_cov_pcs_init(const uintptr_t *start, const uintptr_t *stop);

// The code of a function.
struct function {
    uintptr_t start, stop;
};

static struct function *functions;
static size_t function_count;

static int take_base(struct dl_phdr_info *info, size_t size, void *base) {
    (void)size;
    // The first is the program itself.
    *(uintptr_t *)base = info->dlpi_addr;
    return 1;
}

static int by_start(const void *a, const void *b) {
    uintptr_t first = ((const struct function *)a)->start, second = ((const struct function *)b)->start;
    return (first > second) - (first < second);
}

// Whether the name of a function is one of a module's own, as Swift mangles it: the length of the module's name, and that.
static int is_named(const char *name, const char *modules) {
    while (*modules != 0) {
        size_t length = strcspn(modules, ",");
        char prefix[128];
        snprintf(prefix, sizeof prefix, "$s%zu%.*s", length, (int)length, modules);
        if (strncmp(name, prefix, strlen(prefix)) == 0) return 1;
        modules += length + (modules[length] == ',');
    }
    return 0;
}

static void find_functions(const char *file, size_t size, uintptr_t base, const char *modules) {
    const Elf64_Ehdr *header = (const void *)file;
    if (size < sizeof *header || header->e_shoff + header->e_shnum * sizeof(Elf64_Shdr) > size) return;
    const Elf64_Shdr *sections = (const void *)(file + header->e_shoff);
    for (size_t index = 0; index < header->e_shnum; index++) {
        if (sections[index].sh_type != SHT_SYMTAB) continue;
        const Elf64_Sym *symbols = (const void *)(file + sections[index].sh_offset);
        const char *names = file + sections[sections[index].sh_link].sh_offset;
        size_t count = sections[index].sh_size / sizeof *symbols;
        functions = malloc(count * sizeof *functions);
        for (size_t place = 0; functions != NULL && place < count; place++) {
            const Elf64_Sym *symbol = &symbols[place];
            if (ELF64_ST_TYPE(symbol->st_info) != STT_FUNC || !is_named(names + symbol->st_name, modules)) continue;
            uintptr_t start = base + symbol->st_value;
            functions[function_count++] = (struct function){start, start + symbol->st_size};
        }
        qsort(functions, function_count, sizeof *functions, by_start);
        return;
    }
}

// Of the modules that the variable names; none without it.
static void find_watched(void) {
    const char *modules = getenv("DESCENT_FUZZ_MODULES");
    if (modules == NULL || *modules == 0) return;
    int program = open("/proc/self/exe", O_RDONLY | O_CLOEXEC);
    struct stat status;
    if (program < 0 || fstat(program, &status) != 0) return;
    const char *file = mmap(NULL, (size_t)status.st_size, PROT_READ, MAP_PRIVATE, program, 0);
    close(program);
    if (file == MAP_FAILED) return;
    uintptr_t base = 0;
    dl_iterate_phdr(take_base, &base);
    find_functions(file, (size_t)status.st_size, base, modules);
    munmap((void *)file, (size_t)status.st_size);
}

static int is_watched(uintptr_t address) {
    size_t low = 0, high = function_count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (functions[middle].start <= address) low = middle + 1; else high = middle;
    }
    return low > 0 && address < functions[low - 1].stop;
}

static char *first_counter, *last_counter;

void __wrap___sanitizer_cov_8bit_counters_init(char *start, char *stop) {
    first_counter = start;
    last_counter = stop;
}

// Every object file calls these two for the counters of all, one after the other. To a counter belong an address and a word of flags.
void __wrap___sanitizer_cov_pcs_init(const uintptr_t *start, const uintptr_t *stop) {
    static int is_known = 0;
    if (is_known) return;
    is_known = 1;
    find_watched();
    size_t count = (size_t)(last_counter - first_counter);
    if (function_count == 0 || count != (size_t)(stop - start) / 2) {
        __real___sanitizer_cov_8bit_counters_init(first_counter, last_counter);
        __real___sanitizer_cov_pcs_init(start, stop);
        return;
    }
    // A module's counters lie together, those of generic functions of others between them; a few lie elsewhere, where others made such
    // functions of its own, and are let go.
    const size_t gap = 256, least = 1024;
    size_t begin = 0, end = 0;
    for (size_t place = 0; place <= count; place++) {
        if (place < count && is_watched(start[2 * place])) {
            if (end == 0) begin = place;
            end = place + 1;
        } else if (end > 0 && (place == count || place - end >= gap)) {
            if (end - begin >= least) {
                __real___sanitizer_cov_8bit_counters_init(first_counter + begin, first_counter + end);
                __real___sanitizer_cov_pcs_init(start + 2 * begin, start + 2 * end);
            }
            end = 0;
        }
    }
}

#endif
