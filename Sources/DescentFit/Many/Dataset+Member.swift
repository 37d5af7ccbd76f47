internal import DescentAlgebra
internal import DescentSweep

/// What a member learns from, as data of its own: for what is not asked of all members at once.
extension Dataset {
    /// All that a member of one target predicts.
    ///
    /// - Throws: `mismatch` for several targets.
    func wholeTarget(of neuron: some Neuron) throws(DescentError) -> Member.Target {
        if neuron.coupling != .independent { return .classes }
        guard targets.rows == 1 else { throw .mismatch(.targets, .outputs, expected: 1, found: targets.rows) }
        return .row(0)
    }

    /// Throws where a member does not suit these data and a neuron: `illegalOption`, `mismatch`, `illegalTarget`.
    func requireSuits(_ member: Member, _ neuron: some Neuron, _ folds: Folds?) throws(DescentError) {
        let isCoupled = neuron.coupling != .independent
        switch member.target {
        case .classes:
            guard isCoupled else {
                throw .illegalOption(name: "a member's target", value: "classes", requirement: "with a softmax")
            }
            _ = try outputs(for: neuron)
        case .oneClass(let wanted):
            guard !isCoupled, let classes, (0..<classes).contains(wanted) else {
                throw .illegalOption(
                    name: "a member's target", value: "class \(wanted)",
                    requirement: "a class of class data, with a neuron of one output")
            }
        case .row(let row):
            guard !isCoupled, classes == nil, (0..<targets.rows).contains(row) else {
                throw .illegalOption(
                    name: "a member's target", value: "row \(row)",
                    requirement: "a row of numbers as targets, with a neuron of one output")
            }
            _ = try outputs(for: neuron)
        }
        guard let fold = member.counts.fold else { return }
        guard let folds, (0..<folds.count).contains(fold) else {
            throw .illegalOption(
                name: "a fold", value: "\(fold)", requirement: "one of the folds, which are \(folds?.count ?? 0)")
        }
        guard folds.samples == sampleCount else {
            throw .mismatch(.folds, .samples, expected: sampleCount, found: folds.samples)
        }
    }

    /// The data of a member. `places` are where these samples are in the data that folds and replicates are about.
    ///
    /// One row of targets and one of weights; everything else is shared. `totalWeight` where no sample counts, and
    /// `singleClass`.
    @specialized(where Element == Double)
    @specialized(where Element == Float)
    func derived(
        for member: Member, _ folds: Folds?, at places: [Range<Int>]
    ) throws(DescentError) -> Dataset {
        // As it is; whether any weight counts, their sum below says.
        if member == Member(), weights == nil, classes == nil, targets.rows == 1 { return alone }
        let weights = try self.weights(for: member.counts, folds, at: places)
        let targets = try self.targets(for: member.target)
        var row = 0
        if case .row(let index) = member.target {
            row = index
        } else if case .oneClass(let k) = member.target {
            row = k
        }
        let offsets =
            if let offsets, offsets.rows > 1, member.target != .classes { try Self.row(row, of: offsets) } else {
                offsets
            }
        let (summary, total) = Self.summary(targets, weights)
        let least = Double(Element.leastNormalMagnitude) * Double(sampleCount)
        guard weights == nil || total >= least, total.isFinite else { throw .totalWeight(total) }
        let isCoupled = member.target == .classes
        let survey = Survey(
            features: survey.features, targets: [summary], totalWeight: total,
            classCounts: isCoupled ? survey.classCounts : nil, firstOutside: Survey.TargetFacts())
        var result = Dataset(
            source: source, targets: targets, classes: isCoupled ? classes : nil, weights: weights, offsets: offsets,
            survey: survey)
        result.featureNames = featureNames
        return result
    }

    /// The same, which this rank reads for itself: members are asked side by side, and ranks one after the other.
    private var alone: Dataset {
        guard ranks != nil else { return self }
        var result = Dataset(
            source: source, targets: targets, classes: classes, weights: weights, offsets: offsets, survey: survey)
        result.featureNames = featureNames
        return result
    }

    private func weights(
        for counts: Member.Counts, _ folds: Folds?, at places: [Range<Int>]
    ) throws(DescentError) -> Matrix<Element>? {
        if counts == .all { return weights }
        var result = try Self.emptyRow(sampleCount)
        result.withUnsafeMutablePointer { row in
            var place = 0
            for range in places {
                TileRows.fill(counts, folds, range, weights: nil, into: row + place)
                place += range.count
            }
            guard let weights else { return }
            for sample in 0..<sampleCount { row[sample] *= weights[0, sample] }
        }
        return result
    }

    private func targets(for target: Member.Target) throws(DescentError) -> Matrix<Element> {
        switch target {
        case .classes: return targets
        case .row(let row): return targets.rows == 1 ? targets : try Self.row(row, of: targets)
        case .oneClass(let wanted):
            var result = try Self.row(0, of: targets)
            result.withUnsafeMutablePointer { row in
                TileRows.fill(oneClass: wanted, of: UnsafePointer(row), count: sampleCount, into: row)
            }
            return result
        }
    }

    private static func emptyRow(_ count: Int) throws(DescentError) -> Matrix<Element> {
        try Matrix(rows: 1, columns: count, layout: .featureMajor)
    }

    private static func row(_ row: Int, of matrix: Matrix<Element>) throws(DescentError) -> Matrix<Element> {
        var result = try emptyRow(matrix.columns)
        result.withUnsafeMutablePointer { out in
            for sample in 0..<matrix.columns { out[sample] = matrix[row, sample] }
        }
        return result
    }

    /// Of the targets that count, and the sum of their weights.
    @specialized(where Element == Double)
    @specialized(where Element == Float)
    private static func summary(
        _ targets: Matrix<Element>, _ weights: Matrix<Element>?
    ) -> (FeatureSummary, totalWeight: Double) {
        var total = 0.0, sum = 0.0, low = Double.infinity, high = -Double.infinity
        for sample in 0..<targets.columns {
            let weight = weights.map { Double($0[0, sample]) } ?? 1, value = Double(targets[0, sample])
            guard weight > 0 else { continue }
            total += weight
            sum += weight * value
            low = min(low, value)
            high = max(high, value)
        }
        let mean = total > 0 ? sum / total : 0
        var squares = 0.0
        for sample in 0..<targets.columns {
            let weight = weights.map { Double($0[0, sample]) } ?? 1, value = Double(targets[0, sample])
            squares += weight * (value - mean) * (value - mean)
        }
        let deviation = low < high && total > 0 ? (squares / total).squareRoot() : 0
        return (
            FeatureSummary(mean: low == high ? low : mean, standardDeviation: deviation, minimum: low, maximum: high),
            total
        )
    }
}
