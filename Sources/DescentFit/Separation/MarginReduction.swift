internal import DescentAlgebra
internal import DescentSweep

/// One pass over the data: how many conditions a direction satisfies strictly, how many can only be equal, and the
/// conditions that it violates most.
///
/// Scores are products of the BLAS. Where one is so near to 0 that rounding might matter, the sample is looked at again
/// in scaled coordinates.
struct MarginReduction<Element: Scalar>: Reduction {
    let query: MarginQuery<Element>
    /// The row of targets.
    let output: Int
    /// Where set, one byte per sample: 1 where all conditions are satisfied strictly, 2 where some are equal.
    var marks: Buffer<UInt8>?

    typealias Field = MarginField
    typealias Entry = MarginEntry

    var features: Int { query.coordinates.features }
    /// The violated conditions that a pass brings back: a few times as many as there are unknowns, within 256 KB.
    static func slots(features: Int) -> Int { max(4, min(64, (32 << 10) / (features + Entry.count))) }
    var slots: Int { Self.slots(features: features) }
    var slotCount: Int { Entry.count + features }
    var partialCount: Int { Field.count + slots * slotCount }

    final class Workspace {
        let scores: Buffer<Element>
        let x: Buffer<Double>
        let scaled: Buffer<Double>
        let vector: Buffer<Double>
        let scratch: Buffer<Double>
        let slot: Buffer<Double>
        let tileSamples: Int

        init(tileSamples: Int, coordinates: RecessionCoordinates, slotCount: Int) throws(DescentError) {
            self.tileSamples = tileSamples
            scores = try Buffer(tileSamples * coordinates.blocks)
            x = try Buffer(coordinates.features)
            scaled = try Buffer(coordinates.features + 1)
            vector = try Buffer(coordinates.dimension)
            scratch = try Buffer(coordinates.dimension)
            slot = try Buffer(slotCount)
        }
    }

    func makeWorkspace(_ plan: Plan) throws(DescentError) -> Workspace {
        try Workspace(tileSamples: plan.tileSamples, coordinates: query.coordinates, slotCount: slotCount)
    }

    @specialized(where Element == Double)
    @specialized(where Element == Float)
    func absorb(
        _ tile: Tile<Element>, into partial: UnsafeMutablePointer<Double>, using workspace: Workspace
    ) throws(DescentError) {
        let count = tile.count, blocks = query.coordinates.blocks, stride = workspace.tileSamples
        let scores = workspace.scores.base, isScored = query.doubt.isFinite, kind = query.kind
        // Without a direction any conditions that are open will do.
        if !isScored && query.isZero && marks == nil && Int(partial[Field.kept.rawValue]) == slots { return }
        if isScored {
            scores.update(repeating: 0, count: stride * blocks)
            tile.block.addScores(query.weights.base, outputs: blocks, to: scores, stride: stride)
        }
        if kind.conditions == 1 && isScored {
            absorbClear(tile, into: partial, using: workspace)
        } else {
            for j in 0..<count where tile.weights.map({ $0[j] != 0 }) ?? true {
                absorb(j, of: tile, into: partial, using: workspace)
            }
        }
    }

    /// Samples of one condition each, most of which a comparison settles.
    @inline(__always) private func absorbClear(
        _ tile: Tile<Element>, into partial: UnsafeMutablePointer<Double>, using workspace: Workspace
    ) {
        let scores = workspace.scores.base, doubt = query.doubt, bias = query.biases[0]
        let marks = marks?.base, isOfCounts = query.kind == .counts
        let targets = tile.targets + output * tile.targetsStride
        var strict = 0.0, violated = 0.0
        for j in 0..<tile.count {
            if let weights = tile.weights, weights[j] == 0 { continue }
            let target = targets[j], score = Double(scores[j]) + bias
            let margin = target == 0 ? -score : score
            let isInequality = target == 0 || (target == 1 && !isOfCounts)
            if isInequality && margin > doubt {
                strict += 1
                if let marks { marks[tile.range.lowerBound + j] = 1 }
            } else if isInequality && margin < -doubt && marks == nil && !isWorse(margin, than: partial) {
                violated += 1
            } else {
                absorb(j, of: tile, into: partial, using: workspace)
            }
        }
        partial[Field.strict.rawValue] += strict
        partial[Field.violated.rawValue] += violated
    }

