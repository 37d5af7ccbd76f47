internal import Descent
internal import DescentFiles

extension Surroundings {
    /// For people: a line per fact.
    var lines: [(name: String, value: String)] {
        let levels = processor.levels.joinedByAnd
        let level =
            (try? processor.level.get()).map { "\($0); this CPU runs \(levels)" } ?? "none; this CPU runs \(levels)"
        let passed = (try? openBLAS.selfTest.get()) != nil
        let threads = (try? cores.threads.get()) ?? 0
        return [
            ("CPU", processor.name),
            ("kernels", level),
            ("OpenBLAS", "\(openBLAS.version), kernels for \(openBLAS.core), threads: \(openBLAS.threading)"),
            ("self-test", passed ? "passed: products are those of plain loops" : "failed"),
            ("cores", "\(cores.allowed) of \(cores.all)" + quotaWords + "; fits take \(threads.counted("thread"))"),
            ("memory", memoryWords),
            ("pages", memory.pagePolicy.map { "data ask for 2 MB; the system's policy is \($0)" } ?? "unknown"),
            ("reading", readingWords),
            ("MPI", mpi ?? "not built in"),
        ]
    }

    private var quotaWords: String { cores.quota.map { ", with the time of \($0.written(digits: 3))" } ?? "" }

    private var memoryWords: String {
        var words = memory.available.map { "\($0.asMemory) available" } ?? "unknown"
        if let total = memory.total { words += " of \(total.asMemory)" }
        if memory.groupLeft != nil { words += "; a control group has a limit" }
        if let limit = memory.addressLimit { words += "; ulimit -v is \(limit.asMemory)" }
        return words
    }

    private var readingWords: String {
        guard let one = reading.one, let all = reading.all, let threads = try? cores.threads.get() else {
            return "not measured"
        }
        return "\(Self.rate(one)) by one thread" + (threads == 1 ? "" : ", \(Self.rate(all)) by \(threads)")
    }

    /// For programs: the same, with numbers as numbers, and the findings.
    var members: [(String, JSON)] {
        let found = findings
        return [
            ("version", .string(Command.version)), ("status", .integer(Int(found.status))),
            ("verdict", .string(found.verdict)), ("findings", .array(found.map(\.json))),
            ("build", .string(isDebugBuild ? "debug" : "release")),
            (
                "cpu",
                .object([
                    ("name", .string(processor.name)), ("kernels", .told(processor.level) { .string($0) }),
                    ("levels", .array(processor.levels.map { .string($0) })),
                ])
            ),
            (
                "openBLAS",
                .object([
                    ("version", .string(openBLAS.version)), ("core", .string(openBLAS.core)),
                    ("threading", .string(openBLAS.threading)),
                    ("selfTest", .boolean((try? openBLAS.selfTest.get()) != nil)),
                    ("ignoresAlignment", .told(openBLAS.selfTest) { .boolean($0) }),
                ])
            ),
            (
                "cores",
                .object([
                    ("machine", .integer(cores.all)), ("allowed", .integer(cores.allowed)),
                    ("quota", .number(cores.quota)),
                    ("threads", .told(cores.threads) { .integer($0) }), ("load", .number(cores.load)),
                ])
            ),
            (
                "memory",
                .object([
                    ("total", .told(memory.total)), ("available", .told(memory.available)),
                    ("controlGroupLeft", .told(memory.groupLeft)), ("addressLimit", .told(memory.addressLimit)),
                    ("hugePages", memory.pagePolicy.map { .string($0) } ?? .null),
                ])
            ),
            (
                "bytesReadPerSecond",
                .object([("oneThread", .number(reading.one)), ("allThreads", .number(reading.all))])
            ),
            ("mpi", mpi.map { .string($0) } ?? .null),
        ]
    }
}

extension JSON {
    /// Null for what is not there.
    fileprivate static func told(_ value: Int?) -> JSON { value.map { .integer($0) } ?? .null }
    fileprivate static func told<Value>(
        _ value: Result<Value, Surroundings.Reason>, _ word: (Value) -> JSON
    ) -> JSON {
        (try? value.get()).map(word) ?? .null
    }
}

extension [String] {
    /// a, b and c
    fileprivate var joinedByAnd: String {
        count < 2 ? first ?? "" : dropLast().joined(separator: ", ") + " and " + last!
    }
}

extension Int {
    fileprivate func counted(_ word: String) -> String { "\(self) \(word)\(self == 1 ? "" : "s")" }
}
