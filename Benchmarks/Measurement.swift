/// How long something took: seconds of every repetition, in the order they were made.
struct Measurement {
    private(set) var seconds: [Double] = []

    mutating func add(seconds: Double) { self.seconds.append(seconds) }

    mutating func add<E: Error>(_ work: () throws(E) -> Void) throws(E) {
        let clock = ContinuousClock()
        let start = clock.now
        try work()
        seconds.append((clock.now - start) / .seconds(1))
    }

    var total: Double { seconds.reduce(0, +) }
    var minimum: Double { seconds.min() ?? .nan }
    var median: Double { quantile(seconds, 0.5) }
    /// The middle half of the repetitions, from its fastest to its slowest, over the median.
    var spread: Double { (quantile(seconds, 0.75) - quantile(seconds, 0.25)) / median }

    /// The median over repetitions of this time over another's: what disturbs the machine for a while disturbs both.
    func ratio(to other: Measurement) -> Double {
        quantile(zip(seconds, other.seconds).map { $0 / $1 }, 0.5)
    }
}

/// How much to measure. Few repetitions say nothing about a median; many of a slow case bore.
struct Effort {
    let repetitions: ClosedRange<Int>
    /// Per case.
    let seconds: Double

    static let full = Effort(repetitions: 7...101, seconds: 0.4)
    static let quick = Effort(repetitions: 3...11, seconds: 0.02)
}

/// The value below which a fraction of the values lies, between neighbours in proportion. NaN without values.
func quantile(_ values: [Double], _ fraction: Double) -> Double {
    guard !values.isEmpty else { return .nan }
    let sorted = values.sorted()
    let position = fraction * Double(sorted.count - 1)
    let index = min(Int(position), sorted.count - 1), next = min(index + 1, sorted.count - 1)
    return sorted[index] + (sorted[next] - sorted[index]) * (position - Double(index))
}
