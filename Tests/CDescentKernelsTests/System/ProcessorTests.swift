#if os(Linux)
    import CDescentKernels
    import Foundation
    import Testing

    #if canImport(Glibc)
        import Glibc
    #elseif canImport(Musl)
        import Musl
    #endif

    /// What the processor is asked for, beside what the system says of it.
    @Suite struct ProcessorTests {
        /// A thread that is held to some of the cores has these, be there ever so many.
        @Test func coresAreThoseThatMayBeUsed() throws {
            typealias Call = @convention(c) (pid_t, Int, UnsafeMutableRawPointer) -> Int32
            let names = ["sched_getaffinity", "sched_setaffinity"], all = UnsafeMutableRawPointer(bitPattern: 0)
            let calls = try names.map { unsafeBitCast(try #require(dlsym(all, $0)), to: Call.self) }
            var before = [UInt8](repeating: 0, count: MemoryLayout<cpu_set_t>.size)
            try #require(calls[0](0, before.count, &before) == 0)
            defer { _ = calls[1](0, before.count, &before) }
            func bit(_ core: Int) -> UInt8 { 1 << UInt8(core % 8) }
            let cores = (0..<8 * before.count).filter { core in before[core / 8] & bit(core) != 0 }
            #expect(descent_cores() == cores.count)
            for count in Set([1, (cores.count + 1) / 2]) {
                var some = [UInt8](repeating: 0, count: before.count)
                for core in cores.prefix(count) { some[core / 8] |= bit(core) }
                try #require(calls[1](0, some.count, &some) == 0)
                #expect(descent_cores() == count)
            }
        }

        #if arch(x86_64)
            /// The fastest level is the last of which the processor has all instructions.
            @Test func theFastestLevelIsTheProcessors() throws {
                let lines = try String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8).split(separator: "\n")
                let words = try #require(lines.first { $0.hasPrefix("flags") }).split(separator: " ").map(String.init)
                func has(_ instructions: [String]) -> Bool { Set(instructions).isSubset(of: words) }
                let isWide = has(["avx2", "fma", "f16c"])
                let isWidest = isWide && has(["avx512f", "avx512dq", "avx512vl", "avx512bw"])
                let level: Level = isWidest ? .avx512 : isWide ? .avx2 : .portable
                #expect(descent_fastest_level() == level.code)
            }
        #endif
    }
#endif
