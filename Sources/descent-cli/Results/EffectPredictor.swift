internal import Descent

/// Predictions of a fit for rows of a table that nobody has seen, each with its interval of confidence.
struct EffectPredictor<Element: Scalar> {
    private let layer: Layer<Element>
    private let statistics: Statistics?
    private let terms: LearnedTerms
    private let means: [Double]
    let offset: Double
    let hasOffset: Bool

    init(_ result: FitResult<Element>, _ terms: LearnedTerms) {
        layer = result.fit.layer
        statistics = result.statistics
        self.terms = terms
        means = result.fit.data.survey.features.map(\.mean)
        let offsets = result.fit.data.offsets?.values ?? []
        hasOffset = !offsets.isEmpty
        offset = offsets.isEmpty ? 0 : offsets.reduce(0) { $0 + Double($1) } / Double(offsets.count)
    }

    /// - Parameter columns: those whose terms follow the table; the features of others are at their means.
    func predictions(of table: Table, varying columns: Set<String>) throws -> [Effects.Point] {
        let features = terms.featureCount, count = table.sampleCount
        let source = try terms.samples(of: table, unknown: .reference, as: Double.self)
        var values = [Double](repeating: 0, count: features * count)
        try values.withUnsafeMutableBufferPointer { _ = try source.tile(0..<count, into: $0) }
        var varies = [Bool](repeating: false, count: features)
        for term in terms.terms where !terms.columnNames(of: term).isDisjoint(with: columns) {
            for feature in term.columns { varies[feature] = true }
        }
        var scores: [Double] = [], halves: [Double?] = []
        for sample in 0..<count {
            let x = (0..<features).map { varies[$0] ? values[sample * features + $0] : means[$0] }
            let bias = layer.bias.map { Double($0[0]) }
            let score = (bias ?? 0) + x.indices.reduce(0) { $0 + Double(layer.weights[$1, 0]) * x[$1] }
            scores.append(score + offset)
            halves.append(statistics?.half(ofSum: (bias == nil ? [] : [1]) + x))
        }
        let lows = zip(scores, halves).map { $0 - ($1 ?? 0) }, highs = zip(scores, halves).map { $0 + ($1 ?? 0) }
        let all = try layer.predictions(
            of: Matrix(rows: 1, columns: 3 * count, (scores + lows + highs).map { Element($0) }))
        return (0..<count).map { place in
            let (low, high) = (Double(all[0, count + place]), Double(all[0, 2 * count + place]))
            return Effects.Point(
                value: Double(all[0, place]), band: halves[place] == nil ? nil : (min(low, high), max(low, high)))
        }
    }
}

extension LearnedTerms {
    /// The columns of tables that a term reads.
    func columnNames(of term: Term) -> Set<String> {
        Set(
            term.parts.flatMap { part -> [String] in
                switch factors[part.factor].kind {
                case .number(let value), .spline(let value, _, _), .polynomial(let value, _, _, _, _, _): value.columns
                case .category(let category): [category.column]
                }
            })
    }
}
