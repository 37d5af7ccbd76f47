import Descent
import TestSupport
import Testing

/// The survey against the plain two-pass formulas, over scales, offsets, layouts and precisions.
@Suite struct SurveyTests {
    struct Scale: Sendable, CustomTestStringConvertible {
        let mean: Double
        let deviation: Double
        var testDescription: String { "\(mean) ± \(deviation)" }
    }

    static let scales = [
        Scale(mean: 0, deviation: 1), Scale(mean: 1e9, deviation: 1), Scale(mean: -3, deviation: 1e-12),
        Scale(mean: 0, deviation: 1e300), Scale(mean: 1e300, deviation: 1e300), Scale(mean: 0, deviation: 1e-300),
        Scale(mean: 1e-300, deviation: 1e-305), Scale(mean: 5, deviation: 0),
    ]

    @Test(arguments: scales, [false, true])
    func momentsAndExtremes(_ scale: Scale, hasWeights: Bool) throws {
        var generator = SplitMix64(seed: 5)
        let n = 3, m = 20_000
        let values = (0..<n * m).map { _ in
            scale.mean + scale.deviation * Double.random(in: -1...1, using: &generator)
        }
        let weights = hasWeights ? (0..<m).map { Double($0 % 4) } : nil
        for layout in [Matrix<Double>.Layout.sampleMajor, .featureMajor] {
            let X = try Matrix(rows: n, columns: m, layout: layout, values)
            let data = try Dataset(X, targets: [Double](repeating: 1, count: m), weights: weights)
            for feature in 0..<n {
                let row = (0..<m).map { X[feature, $0] }
                // In units of the deviation, so that squares neither overflow nor vanish.
                let unit = scale.deviation == 0 ? 1 : scale.deviation
                let total = weights?.reduce(0, +) ?? Double(m)
                let shares = weights?.map { $0 / total } ?? [Double](repeating: 1 / total, count: m)
                // Around the offset, so that the reference does not add up large numbers.
                let mean = scale.mean + zip(row, shares).reduce(0) { $0 + $1.1 * ($1.0 - scale.mean) }
                let variance = zip(row, shares).reduce(0) {
                    $0 + $1.1 * (($1.0 - mean) / unit) * (($1.0 - mean) / unit)
                }
                let found = data.survey.features[feature]
                #expect((found.mean - mean).magnitude <= 1e-13 * max(mean.magnitude, scale.deviation))
                // The mean's own rounding limits the deviation where the offset is large.
                let tolerance = 1e-12 * unit + 1e-15 * scale.mean.magnitude
                #expect((found.standardDeviation - variance.squareRoot() * unit).magnitude <= tolerance)
                #expect(found.minimum == row.min() && found.maximum == row.max())
                #expect(found.isConstant == (scale.deviation == 0))
            }
            #expect(data.survey.totalWeight == weights?.reduce(0, +) ?? Double(m))
            #expect(data.survey.targets[0].isConstant && data.survey.targets[0].mean == 1)
        }
    }

    @Test func theLargestNumbersDoNotOverflow() throws {
        let largest = Double.greatestFiniteMagnitude
        let X = try Matrix(rows: 1, columns: 4, [largest, -largest, largest, -largest])
        let survey = try Dataset(X, targets: [0.0, 0, 0, 0]).survey.features[0]
        #expect(survey.mean == 0 && survey.minimum == -largest && survey.maximum == largest)
        #expect((survey.standardDeviation / largest - 1).magnitude < 1e-15)
    }

    @Test func floatDataAreSummedInDouble() throws {
        let m = 1_000_000
        let X = try Matrix<Float>(rows: 1, columns: m, [Float](repeating: 0.1, count: m - 1) + [1.1])
        let survey = try Dataset(X, targets: [Float](repeating: 0, count: m)).survey.features[0]
        #expect((survey.mean - (Double(Float(0.1)) + 1e-6)).magnitude < 1e-12)
    }
}
