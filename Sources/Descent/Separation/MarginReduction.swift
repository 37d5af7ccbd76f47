internal import DescentAlgebra

/// One pass over the data: how many conditions a direction satisfies strictly, how many can only be equal, and the
/// conditions that it violates most.
///
/// Scores are products of the BLAS. Where one is so near to 0 that rounding might matter, the sample is looked at again
/// in scaled coordinates.
struct MarginReduction<Element: Scalar>: Reduction {
    let query: MarginQuery<Element>
    /// The row of targets.
    let output: Int
    /// Where set, one byte per sample: 1 where a condition is satisfied strictly, 2 where all that count are equal.
    var marks: Buffer<UInt8>?

    enum Field: Int, CaseIterable { case strict, equal, violated, kept }
    enum Entry: Int, CaseIterable { case key, sample, plus, minus, isEquality }

    var features: Int { query.coordinates.features }
    /// The violated conditions that a pass brings back: a few times as many as there are unknowns, within 256 KB.
    static func slots(features: Int) -> Int { max(4, min(64, (32 << 10) / (features + Entry.allCases.count))) }
    var slots: Int { Self.slots(features: features) }
    private var slotCount: Int { Entry.allCases.count + features }
    var partialCount: Int { Field.allCases.count + slots * slotCount }

    final class Workspace {
        let scores: Buffer<Element>
        let x: Buffer<Double>
        let scaled: Buffer<Double>
        let slot: Buffer<Double>
        let tileSamples: Int

        init(tileSamples: Int, features: Int, blocks: Int, slotCount: Int) throws(DescentError) {
            self.tileSamples = tileSamples
            scores = try Buffer(tileSamples * blocks)
            x = try Buffer(features)
            scaled = try Buffer(features + 1)
            slot = try Buffer(slotCount)
        }
    }

    func makeWorkspace(_ plan: Plan) throws(DescentError) -> Workspace {
        try Workspace(
            tileSamples: plan.tileSamples, features: features, blocks: query.coordinates.blocks, slotCount: slotCount)
    }

    @specialized(where Element == Double)
    @specialized(where Element == Float)
    func absorb(
        _ tile: Tile<Element>, into partial: UnsafeMutablePointer<Double>, using workspace: Workspace
    ) throws(DescentError) {
        let count = tile.count, blocks = query.coordinates.blocks, stride = workspace.tileSamples
        let scores = workspace.scores.base
        let doubt = query.doubt, isScored = doubt.isFinite
        let kind = query.kind, biases = query.biases
        if isScored {
            scores.update(repeating: 0, count: stride * blocks)
            tile.block.addScores(query.weights.base, outputs: blocks, to: scores, stride: stride)
        }
        for j in 0..<count {
            if let weights = tile.weights, weights[j] == 0 { continue }
            let target = Double(tile.targets[output * tile.targetsStride + j])
            var isRead = false, isStrict = false
            for number in 0..<kind.conditions {
                let condition = kind.condition(number, target: target)
                func score(_ block: Int) -> Double {
                    block < 0 ? 0 : Double(scores[block * stride + j]) + biases[block]
                }
                var margin = isScored ? score(condition.plus) - score(condition.minus) : 0
                var verdict = Verdict.strict
                // Also where the margin is not a number.
                if !(margin.magnitude > doubt) {
                    if !isRead { read(tile.block, j, workspace) }
                    isRead = true
                    (verdict, margin) = judge(condition, workspace, hasViolations: partial[Field.violated.rawValue] > 0)
                } else if condition.isEquality || margin < 0 {
                    verdict = .violated
                }
                switch verdict {
                case .strict:
                    partial[Field.strict.rawValue] += 1
                    isStrict = true
                case .equal: partial[Field.equal.rawValue] += 1
                case .open, .violated:
                    if verdict == .violated { partial[Field.violated.rawValue] += 1 }
                    let key = verdict == .open ? 0 : condition.isEquality ? -margin.magnitude : min(margin, 0)
                    guard isWorse(key, than: partial) else { continue }
                    if !isRead { read(tile.block, j, workspace) }
                    isRead = true
                    keep(key, tile.range.lowerBound + j, condition, workspace, in: partial)
                }
            }
            marks?[tile.range.lowerBound + j] = isStrict ? 1 : 2
        }
    }

    func merge(_ partial: UnsafeMutablePointer<Double>, with next: UnsafePointer<Double>) {
        for field in [Field.strict, .equal, .violated] { partial[field.rawValue] += next[field.rawValue] }
        for number in 0..<Int(next[Field.kept.rawValue]) {
            let slot = next + Field.allCases.count + number * slotCount
            if isWorse(slot[0], than: partial) { insert(slot, in: partial) }
        }
    }

