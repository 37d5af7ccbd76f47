internal import Descent

extension Statistics {
    /// Half of Wald's interval of a sum of coefficients, each times a factor: of the score of a sample, say, whose features are the factors.
    ///
    /// Coefficients that are set apart count as 0, as in a prediction. Nil where one of them runs to infinity and its factor is not 0.
    ///
    /// - Parameter factors: in the order of `coefficients`.
    func half(ofSum factors: [Double]) -> Double? {
        var places: [Int] = []
        for (index, coefficient) in coefficients.enumerated() where factors[index] != 0 {
            if coefficient.isInfinite { return nil }
            if coefficient.standing == .determined { places.append(index) }
        }
        var variance = 0.0
        for i in places {
            variance += factors[i] * places.reduce(0) { $0 + factors[$1] * covariance[i, $1] }
        }
        // How many standard errors half an interval is, as those of the coefficients have it.
        let known = coefficients.indices.first {
            coefficients[$0].standing == .determined && coefficients[$0].standardError > 0
        }
        guard let known, let interval = try? interval(of: known), variance > 0 else { return 0 }
        let quantile = (interval.upperBound - coefficients[known].estimate) / coefficients[known].standardError
        return quantile * variance.squareRoot()
    }
}

/// Where values of the normal distribution are expected.
enum NormalScores {
    /// The quantile of p, in (0, 1), to the digits of a picture.
    static func quantile(_ p: Double) -> Double {
        var low = -40.0, high = 40.0
        for _ in 0..<60 {
            let middle = (low + high) / 2
            if 0.5 * Math.complementaryErrorFunction(-middle * 0.5.squareRoot()) < p {
                low = middle
            } else {
                high = middle
            }
        }
        return (low + high) / 2
    }
}
