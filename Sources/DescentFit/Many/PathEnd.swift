internal import DescentAlgebra
internal import DescentSolvers

/// The ends of a path of penalties, beyond which a better one may lie.
package enum PathEnd: Sendable, Hashable {
    /// The largest strength of those that were tried: a better one may be larger.
    case strongest
    /// The smallest strength of those that were tried: a better one may be smaller, or 0.
    case weakest

    package var word: String { self == .strongest ? "strongest" : "weakest" }

    /// Where a place of a curve is the strongest or the weakest penalty of several.
    static func end(of curve: [Penalty], at index: Int) -> PathEnd? {
        let strengths = curve.map(\.strength), own = strengths[index]
        guard let least = strengths.min(), let most = strengths.max(), least < most else { return nil }
        return own == least ? .weakest : own == most ? .strongest : nil
    }
}

extension PathEnd: CustomStringConvertible {
    package var description: String {
        switch self {
        case .strongest: "the best penalty is the strongest that was tried: a better one may be stronger"
        case .weakest: "the best penalty is the weakest that was tried: a better one may be weaker, or none at all"
        }
    }
}

extension RegularizationPath {
    /// As `PathEnd.end`, but for the strongest penalty of a computed path with an l1 share, where all weights are 0: beyond it they
    /// are too.
    func end(of curve: [Penalty], at index: Int) -> PathEnd? {
        let end = PathEnd.end(of: curve, at: index)
        if case .computed = form, end == .strongest, curve[index].l1 > 0 { return nil }
        return end
    }

    /// Half as many penalties in the same steps beyond an end of a computed curve, from strong to weak; nil where there is nothing
    /// beyond, and for penalties of one's own.
    func further(_ curve: [Penalty], at index: Int) throws(DescentError) -> (end: PathEnd, penalties: [Penalty])? {
        guard case .computed(let sequence) = form, let end = end(of: curve, at: index) else { return nil }
        let first = curve[0].strength, last = curve[curve.count - 1].strength, count = max(1, sequence.count / 2)
        let step = (Math.logarithm(last) - Math.logarithm(first)) / Double(curve.count - 1)
        let edge = end == .weakest ? last : first
        let places = end == .weakest ? Array(1...count) : (1...count).map { -$0 }.reversed()
        var penalties: [Penalty] = []
        for place in places {
            penalties.append(
                try sequence.penalty(edge * Math.exponential(step * Double(place)), mixing: curve[0].mixing))
        }
        return (end, penalties)
    }
}
