/// Everything that changes during a fit.
package struct SolverState: Sendable, Hashable {
    package var query: Query
    /// How the solver ended by its own account, or nil. What that is worth the audit decides.
    package var claim: Claim?
    /// Steps taken so far.
    package var steps = 0
    /// Of the last answer: the penalised risk of what it was about, and the norm of its gradient.
    package var loss = Double.nan
    package var gradientNorm = Double.nan
    /// η of the last step.
    package var rate = Double.nan
    let occasion: Occasion
    package var memory: SolverMemory
}

/// What a solver remembers, each its own.
package enum SolverMemory: Sendable, Hashable {
    case descent(DescentMemory)
    case newton(Walk)
    case lbfgs(Walk, LBFGSMemory)
    case newtonCG(Walk, ConjugateMemory)
    /// With the solver, for the time of one answer: so that what it changes is its own and need not be copied.
    case taken

    /// Of methods that go from point to point by line searches.
    package var walk: Walk? {
        switch self {
        case .newton(let walk), .lbfgs(let walk, _), .newtonCG(let walk, _): walk
        case .descent, .taken: nil
        }
    }

    /// Numbers that grow with the parameters.
    var numbers: Int {
        switch self {
        case .descent(let memory): memory.rule.count + memory.before.count
        case .newton(let walk): walk.numbers
        case .lbfgs(let walk, let memory): walk.numbers + memory.numbers
        case .newtonCG(let walk, let memory): walk.numbers + memory.numbers
        case .taken: 0
        }
    }
}

extension SolverState {
    /// Names all values for whoever writes or reads them; reading, into the state of a fit by the same solver that begins.
    package mutating func code<Coder: StateCoder>(with coder: inout Coder) throws(Coder.Failure) {
        try coder.count(&steps, "the number of steps", in: 0...Int.max / 2)
        for place in [\SolverState.loss, \.gradientNorm, \.rate] {
            try coder.number(&self[keyPath: place], "a number of the last step") { _ in true }
        }
        try query.code(with: &coder)
        switch memory {
        case .descent(var own):
            memory = .taken
            try own.code(with: &coder)
            memory = .descent(own)
        case .newton(var walk):
            memory = .taken
            try walk.code(with: &coder)
            try coder.require(query.extra == (walk.isTriangle ? .triangle : .curvature), "newton asks for curvatures")
            memory = .newton(walk)
        case .lbfgs(var walk, var own):
            memory = .taken
            try walk.code(with: &coder)
            try own.code(with: &coder, walk, like: query.point)
            try coder.require(own.phase.asks(query), "what it asks is not what lbfgs waits for")
            memory = .lbfgs(walk, own)
        case .newtonCG(var walk, var own):
            memory = .taken
            try walk.code(with: &coder)
            try own.code(with: &coder)
            let asksProduct = if case .product = query.extra { true } else { false }
            try coder.require(own.isSolving == asksProduct, "what it asks is not what newton-cg waits for")
            memory = .newtonCG(walk, own)
        case .taken: break
        }
    }
}
