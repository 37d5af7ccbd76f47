#pragma once

/// Which code the fuzzer watches, by the variable `DESCENT_FUZZ_MODULES`: names of Swift modules, with commas between them. It looks at a
/// counter per edge of all that it watches after every input, so that of a small reader the tens of thousands of edges of fits beside it
/// would take most of the time. Without the variable, and where a program cannot know its own symbols, it watches all.
///
/// There is nothing to call: the linker puts these functions in place of the fuzzer's own, which they call.