    /// Any sample.
    private func absorb(
        _ j: Int, of tile: Tile<Element>, into partial: UnsafeMutablePointer<Double>, using workspace: Workspace
    ) {
        let stride = workspace.tileSamples, scores = workspace.scores.base
        let doubt = query.doubt, isScored = doubt.isFinite, kind = query.kind, biases = query.biases
        let target = Double(tile.targets[output * tile.targetsStride + j])
        var isRead = false, isEqual = false
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
            case .strict: partial[Field.strict.rawValue] += 1
            case .equal:
                partial[Field.equal.rawValue] += 1
                isEqual = true
            case .open, .violated:
                if verdict == .violated { partial[Field.violated.rawValue] += 1 }
                let key = verdict == .open ? 0 : condition.isEquality ? -margin.magnitude : min(margin, 0)
                guard isWorse(key, than: partial) else { continue }
                if !isRead { read(tile.block, j, workspace) }
                isRead = true
                keep(key, tile.range.lowerBound + j, condition, workspace, in: partial)
            }
        }
        marks?[tile.range.lowerBound + j] = isEqual ? 2 : 1
    }

    var isSum: Bool { false }

    func merge(_ partial: UnsafeMutablePointer<Double>, with next: UnsafePointer<Double>) {
        for field in [Field.strict, .equal, .violated] { partial[field.rawValue] += next[field.rawValue] }
        for number in 0..<Int(next[Field.kept.rawValue]) {
            insert(next + Field.count + number * slotCount, in: partial)
        }
    }

    /// The conditions that a pass kept, the most violated first.
    func rows(of partial: UnsafePointer<Double>) -> [RecessionRow] {
        let slots = (0..<Int(partial[Field.kept.rawValue])).map { partial + Field.count + $0 * slotCount }
        return slots.sorted { precedes($0, $1) }.map { slot in
            func entry(_ entry: Entry) -> Int { Int(slot[entry.rawValue]) }
            return RecessionRow(
                sample: entry(.sample),
                condition: Recession.Condition(
                    plus: entry(.plus), minus: entry(.minus), isEquality: entry(.isEquality) == 1),
                x: Array(UnsafeBufferPointer(start: slot + Entry.count, count: features)))
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
        _ condition: Recession.Condition, _ workspace: Workspace, hasViolations: Bool
    ) -> (Verdict, margin: Double) {
        let size = length(condition, workspace), margin = product(condition, workspace)
        if margin.magnitude > query.tolerance * size {
            return (margin < 0 || condition.isEquality ? .violated : .strict, margin)
        }
        // Where something is violated the next pass has another direction; what is open can wait for that one.
        if hasViolations { return (.equal, margin) }
        guard size > 0, isMovable(size, condition, workspace) else { return (.equal, margin) }
        return (margin > query.rounding * size && !condition.isEquality ? .strict : .open, margin)
    }

    /// Whether a vector is outside the subspace that all directions are orthogonal to.
    private func isMovable(_ size: Double, _ condition: Recession.Condition, _ workspace: Workspace) -> Bool {
        if query.fixedCount == 0 && query.frame == nil { return true }
        let width = query.coordinates.width, vector = workspace.vector.base
        vector.update(repeating: 0, count: query.coordinates.dimension)
        for (block, sign) in [(condition.plus, 1.0), (condition.minus, -1.0)] where block >= 0 {
            for i in 0..<width { vector[block * width + i] = sign * workspace.scaled[i] }
        }
        return query.lengthLeft(of: vector, scratch: workspace.scratch.base) > query.tolerance * size
    }

    private func length(_ condition: Recession.Condition, _ workspace: Workspace) -> Double {
        let square = Double.dot(query.coordinates.width, workspace.scaled.base, workspace.scaled.base)
        return (condition.plus >= 0 && condition.minus >= 0 ? 2 * square : square).squareRoot()
    }

    /// The product of a condition's vector with the direction.
    private func product(_ condition: Recession.Condition, _ workspace: Workspace) -> Double {
        let width = query.coordinates.width
        func score(_ block: Int) -> Double {
            block < 0 ? 0 : Double.dot(width, query.direction.base + block * width, workspace.scaled.base)
        }
        return score(condition.plus) - score(condition.minus)
    }

    private func read(_ block: SampleBlock<Element>, _ j: Int, _ workspace: Workspace) {
        let (sample, feature) = block.layout == .sampleMajor ? (block.stride, 1) : (1, block.stride)
        for i in 0..<features { workspace.x[i] = Double(block.base[j * sample + i * feature]) }
        query.coordinates.write(workspace.x.base, to: workspace.scaled.base)
    }
}
