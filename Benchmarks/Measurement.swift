/// How long a case took: seconds of every repetition, in the order they were made.
struct Measurement {
    private(set) var seconds: [Double] = []

    var total: Double { seconds.reduce(0, +) }
    var minimum: Double { seconds.min() ?? .nan }
    var median: Double {
        guard !seconds.isEmpty else { return .nan }
        let sorted = seconds.sorted(), middle = sorted.count / 2
        return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
    }

    /// How much to measure. Few repetitions say nothing about a median; many of a slow case bore.
    struct Effort {
        let repetitions: Int
        let seconds: Double

        static let full = Effort(repetitions: 3, seconds: 0.5)
        static let quick = Effort(repetitions: 3, seconds: 0.1)
    }

    /// Measures cases in turns, so that whatever slows the machine for a while slows all of them. The first round,
    /// which meets cold memory and makes buffers, does not count.
    static func interleaved(_ cases: [any Case], effort: Effort) throws -> [Measurement] {
        let clock = ContinuousClock()
        for item in cases { try item.evaluate() }
        var results = cases.map { _ in Measurement() }
        while true {
            let open = results.indices.filter {
                results[$0].seconds.count < effort.repetitions || results[$0].total < effort.seconds
            }
            if open.isEmpty { return results }
            for index in open {
                let time = try clock.measure { try cases[index].evaluate() }
                results[index].seconds.append(time / .seconds(1))
            }
        }
    }
}
