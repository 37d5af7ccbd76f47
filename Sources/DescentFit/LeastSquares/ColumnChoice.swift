internal import DescentAlgebra
internal import DescentSweep

/// Which columns are independent, decided in twice the digits of the data.
///
/// A column is dependent where its distance from the span of others is at most 4 ε of its own length, ε of the data's
/// precision: as much as rounding its values can make. A QR in Double cannot tell 4 ε from 1e−15, so columns that it finds
/// near the span of those before them are fitted by those as if they were targets; their residuals have all digits.
struct ColumnChoice {
    let triangle: Triangle
    let dependences: [Dependence]
    /// Per output, a first solution by the triangle's columns.
    let start: [[Double]]

    /// Up to this share of its length, a column's distance by QR has fewer than ten digits, and is measured again.
    static func suspicion<Element: Scalar>(_: Element.Type) -> Double {
        max(0x1p-20, 8 * tolerance(Element.self))
    }

    /// Of its length: a distance that rounding explains.
    static func tolerance<Element: Scalar>(_: Element.Type) -> Double { 4 * Double(Element.ulpOfOne) }

    /// Of its length: a distance at which a descent, whose arithmetic has no more digits than the data, can tell a column from the span
    /// of others. Beyond that the optimum's own weights, rounded, are no better than those without the column.
    static func toleranceOfDescent<Element: Scalar>(_: Element.Type) -> Double { 1024 * Double(Element.ulpOfOne) }

    /// - Parameter tolerance: of a column's length, the distance up to which it counts as dependent; nil for that of rounding.
    init<Element: Scalar>(
        _ split: ColumnSplit, of problem: LeastSquaresProblem<Element>, tolerance: Double? = nil
    ) throws(DescentError) {
        let base = split.triangle
        let suspects = split.others
        func start(_ places: Int, _ count: Int) -> [[Double]] {
            (0..<count).map { index in
                var values = split.projection(ofColumnAt: places + index)
                base.solve(&values)
                return values
            }
        }
        let outputs = problem.data.targets.rows
        var targets =
            problem.targetsInFactor > 0
            ? start(problem.columns, outputs)
            : Array(repeating: [Double](repeating: 0, count: base.order), count: outputs)
        guard !suspects.isEmpty else {
            (triangle, dependences, self.start) = (base, [], targets)
            return
        }
        let first = problem.firstFeature
        if !problem.isPenalised, split.kept == problem.data.sampleCount {
            // Nothing is independent of as many columns as there are samples.
            triangle = base
            dependences = zip(suspects, start(split.kept, suspects.count)).map { suspect, shares in
                let parts = zip(base.columns, shares).enumerated().map { ($1.0, $1.1 * base.length(ofColumnAt: $0)) }
                return Dependence(of: suspect, on: parts, norm: split.norms[suspect], in: problem)
            }.sorted { $0.feature.index < $1.feature.index }
            self.start = targets
            return
        }
        let fit = try Refinement(
            problem, .features(suspects.map { $0 - first }), outputs: suspects.count)
        try fit.run(base, from: start(split.kept, suspects.count))
        try fit.evaluate()
        var chosen = Selection(base, fit, suspects, problem, tolerance ?? Self.tolerance(Element.self))
        for index in suspects.indices { chosen.consider(index, norm: split.norms[suspects[index]]) }
        triangle = chosen.triangle
        dependences = chosen.dependences.sorted { $0.feature.index < $1.feature.index }
        for output in targets.indices { targets[output] += Array(repeating: 0, count: triangle.order - base.order) }
        self.start = targets
    }

    /// Takes suspects into the triangle one by one, by the Cholesky factor of their residuals' products.
    private struct Selection<Element: Scalar> {
        let base: Triangle
        let fit: Refinement<Element>
        let suspects: [Int]
        let problem: LeastSquaresProblem<Element>
        let tolerance: Double
        var accepted: [Int] = []
        /// Per accepted suspect, its column of the factor.
        var factor: [[Double]] = []
        var dependences: [Dependence] = []

        init(
            _ base: Triangle, _ fit: Refinement<Element>, _ suspects: [Int], _ problem: LeastSquaresProblem<Element>,
            _ tolerance: Double
        ) {
            (self.base, self.fit, self.suspects, self.problem) = (base, fit, suspects, problem)
            self.tolerance = tolerance
        }

        /// The product of two suspects' residuals, of samples and penalty, from products of columns with residuals.
        private func product(_ a: Int, _ b: Int) -> Double {
            var result = fit.products[b][suspects[a]]
            if a == b { result += problem.penalties[suspects[a]] }
            for column in base.columns {
                let other = fit.coefficients[b][column]
                result -= fit.coefficients[a][column] * (fit.products[b][column] - other * problem.penalties[column])
            }
            return result.value
        }

        mutating func consider(_ index: Int, norm: Double) {
            var column: [Double] = []
            for (place, other) in accepted.enumerated() {
                var value = product(other, index)
                for row in 0..<place { value -= factor[place][row] * column[row] }
                column.append(value / factor[place][place])
            }
            let square = product(index, index)
            let rest = square - column.reduce(0) { $0 + $1 * $1 }
            let distance = max(0, rest).squareRoot()
            if distance > tolerance * norm {
                accepted.append(index)
                factor.append(column + [distance])
            } else {
                dependences.append(dependence(index, column, norm))
            }
        }

        /// Who has a share in a dependent feature: columns whose part is more than rounding.
        private func dependence(_ index: Int, _ column: [Double], _ norm: Double) -> Dependence {
            // Shares of accepted suspects by back substitution, then what they leave to the others.
            var shares = column
            for place in shares.indices.reversed() {
                shares[place] /= factor[place][place]
                for row in 0..<place { shares[row] -= factor[place][row] * shares[place] }
            }
            var parts: [(column: Int, share: Double)] = []
            for (place, name) in base.columns.enumerated() {
                var share = fit.coefficients[index][name].high
                for (other, value) in zip(accepted, shares) { share -= value * fit.coefficients[other][name].high }
                parts.append((name, share * base.length(ofColumnAt: place)))
            }
            for (other, value) in zip(accepted, shares) {
                parts.append((suspects[other], value * problem.scaling.totalWeight.squareRoot()))
            }
            return Dependence(of: suspects[index], on: parts, norm: norm, in: problem)
        }

        var triangle: Triangle {
            let order = base.order + accepted.count
            var values = [Double](repeating: 0, count: order * order)
            for column in 0..<base.order {
                for row in 0...column { values[row + column * order] = base.values[row + column * base.order] }
            }
            for (place, index) in accepted.enumerated() {
                let shares = base.columns.map { fit.coefficients[index][$0].high }
                let column = base.product(shares) + factor[place]
                for row in column.indices { values[row + (base.order + place) * order] = column[row] }
            }
            return Triangle(columns: base.columns + accepted.map { suspects[$0] }, values: values)
        }
    }
}

extension Dependence {
    /// - Parameters:
    ///   - column: the dependent one, a feature.
    ///   - parts: columns and the lengths of their shares in it, of which those beyond rounding are named.
    init<Element: Scalar>(
        of column: Int, on parts: [(column: Int, share: Double)], norm: Double, in problem: LeastSquaresProblem<Element>
    ) {
        let first = problem.firstFeature
        let columns = parts.filter { $0.share.magnitude > 0x1p-20 * norm }.map(\.column).sorted()
        self.init(
            feature: problem.data.feature(column - first),
            features: columns.filter { $0 >= first }.map { problem.data.feature($0 - first) },
            includesBias: first == 1 && columns.first == 0)
    }
}
