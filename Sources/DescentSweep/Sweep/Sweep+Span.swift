internal import DescentAlgebra
internal import DescentSolvers

/// What a sample tells of the metric of a softmax.
extension Sweep {
    /// The second moments of a sample's features to a few digits; nil in coordinates that are not standardised, where they leave
    /// the range of single precision, or where all weights are 0.
    func moments(samples count: Int) throws(DescentError) -> Matrix<Float>? {
        guard standardisation != nil, let (places, longest, total) = roughPlaces(count) else { return nil }
        return try roughProducts(places, longest: longest, total: total, of: .samples)
    }

    /// Where a sample has its optimum among the points of a span; nil where features are so far from 0 that products with them have
    /// no digits to spare, or where nothing is to be had.
    func optimum(in span: OutputSpan, samples count: Int) throws(DescentError) -> SpanOptimum? {
        guard standardisation?.isStaged != true, span.rank > 0 else { return nil }
        guard let (places, _, weight) = roughPlaces(count) else { return nil }
        let sample = try data.part(places, totalWeight: weight)
        roughBytes += sample.sampleCount * plan.features * MemoryLayout<Element>.stride
        let features = try coordinates(of: sample, in: span)
        let survey = try Surveyor(
            source: features, targets: sample.targets, weights: sample.weights, offsets: sample.offsets, ranks: nil
        ).survey(threads: grant.threads, classCounts: sample.survey.classCounts)
        let reduced = try Sweep(
            Dataset(
                source: features, targets: sample.targets, classes: sample.classes, weights: sample.weights,
                offsets: sample.offsets, survey: survey),
            neuron: neuron, hasBias: false, risk: .mean, standardisation: nil, grant: grant,
            cancellation: cancellation)
        let scale = risk == .sum ? data.survey.totalWeight : 1
        return try SpanOptimum.find(in: span, outputs: plan.outputs, scale: scale) {
            (point, evaluation) throws(DescentError) in
            try reduced.lossGradientCurvature(at: point, into: &evaluation)
        }
    }

    /// The products of samples with the combinations of a span: rank × samples. They are few, so one thread makes them.
    private func coordinates(of sample: Dataset<Element>, in span: OutputSpan) throws(DescentError) -> Matrix<Element> {
        let combinations = try FoldedPoint<Element>(shape: span.basis, plan: plan)
        try combinations.load(span.basis, folding: standardisation)
        let most = 64, reader = try TileReader(sample.feed(cancellation: cancellation), tileSamples: most)
        var result = try Matrix<Element>(rows: span.rank, columns: sample.sampleCount, layout: .featureMajor)
        let stride = result.stride
        BLAS.pinToOneThread()
        try result.withUnsafeMutablePointer { out throws(DescentError) in
            for range in (0..<sample.sampleCount).pieces(of: most) {
                combinations.scores(
                    of: try reader.read(range), into: out + range.lowerBound, stride: stride, withOffsets: false)
            }
        }
        return result
    }
}
