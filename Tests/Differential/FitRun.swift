import Descent

/// The library's fit of a problem by one of its solvers: the only file that calls it.
struct FitRun {
    let solver: Choice
    let end: End
    let seconds: Double

    enum Choice: String, CaseIterable, Sendable { case automatic, newton, lbfgs, newtonCG }

    enum End {
        case fit(Result)
        case thrown(String, isHonest: Bool)
    }

    struct Result {
        let outcome: String
        let isAtMinimum: Bool
        let isSeparated: Bool
        /// Per output.
        let weights: [[Double]]
        let bias: [Double]?
        let ulp: Double
        let decrement: Double?
        let isConverged: Bool
        /// Features that warnings name as combinations of others.
        let dependent: Set<Int>
        let isUnderdetermined: Bool
        let warnings: [String]

        /// In a few words.
        var text: String {
            outcome + (dependent.isEmpty ? "" : ", names \(dependent.sorted())")
                + (isUnderdetermined ? ", underdetermined" : "")
        }
    }

    init?(_ problem: RandomProblem, by solver: Choice) throws {
        if solver == .newtonCG, problem.l1 > 0 { return nil }
        self.solver = solver
        let clock = ContinuousClock(), begin = clock.now
        do {
            end =
                problem.isFloat
                ? .fit(try Self.fit(problem, solver, as: Float.self))
                : .fit(try Self.fit(problem, solver, as: Double.self))
        } catch let error as DescentError {
            end = .thrown("\(error)", isHonest: Self.isHonest(error, problem))
        }
        seconds = (clock.now - begin) / .seconds(1)
    }

    /// Data of one class are refused, and numbers of any size may leave the range; all else has an answer.
    private static func isHonest(_ error: DescentError, _ problem: RandomProblem) -> Bool {
        switch error {
        case .singleClass: true
        case .overflow: problem.isExtreme
        default: false
        }
    }

    static func isAtMinimum(_ outcome: Outcome) -> Bool {
        switch outcome {
        case .converged, .localMinimum: true
        default: false
        }
    }

    private static func fit<Element: Scalar>(
        _ problem: RandomProblem, _ choice: Choice, as type: Element.Type
    ) throws -> Result {
        let data = try dataset(problem, as: type)
        let penalty = try Penalty(l1: problem.l1, l2: problem.l2, on: problem.isOnDeviations ? .deviations : .raw)
        func run(_ neuron: some Neuron) throws -> Fit<Element> {
            if choice == .automatic, problem.start == nil {
                return try data.fit(neuron: neuron, penalty: penalty, hasBias: problem.hasBias, threads: 1)
            }
            return switch choice {
            case .automatic: try train(problem, data, neuron, Solver.automatic(penalty: penalty))
            case .newton: try train(problem, data, neuron, Solver.newton(penalty: penalty))
            case .lbfgs: try train(problem, data, neuron, try Solver.lbfgs(penalty: penalty))
            case .newtonCG: try train(problem, data, neuron, try Solver.newtonCG(penalty: penalty))
            }
        }
        return result(try run(try neuron(problem.neuron)), problem)
    }

    private static func train<Element: Scalar>(
        _ problem: RandomProblem, _ data: Dataset<Element>, _ neuron: some Neuron, _ solver: Solver
    ) throws -> Fit<Element> {
        guard let values = problem.start else {
            return try data.fit(neuron: neuron, by: solver, hasBias: problem.hasBias, threads: 1)
        }
        var start = Parameters(features: data.featureCount, hasBias: problem.hasBias)
        start.values = values
        return try Training(
            data, neuron: neuron, by: solver, start: start, hasBias: problem.hasBias, standardised: true, threads: 1
        ).fit()
    }

    private static func dataset<Element: Scalar>(
        _ problem: RandomProblem, as type: Element.Type
    ) throws -> Dataset<Element> {
        func elements(_ values: [Double]) -> [Element] { values.map { Element($0) } }
        let x = try Matrix(
            rows: problem.features.count, columns: problem.samples, layout: .featureMajor,
            problem.features.flatMap(elements))
        let weights = problem.weights.map(elements)
        guard problem.neuron == .softmax else {
            return try Dataset(
                x, targets: elements(problem.targets), weights: weights,
                offsets: problem.offsets.map { elements($0[0]) },
                threads: 1)
        }
        let offsets = try problem.offsets.map {
            try Matrix(rows: $0.count, columns: problem.samples, layout: .featureMajor, $0.flatMap(elements))
        }
        return try Dataset(
            x, classes: problem.targets.map { Int($0) }, of: NeuronKind.classes, weights: weights, offsets: offsets,
            threads: 1)
    }

    private static func neuron(_ kind: NeuronKind) throws -> any Neuron {
        switch kind {
        case .logistic: .logistic
        case .poisson: .poisson
        case .linear: .linear
        case .softmax: try .softmax(classes: NeuronKind.classes)
        case .huber(let delta): try Composed(.identity, .huber(delta: delta))
        case .absolute: try Composed(.identity, .absolute)
        case .hinge: try Composed(.identity, .hinge)
        case .relu: .relu
        case .sigmoid: .sigmoid
        }
    }

    private static func result<Element: Scalar>(_ fit: Fit<Element>, _ problem: RandomProblem) -> Result {
        let weights = fit.layer.weights, report = fit.report
        var dependent: Set<Int> = [], isUnderdetermined = false
        for warning in report.warnings {
            switch warning {
            case .dependent(let dependence): dependent.insert(dependence.feature.index)
            case .underdetermined: isUnderdetermined = true
            default: break
            }
        }
        var isSeparated = false, isConverged = false
        if case .separated = fit.outcome { isSeparated = true }
        if case .converged = fit.outcome { isConverged = true }
        // Of more coefficients than samples it is said how many are set apart; which they are, their weights say.
        if isUnderdetermined {
            dependent.formUnion(
                (0..<weights.rows).filter { j in (0..<weights.columns).allSatisfy { weights[j, $0] == 0 } })
        }
        let name = "\(fit.outcome)".prefix { $0 != "\n" }
        return Result(
            outcome: String(name.prefix(90)), isAtMinimum: isAtMinimum(fit.outcome), isSeparated: isSeparated,
            weights: (0..<weights.columns).map { k in (0..<weights.rows).map { Double(weights[$0, k]) } },
            bias: fit.layer.bias.map { $0.map { Double($0) } }, ulp: Double(Element.ulpOfOne) / 2,
            decrement: report.certificate.newtonDecrement, isConverged: isConverged, dependent: dependent,
            isUnderdetermined: isUnderdetermined, warnings: report.warnings.map { "\($0)" })
    }
}
