import Testing

@testable import descent_cli

/// Each thing that is wrong with a machine is found, alone, and with what to do.
@Suite struct FindingsTests {
    static let sound = Surroundings(
        processor: .init(
            name: "a CPU", level: .success("avx2"), levels: ["portable", "avx2"], isX86: true),
        openBLAS: .init(
            version: "0.3.21", core: "Zen", threading: "pthreads", selfTest: .success(true), coreWish: nil),
        cores: .init(all: 8, allowed: 8, quota: nil, threads: .success(8), load: 0.1),
        memory: .init(
            total: 16 << 30, available: 8 << 30, groupLeft: nil, addressLimit: nil, hasRoomForThreads: true,
            pagePolicy: "madvise"),
        reading: .init(one: 1e10, all: 2e10), mpi: nil, isDebugBuild: false)

    @Test func nothingIsWrong() {
        let findings = Self.sound.findings
        #expect(findings == [] && findings.status == 0 && findings.verdict == "nothing is wrong")
        #expect(Doctor.page(Self.sound).hasSuffix("\nnothing is wrong"))
    }

    struct Fault: Sendable, CustomTestStringConvertible {
        let kind: Finding.Kind
        /// Parts of what is said, and of what to do.
        let what: String
        let advice: String
        let change: @Sendable (inout Surroundings) -> Void
        init(
            _ kind: Finding.Kind, _ what: String, _ advice: String,
            _ change: @escaping @Sendable (inout Surroundings) -> Void
        ) {
            (self.kind, self.what, self.advice, self.change) = (kind, what, advice, change)
        }
        var testDescription: String { what }
    }

    static let faults: [Fault] = [
        Fault(.broken, "avx3", "unset DESCENT_KERNELS") { $0.processor.level = .failure(.init("no avx3")) },
        Fault(.broken, "dgemv is wrong", "OPENBLAS_CORETYPE") {
            $0.openBLAS.selfTest = .failure(.init("dgemv is wrong"))
        },
        Fault(.broken, "dgemv", "unset OPENBLAS_CORETYPE, which is Atom") {
            $0.openBLAS.selfTest = .failure(.init("dgemv"))
            $0.openBLAS.coreWish = "Atom"
        },
        Fault(.broken, "0 threads", "unset DESCENT_THREADS") { $0.cores.threads = .failure(.init("0 threads")) },
        Fault(.broken, "no memory", "memory") { $0.reading = .init() },
        Fault(.slow, "to portable, and this CPU runs avx2", "unset DESCENT_KERNELS") {
            $0.processor.level = .success("portable")
        },
        Fault(.slow, "other bits", "newer OpenBLAS") { $0.openBLAS.selfTest = .success(false) },
        Fault(.slow, "kernels for Nehalem", "set OPENBLAS_CORETYPE=Haswell, or install a newer") {
            $0.openBLAS.core = "Nehalem"
        },
        Fault(.slow, "kernels for Prescott", "set OPENBLAS_CORETYPE=SkylakeX") {
            $0.openBLAS.core = "Prescott"
            $0.processor.levels = ["portable", "avx2", "avx512"]
            $0.processor.level = .success("avx512")
        },
        Fault(.slow, "kernels for Prescott", "unset OPENBLAS_CORETYPE, which is Prescott") {
            $0.openBLAS.core = "Prescott"
            $0.openBLAS.coreWish = "Prescott"
        },
        Fault(.slow, "8 threads, and a control group gives them the time of 2.5 cores", "DESCENT_THREADS=2") {
            $0.cores.quota = 2.5
        },
        Fault(.slow, "the time of 0.5 cores", "DESCENT_THREADS=1") { $0.cores.quota = 0.5 },
        Fault(.slow, "to 3 of 8 cores", "unset DESCENT_THREADS") { $0.cores.threads = .success(3) },
        Fault(.slow, "9 threads of 8 cores", "unset DESCENT_THREADS") { $0.cores.threads = .success(9) },
        Fault(.slow, "ulimit -v leaves 2 GB", "ulimit -v unlimited") {
            $0.memory.hasRoomForThreads = false
            $0.memory.addressLimit = 2_000_000_000
        },
        Fault(.slow, "no pages of 2 MB", "echo madvise >") { $0.memory.pagePolicy = "never" },
        Fault(.slow, "8 threads read 7 GB/s, fewer than one, which reads 10 GB/s", "DESCENT_THREADS=1") {
            $0.reading.all = 7e9
        },
        Fault(.slow, "in debug", "-c release") { $0.isDebugBuild = true },
        Fault(.note, "no AVX2", "-cpu host") {
            $0.processor.levels = ["portable"]
            $0.processor.level = .success("portable")
        },
        Fault(.note, "may use 8 of 64 cores", "taskset") { $0.cores.all = 64 },
        Fault(.note, "Other programs", "when they are done") { $0.cores.load = 5 },
        Fault(.note, "100 MB of memory left, by the limit of a control group", "give it more") {
            $0.memory.available = 100_000_000
            $0.memory.groupLeft = 100_000_000
        },
    ]

    @Test(arguments: faults) func isFound(_ fault: Fault) throws {
        var surroundings = Self.sound
        fault.change(&surroundings)
        let findings = surroundings.findings
        try #require(findings.count == 1, "\(findings)")
        #expect(findings[0].kind == fault.kind && findings[0].what.contains(fault.what), "\(findings)")
        #expect(findings[0].advice.contains(fault.advice), "\(findings)")
        #expect(findings.status == (fault.kind == .broken ? 1 : fault.kind == .slow ? 3 : 0))
        let page = Doctor.page(surroundings)
        #expect(page.contains("\n\(fault.kind.rawValue): ") && page.contains("\n  do: \(findings[0].advice)\n"))
    }

    /// What is broken comes first, and decides.
    @Test func worstFirst() {
        var surroundings = Self.sound
        for fault in Self.faults.reversed() where fault.what != "9 threads of 8 cores" { fault.change(&surroundings) }
        let kinds = surroundings.findings.map(\.kind)
        #expect(kinds == Finding.Kind.allCases.flatMap { kind in kinds.filter { $0 == kind } })
        #expect(kinds.first == .broken && surroundings.findings.status == 1)
    }

    /// Where there is one level, nothing is missing.
    @Test func otherCPUs() {
        var surroundings = Self.sound
        surroundings.processor = .init(name: "an ARM", level: .success("portable"), levels: ["portable"], isX86: false)
        surroundings.openBLAS.core = "generic"
        #expect(surroundings.findings == [])
    }
}
