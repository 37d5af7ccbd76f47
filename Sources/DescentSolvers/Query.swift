/// What a solver wants to know.
package struct Query: Sendable, Hashable {
    /// Where.
    package var point: Parameters
    /// About which samples.
    package var scope: Scope
    /// What beside loss and gradient.
    package var extra: Extra = .nothing

    package init(point: Parameters, scope: Scope, extra: Extra = .nothing) {
        self.point = point
        self.scope = scope
        self.extra = extra
    }

    package enum Scope: Sendable, Hashable {
        case all
        /// The next mini-batch.
        case batch
        /// So many samples from everywhere in the data, always the same ones.
        case sample(Int)
    }

    package enum Extra: Sendable, Hashable {
        case nothing
        /// The Hessian, or its Gauss–Newton part where that may be negative.
        case curvature
        /// The same, of which few digits are needed.
        case roughCurvature
        /// A triangle R of which RᵀR is the curvature, by QR: with digits where the curvature itself has none.
        case triangle
        /// Its product with a direction; no loss and no gradient are asked for.
        case product(along: Parameters)
        /// The weighted mean of x xᵀ over the samples, x with the constant: few digits are needed. Nothing else is asked for.
        case moments
        /// Where the samples have their optimum among the points of a span. Nothing else is asked for.
        case optimum(in: OutputSpan)
    }
}

extension Query {
    mutating func code<Coder: StateCoder>(with coder: inout Coder) throws(Coder.Failure) {
        try coder.numbers(&point.values, "the point")
        // A sample by its size, which is above 0.
        var about: Int
        switch scope {
        case .all: about = 0
        case .batch: about = -1
        case .sample(let count): about = count
        }
        try coder.count(&about, "the number of samples asked", in: -1...Int.max)
        scope = about == 0 ? .all : about < 0 ? .batch : .sample(about)
        var kind = Kind(extra)
        try coder.choice(&kind, "what is asked")
        switch kind {
        case .nothing: extra = .nothing
        case .curvature: extra = .curvature
        case .roughCurvature: extra = .roughCurvature
        case .triangle: extra = .triangle
        case .product:
            var direction = point
            if case .product(let along) = extra { direction = along }
            try coder.numbers(&direction.values, "a direction")
            extra = .product(along: direction)
        case .moments: extra = .moments
        case .optimum:
            var span = OutputSpan(like: point)
            if case .optimum(let known) = extra { span = known }
            try span.code(with: &coder, like: point)
            extra = .optimum(in: span)
        }
    }

    private enum Kind: Int {
        case nothing, curvature, product, roughCurvature, triangle, moments, optimum

        init(_ extra: Extra) {
            switch extra {
            case .nothing: self = .nothing
            case .curvature: self = .curvature
            case .product: self = .product
            case .roughCurvature: self = .roughCurvature
            case .triangle: self = .triangle
            case .moments: self = .moments
            case .optimum: self = .optimum
            }
        }
    }
}
