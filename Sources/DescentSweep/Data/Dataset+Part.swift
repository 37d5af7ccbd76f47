package import DescentAlgebra

/// Some samples of the data, as data of their own.
extension Dataset {
    /// Samples of a run.
    static var run: Int { 8 }

    /// Runs of 8 neighbours from places spread evenly over the data, each moved at random within its share: data that lie in
    /// order of something are sampled as what they are.
    package func samplePlaces(_ count: Int) -> [Range<Int>] {
        let run = Self.run, runs = max(1, min(count, sampleCount) / run)
        return (0..<runs).map { index -> Range<Int> in
            let share = index * sampleCount / runs..<(index + 1) * sampleCount / runs
            var generator = CounterGenerator(0x5a4d_504c, index, runs, sampleCount)
            let slack = max(0, share.count - run)
            let start = share.lowerBound + Int(generator.next(below: UInt64(slack + 1)))
            return start..<min(start + run, sampleCount)
        }
    }

    /// Of the samples of some ranges, together.
    func weight(of ranges: [Range<Int>]) -> Double {
        guard let weights else { return Double(ranges.reduce(0) { $0 + $1.count }) }
        return ranges.reduce(0) { $0 + $1.reduce(0) { $0 + Double(weights[0, $1]) } }
    }

    /// Copies of the samples of some ranges, of this weight, which is above 0.
    package func part(_ ranges: [Range<Int>], totalWeight: Double) throws(DescentError) -> Dataset {
        let total = ranges.reduce(0) { $0 + $1.count }, features = self.featureCount
        func matrix(
            _ rows: Int, _ fill: (UnsafeMutablePointer<Element>) throws(DescentError) -> Void
        ) throws(DescentError) -> Matrix<Element> {
            var result = try Matrix<Element>(rows: rows, columns: total)
            try result.withUnsafeMutablePointer(fill)
            return result
        }
        let x = try matrix(features) { out throws(DescentError) in
            try ranks.agree(on: copy(ranges, to: out))
            guard let ranks else { return }
            var starts = [0]
            for range in ranges { starts.append(starts.last! + range.count) }
            ranks.gather(out, ends: ranks.shares.ends(of: ranges, among: sampleCount).map { starts[$0] * features })
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
        let ends = Shares(of: ranks).ends(of: ranges, among: sampleCount), rank = ranks?.rank ?? 0
        var place = ranges[..<ends[rank]].reduce(0) { $0 + $1.count } * featureCount
        do throws(DescentError) {
            let longest = ranges.map(\.count).max() ?? 0
            let staging = try Buffer<Element>(source.needsStaging ? featureCount * longest : 0)
            let delivery = SampleDelivery(source)
            for range in ranges[ends[rank]..<ends[rank + 1]] {
                try delivery.read(range, staging: staging.base).copy(to: out + place)
                place += featureCount * range.count
            }
            return nil
        } catch { return (place, error) }
    }
}
