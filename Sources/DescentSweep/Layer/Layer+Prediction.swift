public import DescentAlgebra

/// Predictions: probabilities for logistic, sigmoid and softmax neurons, values for the others, and classes for those
/// that decide. Decisions are made on the score: class 1 is z ≥ 0.
///
/// One sample needs no BLAS: its scores are sums in Double of Descent's own. They agree with those of a matrix to rounding,
/// not to the bit. For 28 features (logistic, Double, Cascade Lake) a prediction takes 60 ns and a class 37; with `ddot`,
/// and the closures over memory that stay generic, 195 and 155.
extension Layer {
    /// ŷ for every sample: outputs × samples, where an output's predictions are contiguous.
    ///
    /// - Throws: `mismatch` for another number of features, `algebra` for sizes beyond BLAS's 32-bit integers.
    public func predict(_ X: Matrix<Element>) throws(DescentError) -> Matrix<Element> {
        var predictions = try forward(X)
        let stride = predictions.stride
        predictions.withUnsafeMutablePointer { activate($0, count: X.columns, stride: stride) }
        return predictions
    }

    /// The same into the caller's memory, output after output: exactly outputs × samples values, else `mismatch`.
    public func predict(
        _ X: Matrix<Element>, into predictions: inout MutableSpan<Element>
    ) throws(DescentError) {
        try requireFeatures(X.rows)
        try BLAS.prepare()
        try X.requireBLASSizes()
        try require(predictions.count, equals: outputCount * X.columns)
        predictions.withUnsafeMutableBufferPointer { buffer in
            guard let scores = buffer.baseAddress else { return }
            setScores(X, scores, stride: X.columns)
            activate(scores, count: X.columns, stride: X.columns)
        }
    }

    /// ŷ of one sample, for a layer of one output. Allocates nothing.
    ///
    ///     let p = try layer.predict(X.column(7))
    ///
    /// - Parameter requiringFinite: whether a feature that is NaN or infinite is an error. Default false: it makes a prediction that is
    ///   none either.
    /// - Throws: `mismatch` for another number of features, or for a layer of several outputs; `nonFinite` where that is asked for.
    @specialized(where Element == Double)
    @specialized(where Element == Float)
    public func predict(_ sample: Span<Element>, requiringFinite: Bool = false) throws(DescentError) -> Element {
        try requireSingleOutput()
        return try predictOne(sample, requiringFinite)
    }

    /// The same of an array.
    @specialized(where Element == Double)
    @specialized(where Element == Float)
    public func predict(_ sample: [Element], requiringFinite: Bool = false) throws(DescentError) -> Element {
        try requireSingleOutput()
        return try predictOne(sample.span, requiringFinite)
    }

    // Apart, because even a call that goes to the specialised code begins with what the generic code needs for its own
    // variables.
    private func predictOne(_ sample: Span<Element>, _ requiringFinite: Bool) throws(DescentError) -> Element {
        try requireFeatures(sample.count)
        if requiringFinite { try requireFinite(sample) }
        var prediction: Element = 0
        sample.withUnsafeBufferPointer { setScores($0.baseAddress!, &prediction) }
        activate(&prediction, count: 1, stride: 1)
        return prediction
    }

    /// ŷ of one sample into the caller's memory, one value per output. Allocates nothing.
    ///
    /// Agrees with the prediction of a matrix to rounding, not to the bit.
    @specialized(where Element == Double)
    @specialized(where Element == Float)
    public func predict(
        _ sample: Span<Element>, into predictions: inout MutableSpan<Element>, requiringFinite: Bool = false
    ) throws(DescentError) {
        try requireFeatures(sample.count)
        try require(predictions.count, equals: outputCount)
        if requiringFinite { try requireFinite(sample) }
        predictions.withUnsafeMutableBufferPointer { scores in
            sample.withUnsafeBufferPointer { setScores($0.baseAddress!, scores.baseAddress!) }
            activate(scores.baseAddress!, count: 1, stride: 1)
        }
    }

    private func requireFinite(_ sample: Span<Element>) throws(DescentError) {
        let isFinite = sample.withUnsafeBufferPointer { TileKernels.allFinite(sample.count, $0.baseAddress!) }
        if isFinite { return }
        let places = sample.indices.filter { !sample[$0].isFinite }
        throw .nonFinite(
            .input, sample: 0, component: places[0], value: Double(sample[places[0]]), count: places.count)
    }

