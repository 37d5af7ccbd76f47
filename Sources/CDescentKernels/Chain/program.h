// A list of operations over a tile, block by block. Two blocks of inputs and a dozen of registers stay in the L1 cache.

enum { FN(program_block) = 256 };

static void FN(program)(ptrdiff_t count, const descent_instruction *instructions, ptrdiff_t length,
                        const double *constants, ptrdiff_t constant_count, const T *scores, const T *targets,
                        T *losses, T *residuals, T *curvatures) {
    __attribute__((aligned(64))) T registers[descent_registers][FN(program_block)];
    T *slots[descent_first_register + descent_registers];
    for (int i = 0; i < descent_registers; i++) slots[descent_first_register + i] = registers[i];
    for (ptrdiff_t i = 0; i < constant_count; i++)
        for (int j = 0; j < FN(program_block); j++) registers[i][j] = (T)constants[i];
    for (ptrdiff_t start = 0; start < count; start += FN(program_block)) {
        ptrdiff_t width = count - start < FN(program_block) ? count - start : FN(program_block);
        slots[descent_slot_score] = (T *)scores + start;  // only read
        slots[descent_slot_target] = (T *)targets + start;
        slots[descent_slot_loss] = losses + start;
        slots[descent_slot_residual] = residuals + start;
        slots[descent_slot_curvature] = curvatures + start;
        for (ptrdiff_t i = 0; i < length; i++) {
            descent_instruction step = instructions[i];
            FN(operate)(step.operation, width, slots[step.a], slots[step.b], slots[step.out]);
        }
    }
}
