internal import DescentAlgebra
internal import DescentSolvers
internal import DescentSweep

/// In many dimensions a fit finds a direction that separates, or the place where nothing does, in far fewer operations
/// than the working set. What it finds is verified, or proved, apart from it; where it finds nothing the working set
/// decides.
extension SeparationSearch {
    /// What a fit has shown.
    enum Finding {
        case decided(Answer)
        /// A direction to go on with, in the frame if there is one now.
        case direction([DoubleDouble])
    }

    /// Coordinates from which on a fit comes first. Below, the working set is as fast: 20 × 100 000 in 0.03 to 0.17 s.
    static var fewestForFit: Int { 64 }
    /// Beyond, the square of the number of coordinates is no longer memory to spare.
    static var mostForFit: Int { 8192 }
    /// Answers to a fit's queries.
    static var longestFit: Int { 500 }
    /// Of those, after how many the fit is over where its gradient does not get smaller.
    static var patience: Int { 50 }
    /// Norms of the gradient at which a face is looked for, which is dear.
    static var gradientNorms: [Double] { [1e-6, 1e-9, 1e-12] }
    /// Answers before the first look at a direction; then after twice as many each time.
    static var firstLook: Int { 8 }

    /// Nil where a fit does not apply.
    func fit(from suspect: Parameters?) throws(DescentError) -> Finding? {
        guard (1...Self.mostForFit).contains(coordinates.dimension) else { return nil }
        let sweep =
            if case .classes(let count) = kind, count > 2 {
                try Sweep(
                    data.with(targets: data.targets, survey: data.survey), neuron: .softmax(classes: count),
                    hasBias: coordinates.hasBias, standardised: true, threads: threads)
            } else {
                try Sweep(
                    classified(), neuron: .logistic, hasBias: coordinates.hasBias, standardised: true, threads: threads)
            }
        var faces = FaceSearch<Element>(
            coordinates: coordinates, kind: kind, output: output, tolerance: tolerance, data: data,
            grant: grant)
        defer { passes += faces.passes + Int(sweep.reads.rounded(.up)) }
        let stopping = try Stopping(gradientNorm: nil, iterations: Self.longestFit)
        var run = try FitLoop(Automatic(stopping: stopping), setting(sweep, suspect))
        let source = ObservedSweep(sweep)
        var evaluation = Evaluation(shape: sweep.zero), nextLook = Self.firstLook, norms = Self.gradientNorms[...]
        var least = Double.infinity, improved = 0, direction: [DoubleDouble]?
        for number in 1...Self.longestFit {
            let isOfAll = run.state.query.scope == .all, place = run.point
            let point = sweep.standardisation!.original(place)
            do { try run.turn(source) } catch {
                guard error.isOfRange else { throw error }
                run.end(.stalled)
            }
            let norm = source.takeNorm(),
                isOver = !run.isUnderWay || number == Self.longestFit || number > improved + Self.patience
            guard isOfAll, let norm else {
                if isOver { break }
                continue
            }
            if norm < least / 2 { (least, improved) = (norm, number) }
            let isSmall = norms.first.map { norm <= $0 } ?? false
            guard isSmall || isOver || number >= nextLook else { continue }
            if number >= nextLook { nextLook *= 2 }
            let values = coordinates.direction(point)
            guard let candidate = scaled(values) else { break }
            direction = candidate
            if let answer = try verify(candidate) { return .decided(answer) }
            guard isSmall || isOver else { continue }
            norms = norms.drop { norm <= $0 }
            let frame =
                if kind.blocks > 1 { try wholeFace(sweep, at: place, &evaluation) } else { try faces.frame(at: values) }
            if let frame {
                adopt(frame)
                if frame.count == 0 { return .decided(.decided(direction: [], strict: 0, equal: data.sampleCount)) }
                return .direction(frame.project(candidate))
            }
            if isOver { break }
        }
        return direction.map { .direction($0) }
    }

    private func setting(_ sweep: Sweep<Element>, _ suspect: Parameters?) throws(DescentError) -> Setting {
        var start = sweep.zero
        // A suspect is a place to start only where the loss is less than at 0.
        if let suspect, case let other = sweep.standardisation!.standardised(suspect),
            other.values.allSatisfy({ $0.isFinite }), let loss = try? sweep.loss(at: other),
            try loss < sweep.loss(at: start)
        {
            start = other
        }
        return sweep.setting(from: start, occasion: .allData)
    }

    /// The data with one row of targets that says which conditions there are: 0 and 1, and ½ for equalities.
    private func classified() throws(DescentError) -> Dataset<Element> {
        let isOfCounts = kind == .counts
        let values = (0..<data.sampleCount).map { sample -> Element in
            let target = data.targets[output, sample]
            return target == 0 ? 0 : target == 1 && !isOfCounts ? 1 : 0.5
        }
        let targets = try Matrix(rows: 1, columns: values.count, layout: .featureMajor, values)
        let survey = Survey(
            features: data.survey.features, targets: [data.survey.targets[output]],
            totalWeight: data.survey.totalWeight, classCounts: nil, firstOutside: Survey.TargetFacts())
        return data.with(targets: targets, survey: survey)
    }

    /// The frame of no vectors where several classes are proved to overlap.
    private func wholeFace(
        _ sweep: Sweep<Element>, at point: Parameters, _ evaluation: inout Evaluation
    ) throws(DescentError) -> Frame? {
        let none = Frame(dimension: coordinates.dimension, count: 0, values: [])
        // Sums of products in Float are not near enough.
        guard coordinates.dimension <= FaceSystem.mostForClasses, Element.self == Double.self else { return nil }
        let system = try FaceSystem(sweep, at: point, evaluation: &evaluation)
        evaluation.curvature = nil
        return system.proves(frame: none, tolerance: tolerance) ? none : nil
    }
}

extension Dataset {
    /// The same samples with other targets, without offsets.
    fileprivate func with(targets: Matrix<Element>, survey: Survey) -> Dataset {
        func make(_ source: some SampleSource<Element>) -> Dataset {
            Dataset(
                source: source, targets: targets, classes: targets.rows == 1 ? survey.classCounts?.count : nil,
                weights: weights, offsets: nil, survey: survey, ranks: ranks)
        }
        return make(source)
    }
}

/// A sweep that tells whoever drives how steep the risk was where it was asked last.
private final class ObservedSweep<Element: Scalar>: Answering {
    private let sweep: Sweep<Element>
    private var norm: Double?

    init(_ sweep: Sweep<Element>) { self.sweep = sweep }

    func answer(_ query: Query, step: Int, into evaluation: inout Evaluation) throws(DescentError) {
        norm = nil
        try sweep.answer(query, into: &evaluation)
        if case .product = query.extra { return }
        norm = evaluation.gradient.values.reduce(0) { $0 + $1 * $1 }.squareRoot()
    }

    /// The norm of the gradient in the last answer; nil where there was none.
    func takeNorm() -> Double? {
        defer { norm = nil }
        return norm
    }
}
