internal import DescentAlgebra

/// A sample of the data as a sweep of its own, in the same coordinates.
extension Sweep {
    static var run: Int { Dataset<Element>.run }
    func samplePlaces(_ count: Int) -> [Range<Int>] { data.samplePlaces(count) }

    /// A copy of a sample; read once. Nil where all its weights are 0.
    func sampled(_ count: Int) throws(DescentError) -> Sweep? {
        let places = samplePlaces(count), total = data.weight(of: places)
        guard total > 0 else { return nil }
        return try Sweep(sampling: self, try data.part(places, totalWeight: total))
    }

    /// The Hessian of a sample to a few digits. False where there is no short way to it: of several outputs, in coordinates
    /// that are not standardised, and where it leaves the range of single precision, or all weights are 0.
    func roughCurvature(
        at parameters: Parameters, samples count: Int, into evaluation: inout Evaluation
    ) throws(DescentError) -> Bool {
        guard plan.outputs == 1, neuron.coupling == .independent, standardisation != nil else { return false }
        let isWhole = count >= data.samples
        if isWhole, zero.values.count <= Self.mostForGram {
            return try wholeCurvature(at: parameters, into: &evaluation)
        }
        let longest = isWhole ? min(plan.tileSamples, 8 * Self.run) : Self.run
        let places = isWhole ? data.samplePieces(of: longest) : samplePlaces(count)
        let total = isWhole ? data.survey.totalWeight : data.weight(of: places)
        guard total > 0 else { return false }
        try load(parameters, into: point)
        // A sum of losses is that of all data.
        let divisor = risk == .mean ? total : total / data.survey.totalWeight
        let rough = try RoughCurvature(self, places, longest: longest, total: divisor)
        roughBytes += rough.bytesDelivered
        guard TileKernels.allFinite(rough.result.count, rough.result.withUnsafePointer { $0 }) else { return false }
        evaluation.roughCurvature = rough.result
        return true
    }

    /// Parameters up to which all data take less time in all digits, tile by tile, than staged for single precision: of
    /// 28 × 200 000, 14 ms and 45; of 200 × 50 000, 100 and 95 (two threads, Cascade Lake).
    private static var mostForGram: Int { 128 }

    private func wholeCurvature(
        at parameters: Parameters, into evaluation: inout Evaluation
    ) throws(DescentError) -> Bool {
        var exact = Evaluation(shape: zero)
        try lossGradientCurvature(at: parameters, into: &exact)
        let values = exact.curvature!, count = zero.values.count
        var rough = try algebra { () throws(AlgebraError) in try Matrix<Float>(rows: count, columns: count) }
        rough.withUnsafeMutablePointer { out in
            values.withUnsafePointer { TileKernels.convert(count * count, $0, into: out) }
        }
        guard TileKernels.allFinite(rough.count, rough.withUnsafePointer { $0 }) else { return false }
        evaluation.roughCurvature = rough
        return true
    }
}

extension Dataset {
    /// Samples of a run.
    static var run: Int { 8 }

    /// Runs of 8 neighbours from places spread evenly over the data, each moved at random within its share: data that lie in
    /// order of something are sampled as what they are.
    func samplePlaces(_ count: Int) -> [Range<Int>] {
        let run = Self.run, runs = max(1, min(count, samples) / run)
        return (0..<runs).map { index -> Range<Int> in
            let share = index * samples / runs..<(index + 1) * samples / runs
            var generator = CounterGenerator(0x5a4d_504c, index, runs, samples)
            let slack = max(0, share.count - run)
            let start = share.lowerBound + Int(generator.next(below: UInt64(slack + 1)))
            return start..<min(start + run, samples)
        }
    }

    /// All samples, in ranges of so many.
    func samplePieces(of size: Int) -> [Range<Int>] {
        stride(from: 0, to: samples, by: size).map { $0..<min($0 + size, samples) }
    }

    /// Of the samples of some ranges, together.
    func weight(of ranges: [Range<Int>]) -> Double {
        guard let weights else { return Double(ranges.reduce(0) { $0 + $1.count }) }
        return ranges.reduce(0) { $0 + $1.reduce(0) { $0 + Double(weights[0, $1]) } }
    }

    /// Copies of the samples of some ranges, of this weight, which is above 0.
    func part(_ ranges: [Range<Int>], totalWeight: Double) throws(DescentError) -> Dataset {
        let total = ranges.reduce(0) { $0 + $1.count }, features = self.features
        func matrix(
            _ rows: Int, _ fill: (UnsafeMutablePointer<Element>) throws(DescentError) -> Void
        ) throws(DescentError) -> Matrix<Element> {
            var result = try algebra { () throws(AlgebraError) in try Matrix<Element>(rows: rows, columns: total) }
            try result.withUnsafeMutablePointer(fill)
            return result
        }
        let x = try matrix(features) { out throws(DescentError) in
            try ranks.agree(on: copy(ranges, to: out))
            guard let ranks else { return }
            var starts = [0]
            for range in ranges { starts.append(starts.last! + range.count) }
            ranks.gather(out, ends: ranks.shares.ends(of: ranges, among: samples).map { starts[$0] * features })
        }
        func rows(_ matrix_: Matrix<Element>) throws(DescentError) -> Matrix<Element> {
            try matrix(matrix_.rows) { out throws(DescentError) in
                var place = 0
                for range in ranges {
                    matrix_.sampleBlock(range).copy(to: out + place * matrix_.rows)
                    place += range.count
                }
            }
        }
        let weights = try self.weights.map(rows)
        return Dataset(
            source: x, targets: try rows(targets), classes: classes, weights: weights, offsets: try offsets.map(rows),
            survey: survey.with(totalWeight: totalWeight))
    }

    /// Copies those of some ranges that are this rank's to their places.
    private func copy(
        _ ranges: [Range<Int>], to out: UnsafeMutablePointer<Element>
    ) -> (place: Int, error: DescentError)? {
        let ends = Shares(of: ranks).ends(of: ranges, among: samples), rank = ranks?.rank ?? 0
        var place = ranges[..<ends[rank]].reduce(0) { $0 + $1.count } * features
        do throws(DescentError) {
            let longest = ranges.map(\.count).max() ?? 0
            let staging = try Buffer<Element>(source.needsStaging ? features * longest : 0)
            for range in ranges[ends[rank]..<ends[rank + 1]] {
                let buffer = UnsafeMutableBufferPointer(
                    start: staging.base, count: source.needsStaging ? features * range.count : 0)
                let block: SampleBlock<Element>
                do { block = try source.tile(range, into: buffer) } catch {
                    throw .source(samples: range, underlying: error)
                }
                block.copy(to: out + place)
                place += features * range.count
            }
            return nil
        } catch { return (place, error) }
    }
}

extension SampleBlock {
    /// Sample after sample, dense, whatever the layout.
    func copy(to target: UnsafeMutablePointer<Element>) {
        if layout == .featureMajor {
            TileKernels.gather(rows: samples, features, base, stride: stride, into: target, outStride: features)
        } else if stride == features {
            target.update(from: base, count: features * samples)
        } else {
            for sample in 0..<samples {
                (target + sample * features).update(from: base + sample * stride, count: features)
            }
        }
    }
}
