internal import DescentAlgebra
internal import DescentSweep

/// Whether a member has something to learn from: found out block by block, mostly in the first.
extension Dataset {
    /// - Throws: `totalWeight` where no sample counts, `singleClass` where a classifier's targets that count are all of one
    ///   class.
    func requireLearnable(_ member: Member, _ neuron: any Neuron, _ folds: Folds?) throws(DescentError) {
        let isClassifier =
            neuron.domain == .unitInterval || neuron.domain == .binary || neuron.domain == .classIndex
        let seen = try seen(member, folds, isEnoughOnce: !isClassifier)
        guard let seen else { throw .totalWeight(0) }
        guard isClassifier, seen.low == seen.high else { return }
        if neuron.domain == .classIndex || seen.low == 0 || seen.low == 1 {
            throw .singleClass(neuron: neuron.name, value: seen.low)
        }
    }

    /// Least and greatest target among the samples that count, as far as it takes to see that they differ. Nil where none
    /// counts.
    @specialized(where Element == Double)
    @specialized(where Element == Float)
    private func seen(
        _ member: Member, _ folds: Folds?, isEnoughOnce: Bool
    ) throws(DescentError) -> (low: Double, high: Double)? {
        let block = 4096, counts = try Buffer<Element>(block)
        var row = 0, oneClass: Element?
        switch member.target {
        case .row(let index): row = index
        case .oneClass(let wanted): oneClass = Element(wanted)
        case .classes: break
        }
        var seen: (low: Double, high: Double)?
        for range in (0..<sampleCount).pieces(of: block) {
            let start = range.lowerBound
            TileRows.fill(member.counts, folds, range, weights: nil, into: counts.base)
            for j in 0..<range.count {
                guard counts[j] > 0, weights.map({ $0[0, start + j] > 0 }) ?? true else { continue }
                if isEnoughOnce { return (0, 0) }
                let target = targets[row, start + j]
                let value = oneClass.map { target == $0 ? 1 : 0 } ?? Double(target)
                let low = min(seen?.low ?? value, value), high = max(seen?.high ?? value, value)
                if low < high { return (low, high) }
                seen = (low, high)
            }
        }
        return seen
    }
}