    /// The conditions that a pass kept, the most violated first.
    func rows(of partial: UnsafePointer<Double>) -> [RecessionRow] {
        (0..<Int(partial[Field.kept.rawValue])).map { number in
            let slot = partial + Field.allCases.count + number * slotCount
            func entry(_ entry: Entry) -> Int { Int(slot[entry.rawValue]) }
            return RecessionRow(
                sample: entry(.sample),
                condition: RecessionKind.Condition(
                    plus: entry(.plus), minus: entry(.minus), isEquality: entry(.isEquality) == 1),
                x: Array(UnsafeBufferPointer(start: slot + Entry.allCases.count, count: features)))
        }
    }

    private enum Verdict {
        case strict
        /// Equal in every direction that is left.
        case equal
        /// 0 here, but not in every direction that is left.
        case open
        case violated
    }

    /// A margin near 0, by products in Double of scaled coordinates.
    private func judge(
        _ condition: RecessionKind.Condition, _ workspace: Workspace, hasViolations: Bool
    ) -> (Verdict, margin: Double) {
        let size = length(condition, workspace), margin = product(query.direction, condition, workspace)
        if margin.magnitude > query.tolerance * size {
            return (margin < 0 || condition.isEquality ? .violated : .strict, margin)
        }
        // Where something is violated the next pass has another direction; what is open can wait for that one.
        if hasViolations { return (.equal, margin) }
        guard size > 0, isMovable(size, condition, workspace) else { return (.equal, margin) }
        return (margin > query.rounding * size && !condition.isEquality ? .strict : .open, margin)
    }

    /// Whether a vector is outside the subspace that all directions are orthogonal to.
    private func isMovable(_ size: Double, _ condition: RecessionKind.Condition, _ workspace: Workspace) -> Bool {
        if query.fixed.isEmpty { return true }
        if query.fixed.count == query.coordinates.dimension { return false }
        let width = query.coordinates.width
        var rest = [Double](repeating: 0, count: query.coordinates.dimension)
        for (block, sign) in [(condition.plus, 1.0), (condition.minus, -1.0)] where block >= 0 {
            for i in 0..<width { rest[block * width + i] = sign * workspace.scaled[i] }
        }
        for direction in query.fixed {
            var share = 0.0
            for i in rest.indices { share += direction[i] * rest[i] }
            for i in rest.indices { rest[i] -= share * direction[i] }
        }
        var square = 0.0
        for value in rest { square += value * value }
        return square.squareRoot() > query.tolerance * size
    }

    private func length(_ condition: RecessionKind.Condition, _ workspace: Workspace) -> Double {
        var square = 0.0
        for i in 0..<query.coordinates.width { square += workspace.scaled[i] * workspace.scaled[i] }
        return (condition.plus >= 0 && condition.minus >= 0 ? 2 * square : square).squareRoot()
    }

    private func product(
        _ direction: [Double], _ condition: RecessionKind.Condition, _ workspace: Workspace
    ) -> Double {
        let width = query.coordinates.width
        func score(_ block: Int) -> Double {
            guard block >= 0 else { return 0 }
            var sum = 0.0
            for i in 0..<width { sum += direction[block * width + i] * workspace.scaled[i] }
            return sum
        }
        return score(condition.plus) - score(condition.minus)
    }

    private func read(_ block: SampleBlock<Element>, _ j: Int, _ workspace: Workspace) {
        let (sample, feature) = block.layout == .sampleMajor ? (block.stride, 1) : (1, block.stride)
        for i in 0..<features { workspace.x[i] = Double(block.base[j * sample + i * feature]) }
        query.coordinates.write(workspace.x.base, to: workspace.scaled.base)
    }

    private func isWorse(_ key: Double, than partial: UnsafePointer<Double>) -> Bool {
        let kept = Int(partial[Field.kept.rawValue])
        return kept < slots || key < partial[Field.allCases.count + (kept - 1) * slotCount]
    }

    private func keep(
        _ key: Double, _ sample: Int, _ condition: RecessionKind.Condition, _ workspace: Workspace,
        in partial: UnsafeMutablePointer<Double>
    ) {
        let slot = workspace.slot.base
        slot[Entry.key.rawValue] = key
        slot[Entry.sample.rawValue] = Double(sample)
        slot[Entry.plus.rawValue] = Double(condition.plus)
        slot[Entry.minus.rawValue] = Double(condition.minus)
        slot[Entry.isEquality.rawValue] = condition.isEquality ? 1 : 0
        (slot + Entry.allCases.count).update(from: workspace.x.base, count: features)
        insert(slot, in: partial)
    }

    /// After all that are as bad, so that the first of equals is kept.
    private func insert(_ slot: UnsafePointer<Double>, in partial: UnsafeMutablePointer<Double>) {
        let first = partial + Field.allCases.count
        let kept = Int(partial[Field.kept.rawValue])
        var place = min(kept, slots - 1)
        while place > 0, first[(place - 1) * slotCount] > slot[0] {
            (first + place * slotCount).update(from: first + (place - 1) * slotCount, count: slotCount)
            place -= 1
        }
        (first + place * slotCount).update(from: slot, count: slotCount)
        partial[Field.kept.rawValue] = Double(min(kept + 1, slots))
    }
}
