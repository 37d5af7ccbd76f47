import Testing

/// The worst of many comparisons, so that one expectation states a law and its failure names the offender.
struct Worst {
    private(set) var error = 0.0
    private(set) var place = "nothing was compared"
    private(set) var comparisons = 0

    /// Notes `found` against `wanted`, in ulp of the larger of `wanted` and of the `operand` whose rounding a
    /// difference cannot avoid. A result that is not a number is infinitely wrong.
    mutating func note<T: Precision>(
        _ found: T, _ wanted: T, operand: T = 0, _ where: @autoclosure () -> String
    ) {
        comparisons += 1
        var error = 0.0
        if found != wanted {
            let size = min(max(wanted.magnitude, operand.magnitude), .greatestFiniteMagnitude)
            let areFinite = found.isFinite && wanted.isFinite
            error = areFinite ? (Double(found) - Double(wanted)).magnitude / Double(size.ulp) : .infinity
        }
        if error > self.error || comparisons == 1 {
            self.error = error
            place = "\(`where`()): \(found) instead of \(wanted), \(error) ulp"
        }
    }

    /// The law: at least one comparison, and none further off than `tolerance`.
    func expect(within tolerance: Double, sourceLocation: SourceLocation = #_sourceLocation) {
        #expect(comparisons > 0, sourceLocation: sourceLocation)
        #expect(error <= tolerance, Comment(rawValue: place), sourceLocation: sourceLocation)
    }
}
