import TestSupport
import Testing

import Descent

/// Laws of data: what may be changed about them without changing the fit.
extension FitLaw {
    func weightsAreRepetitions(_ instance: FitInstance) throws {
        let data = instance.problem.data(weighted: true)
        let places = data.y.indices.flatMap { [Int](repeating: $0, count: Int(data.weights![$0])) }
        var repeated = data.taking(places)
        repeated.weights = nil
        #expect(repeated.samples > data.samples)
        // Standardised by the same means, up to rounding.
        let a = try instance.fit(data), b = try instance.fit(repeated)
        expectConverged(a)
        expectConverged(b)
        expectAgreement(a.parameters, b.parameters, instance.tolerance)
    }

    func orderOfSamplesIsNothing(_ instance: FitInstance) throws {
        let data = instance.problem.data()
        let other = data.taking((0..<data.samples).map { ($0 * 37 + 11) % data.samples })
        expectAgreement(
            try instance.fit(data).parameters, try instance.fit(other).parameters, instance.tolerance)
    }

    func threadsAreNothing(_ instance: FitInstance) throws {
        let data = try Self.large(instance)
        let one = try instance.fit(data, iterations: 12, threads: 1)
        for threads in [2] {
            let other = try instance.fit(data, iterations: 12, threads: threads)
            #expect(other.fitted == one.fitted && other.outcome == one.outcome && other.report.risk == one.report.risk)
            #expect(other.report.threads == threads)
        }
    }

    /// Enough samples for several tiles, and for a sample of them.
    private static func large(_ instance: FitInstance) throws -> FitData {
        try #require(largeData[instance.problem.label])
    }

    private static let largeData = Dictionary(
        uniqueKeysWithValues: FitCase.all.map { ($0.label, $0.data(samples: 2500)) })

    func repeatsToTheBit(_ instance: FitInstance) throws {
        let data = instance.problem.data(weighted: true)
        let a = try instance.fit(data), b = try instance.fit(data)
        #expect(a.fitted == b.fitted && a.outcome == b.outcome && a.report.steps == b.report.steps)
        #expect(a.report.risk == b.report.risk && a.report.gradientNorm == b.report.gradientNorm)
    }

    func featuresPermute(_ instance: FitInstance) throws {
        let data = instance.problem.data()
        let order = [2, 0, 1]
        func permuted(_ point: Parameters) -> Parameters {
            var result = point
            for k in 0..<point.outputCount { for i in 0..<3 { result[i, k] = point[order[i], k] } }
            return result
        }
        var start: Parameters?
        if let values = instance.problem.start {
            start = Parameters(features: 3, outputs: instance.problem.outputs)
            start!.values = values
        }
        let a = try instance.fit(data)
        let b = try instance.fit(data.mappingFeatures { x in order.map { x[$0] } }, start: start.map(permuted))
        expectAgreement(permuted(a.parameters), b.parameters, instance.tolerance, sizes: [0.5, 1, 2])
    }

    /// By powers of two the coordinates of the fit are the same, to the bit.
    func featuresScale(_ instance: FitInstance) throws {
        let data = instance.problem.data(), factors = [0x1p-7, 0x1p11, 1]
        func scaled(_ point: Parameters) -> Parameters {
            var result = point
            for k in 0..<point.outputCount { for i in 0..<3 { result[i, k] *= factors[i] } }
            return result
        }
        var start: Parameters?
        if let values = instance.problem.start {
            start = Parameters(features: 3, outputs: instance.problem.outputs)
            start!.values = values
            for i in 0..<3 { start![i] /= factors[i] }
        }
        let a = try instance.fit(data)
        let b = try instance.fit(data.mappingFeatures { zip($0, factors).map { $0 * $1 } }, start: start)
        #expect(a.outcome == b.outcome)
        expectAgreement(a.parameters, scaled(b.parameters), 16 * Double.ulpOfOne)
    }

    /// What is added to a feature, the bias takes back.
    func featuresShift(_ instance: FitInstance) throws {
        let data = instance.problem.data(), shifts = [2.0, -4, 8]
        func shifted(_ point: Parameters) -> Parameters {
            var result = point
            for k in 0..<point.outputCount {
                result.setBias((0..<3).reduce(point.bias(k)) { $0 - shifts[$1] * point[$1, k] }, output: k)
            }
            return result
        }
        var start: Parameters?
        if let values = instance.problem.start {
            start = Parameters(features: 3, outputs: instance.problem.outputs)
            start!.values = values
        }
        let a = try instance.fit(data)
        let b = try instance.fit(
            data.mappingFeatures { zip($0, shifts).map { $0 + $1 } }, start: start.map(shifted))
        expectAgreement(shifted(a.parameters), b.parameters, instance.isDouble ? 1e-8 : 2e-3)
    }

    /// A feature whose weight is known is an offset: the others learn the same.
    func offsetIsAFixedFeature(_ instance: FitInstance) throws {
        // A softmax's offset for all classes is nothing; one class's would be.
        var data = instance.problem.data(), whole = try instance.fit(data).parameters
        if instance.problem.outputs > 1 {
            data.offsets = data.x.map { 3 * $0[1] }
            expectAgreement(try instance.fit(data).parameters, whole, instance.tolerance)
            return
        }
        data.offsets = data.x.map { whole[1] * $0[1] }
        var start: Parameters?
        if let values = instance.problem.start {
            start = Parameters(features: 2)
            start!.values = [values[0], values[2], values[3]]
        }
        let rest = try instance.fit(data.mappingFeatures { [$0[0], $0[2]] }, start: start).parameters
        whole[1] = 0
        var found = whole
        (found[0], found[2]) = (rest[0], rest[1])
        found.setBias(rest.bias())
        expectAgreement(found, whole, instance.tolerance)
    }
}

func expectConverged(_ answer: FitInstance.Answer, sourceLocation: SourceLocation = #_sourceLocation) {
    switch answer.outcome {
    case .converged, .localMinimum: break
    default: Issue.record("\(answer.report)", sourceLocation: sourceLocation)
    }
}