    /// The class of every sample: 0 or 1 by the sign of the score, or the output with the largest score.
    ///
    /// - Throws: `notAClassifier`; `mismatch` for another number of features and for several independent outputs;
    ///   `nonFinite` where a score is not a number.
    public func classes(_ X: Matrix<Element>) throws(DescentError) -> [Int] {
        guard let decision = neuron.decision else { throw .notAClassifier(neuron: neuron.name) }
        if decision == .threshold { try requireSingleOutput() }
        return try classes(X, by: decision)
    }

    package func classes(_ X: Matrix<Element>, by decision: Decision) throws(DescentError) -> [Int] {
        try classes(of: try forward(X), by: decision)
    }

    func classes(of Z: Matrix<Element>, by decision: Decision) throws(DescentError) -> [Int] {
        var classes = [Int](repeating: 0, count: Z.columns)
        let unordered = Z.withUnsafePointer { z in
            classes.indices.first { sample in
                guard let best = decide(decision, z + sample, stride: Z.stride) else { return true }
                classes[sample] = best
                return false
            }
        }
        if let unordered { throw .nonFinite(.scores, sample: unordered, component: 0, value: .nan, count: 1) }
        return classes
    }

    /// The class of one sample. Allocates nothing for up to 64 outputs. Throws as `classes(_:)`, and `nonFinite` for a feature that is
    /// NaN or infinite where that is asked for: an infinite one may well decide.
    @specialized(where Element == Double)
    @specialized(where Element == Float)
    public func classify(_ sample: Span<Element>, requiringFinite: Bool = false) throws(DescentError) -> Int {
        guard let decision = neuron.decision else { throw .notAClassifier(neuron: neuron.name) }
        if decision == .threshold { try requireSingleOutput() }
        try requireFeatures(sample.count)
        if requiringFinite { try requireFinite(sample) }
        let best = sample.withUnsafeBufferPointer { x in
            withUnsafeTemporaryAllocation(of: Element.self, capacity: outputCount) { scores in
                setScores(x.baseAddress!, scores.baseAddress!)
                return decide(decision, scores.baseAddress!, stride: 1)
            }
        }
        guard let best else { throw .nonFinite(.scores, sample: 0, component: 0, value: .nan, count: 1) }
        return best
    }

    /// The same of an array.
    public func classify(_ sample: [Element], requiringFinite: Bool = false) throws(DescentError) -> Int {
        try classify(sample.span, requiringFinite: requiringFinite)
    }

    /// The scores of one sample, one product of vectors each.
    private func setScores(_ x: UnsafePointer<Element>, _ scores: UnsafeMutablePointer<Element>) {
        // Dense and sample-major, as the initialiser made them.
        let w = weights.start, features = featureCount
        for output in 0..<outputCount {
            let product = TileKernels.dot(features, w + output * features, x)
            scores[output] = Element(product + Double(bias?[output] ?? 0))
        }
        withExtendedLifetime(weights) {}
    }

    /// The class, or nil where a score is not a number.
    private func decide(_ decision: Decision, _ scores: UnsafePointer<Element>, stride: Int) -> Int? {
        switch decision {
        case .threshold: return scores[0].isNaN ? nil : scores[0] >= 0 ? 1 : 0
        case .largest:
            var best = 0
            for output in 0..<outputCount {
                if scores[output * stride].isNaN { return nil }
                if scores[output * stride] > scores[best * stride] { best = output }
            }
            return best
        }
    }

    func activate(_ scores: UnsafeMutablePointer<Element>, count: Int, stride: Int) {
        neuron.predict(
            ScoreTile(
                count: count, outputs: outputCount, stride: stride, scores: UnsafePointer(scores), predictions: scores))
    }

    func requireSingleOutput() throws(DescentError) {
        guard outputCount == 1 else { throw .mismatch(.layer, .outputs, expected: 1, found: outputCount) }
    }

    private func require(_ found: Int, equals expected: Int) throws(DescentError) {
        guard found == expected else { throw .mismatch(.buffer, .values, expected: expected, found: found) }
    }
}
