internal import Descent

/// What predictions of numbers and counts leave unexplained, as pictures need it: a function of predictions and targets alone.
struct Residuals: Sendable {
    enum Kind: Sendable { case numbers, counts }

    let kind: Kind
    /// ŷ and what is left of the target: of numbers y − ŷ, of counts the deviance's share with the sign of y − ŷ.
    let points: [(prediction: Double, residual: Double)]
    /// Of numbers: the residuals in order over their deviation, each with the normal distribution's value at its place.
    let quantiles: [(expected: Double, found: Double)]
    /// Of counts that are whole: how often each occurs, and is expected.
    let frequencies: [(name: String, observed: Double, expected: Double)]

    /// Values that a picture has a bar for.
    private static let mostBars = 40
    /// Terms of the Poisson distributions that are summed at most: samples beyond are a share of them.
    private static let mostTerms = 20_000_000
    /// Order statistics of a picture.
    private static let mostQuantiles = 800

    /// - Parameters:
    ///   - weights: samples without any are left out.
    ///   - kind: what the targets are.
    init(predictions: [Double], targets: [Double], weights: [Double]?, kind: Kind) {
        let places = predictions.indices.filter { (weights?[$0] ?? 1) > 0 }
        self.kind = kind
        points = places.map { place in
            let (y, mean) = (targets[place], predictions[place])
            return (mean, kind == .numbers ? y - mean : Self.devianceResidual(of: y, mean))
        }
        quantiles = kind == .numbers ? Self.quantiles(of: points.map(\.residual)) : []
        frequencies =
            kind == .counts
            ? Self.frequencies(
                places.map { (targets[$0], predictions[$0], weights?[$0] ?? 1) }) : []
    }

    /// ±√(2 [y ln(y/μ) − y + μ])
    private static func devianceResidual(of y: Double, _ mean: Double) -> Double {
        let half = (y > 0 ? y * Math.logarithm(y / mean) : 0) - y + mean
        return (y < mean ? -1 : 1) * (2 * max(0, half)).squareRoot()
    }

    private static func quantiles(of residuals: [Double]) -> [(expected: Double, found: Double)] {
        let finite = residuals.filter(\.isFinite).sorted(), count = finite.count
        guard count > 2 else { return [] }
        let mean = finite.reduce(0, +) / Double(count)
        let squares = finite.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        let deviation = (squares / Double(count - 1)).squareRoot()
        guard deviation > 0, deviation.isFinite else { return [] }
        // All of few; of many evenly spaced ones, with both ends.
        let shown = min(count, mostQuantiles)
        return (0..<shown).map { index in
            let place = shown == 1 ? 0 : index * (count - 1) / (shown - 1)
            return (NormalScores.quantile((Double(place) + 0.5) / Double(count)), (finite[place] - mean) / deviation)
        }
    }

    /// Counts one by one up to the largest; of large ones in groups of equal width.
    private static func frequencies(
        _ samples: [(y: Double, mean: Double, weight: Double)]
    ) -> [(name: String, observed: Double, expected: Double)] {
        let isWhole = samples.allSatisfy {
            $0.y == $0.y.rounded() && $0.y < 1e6 && $0.mean.isFinite && $0.mean > 0
        }
        guard isWhole, let largest = samples.map(\.y).max() else { return [] }
        // The last bar has all that is above the largest count that occurs.
        let most = Int(largest), width = max(1, (most + mostBars) / mostBars)
        let bars = most / width + 1
        guard samples.count <= mostTerms / (bars * width) else { return [] }
        var observed = [Double](repeating: 0, count: bars), expected = observed
        for sample in samples {
            observed[Int(sample.y) / width] += sample.weight
            // ln p₀ = −μ, ln pₖ = ln pₖ₋₁ + ln μ − ln k: in logarithms, since e^−μ is 0 for large μ.
            let step = Math.logarithm(sample.mean)
            var logarithm = -sample.mean
            for count in 0..<bars * width {
                if count > 0 { logarithm += step - Math.logarithm(Double(count)) }
                expected[count / width] += sample.weight * Math.exponential(logarithm)
            }
        }
        return (0..<bars).map { bar in
            let first = bar * width
            return (width == 1 ? "\(first)" : "\(first)–\(first + width - 1)", observed[bar], expected[bar])
        }
    }

    /// The mean residual where predictions are alike: a line that should be level. By groups of equal size.
    var trend: [(prediction: Double, residual: Double)] {
        let placed = points.enumerated().filter { $0.element.prediction.isFinite && $0.element.residual.isFinite }
            .sorted { ($0.element.prediction, $0.offset) < ($1.element.prediction, $1.offset) }.map(\.element)
        let groups = min(20, placed.count / 8)
        guard groups > 1 else { return [] }
        return (0..<groups).map { group in
            let own = placed[group * placed.count / groups..<(group + 1) * placed.count / groups]
            let count = Double(own.count)
            return (own.reduce(0) { $0 + $1.prediction } / count, own.reduce(0) { $0 + $1.residual } / count)
        }
    }
}
