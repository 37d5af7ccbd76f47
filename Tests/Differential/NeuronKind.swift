/// The neurons of the test, with losses and derivatives in twice the digits, straight from DESIGN.md §3.
enum NeuronKind: Sendable, Hashable {
    case logistic, poisson, linear, softmax
    case huber(Double)
    case absolute, hinge, relu, sigmoid

    static let classes = 3

    var name: String { if case .huber = self { "huber" } else { "\(self)" } }
    var outputs: Int { self == .softmax ? Self.classes : 1 }

    /// Whether the loss may fall for ever without a penalty although it is convex and bounded.
    var maySeparate: Bool { [.logistic, .poisson, .softmax].contains(self) }
    var isConvex: Bool { self != .relu && self != .sigmoid }
    /// Whether the loss is made of straight lines.
    var hasKinks: Bool { self == .absolute || self == .hinge }
    /// Whether the loss has straight pieces, which tell a method of Newton's nothing.
    var hasStraightPieces: Bool { if case .huber = self { true } else { hasKinks } }
    var hasRealTargets: Bool {
        switch self {
        case .linear, .huber, .absolute, .relu: true
        default: false
        }
    }

    /// Loss, slope and curvature of a score. Of relu and sigmoid the curvature is the Gauss–Newton part, which is never
    /// negative.
    func evaluate(_ z: Twice, _ y: Twice) -> (loss: Twice, slope: Twice, curvature: Twice) {
        switch self {
        case .logistic:
            let p = Twice.sigmoid(z), q = Twice.sigmoid(-z)
            // ŷ − y as (1 − y)ŷ − y(1 − ŷ), which keeps the digits of both ends.
            let slope = (.one - y) * p - y * q
            // softplus(z) − yz = (1 − y) softplus(z) + y softplus(−z), for the same reason.
            return ((.one - y) * .softplus(z) + y * .softplus(-z), slope, p * q)
        case .poisson:
            let e = Twice.exp(z)
            return (e - y * z, e - y, e)
        case .linear:
            let r = z - y
            return ((r * r).scaled(by: 0.5), r, .one)
        case .huber(let delta):
            let r = z - y, d = Twice(delta)
            if r.magnitude <= d { return ((r * r).scaled(by: 0.5), r, .one) }
            let loss = d * (r.magnitude - d.scaled(by: 0.5))
            return (loss, r.high > 0 ? d : -d, .zero)
        case .absolute:
            let r = z - y
            return (r.magnitude, Twice(r.high > 0 ? 1 : r.high < 0 ? -1 : 0), .zero)
        case .hinge:
            let side = y.high == 1 ? 1.0 : -1, margin = Twice.one - z * side
            return margin.high > 0 ? (margin, Twice(-side), .zero) : (.zero, .zero, .zero)
        case .relu:
            let isAlive = z.high > 0, r = (isAlive ? z : .zero) - y
            return ((r * r).scaled(by: 0.5), isAlive ? r : .zero, Twice(isAlive ? 1 : 0))
        case .sigmoid:
            let p = Twice.sigmoid(z), rise = p * Twice.sigmoid(-z), r = p - y
            return ((r * r).scaled(by: 0.5), r * rise, rise * rise)
        case .softmax: preconditionFailure("a softmax has several scores")
        }
    }

    /// Of a softmax: the loss, ŷ, and 1 − ŷ with its own digits.
    static func softmax(_ z: ArraySlice<Twice>, _ label: Int) -> (loss: Twice, p: [Twice], rest: [Twice]) {
        let own = z[z.startIndex + label]
        let differences = z.map { $0 - own }
        let others = differences.indices.filter { $0 != label }
        let largest = differences.reduce(Twice.zero) { $1 > $0 ? $1 : $0 }
        let terms = differences.map { Twice.exp($0 - largest) }
        let sum = terms.reduce(.zero, +)
        let p = terms.map { $0 / sum }
        let rest = p.indices.map { k in p.indices.reduce(Twice.zero) { $1 == k ? $0 : $0 + p[$1] } }
        // ln Σ e^(z_k − z_y): where the label's score is the largest, ln(1 + what the others add).
        let loss =
            largest.high > 0
            ? largest + .log(sum) : .log1p(others.reduce(Twice.zero) { $0 + terms[$1] })
        return (loss, p, rest)
    }

    /// The smallest loss that any score has with this target.
    func saturated(_ y: Twice) -> Twice {
        switch self {
        case .logistic:
            guard y.high > 0, y.high < 1 else { return .zero }
            return -(y * .log(y) + (.one - y) * .log(.one - y))
        case .poisson: return y.high > 0 ? y - y * .log(y) : .zero
        default: return .zero
        }
    }
}
