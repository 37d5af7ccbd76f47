internal import Descent

/// The way of a fit: a point a step, of many steps every second, fourth, … one.
struct History: Sendable {
    struct Point: Sendable {
        let reads: Double
        /// With the penalty; of mini-batches, that of the last.
        let risk: Double
        let gradientNorm: Double
        let validationLoss: Double?
    }

    private(set) var points: [Point] = []
    private var stride = 1
    private var seen = 0

    /// More than a chart shows.
    private static let most = 8192

    mutating func add(_ progress: FitProgress, reads: Double) {
        defer { seen += 1 }
        // Losses on validation data are rarer, and none is left out.
        guard seen % stride == 0 || progress.validationLoss != nil else { return }
        points.append(
            Point(
                reads: reads, risk: progress.risk, gradientNorm: progress.gradientNorm,
                validationLoss: progress.validationLoss))
        guard points.count >= Self.most else { return }
        points = points.indices.filter { $0 % 2 == 0 }.map { points[$0] }
        stride *= 2
    }
}
