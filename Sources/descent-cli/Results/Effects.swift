internal import Descent
internal import DescentFiles

/// What a model of a formula predicts along each of its terms, all else at its typical value: a line with a band of confidence for a number,
/// a value with an interval for each level of a category, and of an interaction a line per level.
///
/// Terms of the same columns are shown together, and those of fewer columns with those that have them too: the effect of `age` in `age * city`
/// is that of both.
struct Effects: Sendable {
    struct Point: Sendable {
        let value: Double
        let band: (low: Double, high: Double)?
    }

    /// Along a number: for each level of the rest a line.
    struct Curve: Sendable {
        let name: String
        let points: [(x: Double, y: Point)]
    }

    enum Shape: Sendable {
        case curves(along: String, [Curve])
        case levels([(name: String, y: Point)])
    }

    struct Effect: Sendable {
        /// The columns, such as `age × city`.
        let name: String
        let shape: Shape
    }

    private(set) var effects: [Effect] = []
    /// Effects that cannot be drawn, with the reason.
    private(set) var failures: [(name: String, reason: String)] = []
    /// The mean offset that predictions are made with; nil without one.
    private(set) var offset: Double?

    static let places = 61, mostLines = 8, mostLevels = 40, most = 24

    /// - Returns: nil where there is no formula, or several outputs.
    init?<Element: Scalar>(_ result: FitResult<Element>, _ samples: Samples<Element>) {
        guard let terms = samples.terms, let table = samples.table, result.fit.layer.outputCount == 1 else {
            return nil
        }
        let grid = EffectGrid(terms, table)
        let predictor = EffectPredictor(result, terms)
        offset = predictor.hasOffset ? predictor.offset : nil
        for group in grid.groups.prefix(Self.most) {
            let name = group.joined(separator: " × ")
            do {
                guard let shape = try grid.shape(of: group, by: predictor) else { continue }
                effects.append(Effect(name: name, shape: shape))
            } catch { failures.append((name, "\(error)")) }
        }
    }
}
