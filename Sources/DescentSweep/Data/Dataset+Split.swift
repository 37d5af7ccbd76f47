public import DescentAlgebra

extension Dataset {
    /// Two data sets of the same source: a random share of the samples, and the others. Nothing is copied but targets, weights
    /// and offsets.
    ///
    ///     let (validation, training) = try data.split(0.2, seed: 1)
    ///
    /// - Parameters:
    ///   - share: of the samples in the first part, above 0 and below 1; each part has one sample at least.
    ///   - seed: the same seed gives the same parts on every machine.
    ///   - threads: for the surveys; see `ThreadBudget`.
    /// - Throws: `illegalOption` for another share, or a single sample; `totalWeight` where a part has no weight; what the
    ///   surveys throw.
    public func split(
        _ share: Double, seed: UInt64, threads: Int? = nil
    ) throws(DescentError) -> (part: Dataset, rest: Dataset) {
        guard share > 0, share < 1 else {
            throw .illegalOption(name: "the share of a part", value: "\(share)", requirement: "above 0 and below 1")
        }
        guard sampleCount > 1 else {
            throw .illegalOption(name: "the number of samples", value: "1", requirement: "at least 2, to be split")
        }
        let count = min(sampleCount - 1, max(1, Int((share * Double(sampleCount)).rounded())))
        var part: [Int] = [], rest: [Int] = []
        part.reserveCapacity(count)
        rest.reserveCapacity(sampleCount - count)
        // Each sample in turn with the chance that what is still wanted has among those that are left: every choice of so many
        // is as likely as any other, and their order stays.
        var generator = CounterGenerator(seed, 0x5350_4c54, sampleCount, count)
        for sample in 0..<sampleCount {
            let isChosen = Int(generator.next(below: UInt64(sampleCount - sample))) < count - part.count
            if isChosen { part.append(sample) } else { rest.append(sample) }
        }
        return (try choosing(part, threads: threads), try choosing(rest, threads: threads))
    }

    private func choosing(_ places: [Int], threads: Int?) throws(DescentError) -> Dataset {
        let source = ChosenSamples(places, of: source)
        let own = weights.map { weights in places.map { weights[0, $0] } }
        let offsets = try offsets.map { offsets throws(DescentError) in try Self.columns(places, of: offsets) }
        var result: Dataset
        if let classes {
            result = try Dataset(
                source, classes: places.map { Int(targets[0, $0]) }, of: classes, weights: own, offsets: offsets,
                threads: threads, across: ranks)
        } else {
            result = try Dataset(
                source, targets: try Self.columns(places, of: targets), weights: own, offsets: offsets,
                threads: threads, across: ranks)
        }
        result.featureNames = featureNames
        return result
    }

    private static func columns(_ places: [Int], of matrix: Matrix<Element>) throws(DescentError) -> Matrix<Element> {
        let values = (0..<matrix.rows).flatMap { row in places.map { matrix[row, $0] } }
        return try Matrix(rows: matrix.rows, columns: places.count, layout: .featureMajor, values)
    }
}
