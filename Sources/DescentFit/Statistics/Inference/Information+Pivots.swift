internal import DescentAlgebra

/// How much of its information every coefficient has for itself.
extension Information {
    /// The smallest pivot of some rows of the Hessian scaled to a diagonal of ones: the share of a coefficient's information that
    /// others do not take away, squared. 0 where there is none.
    static func leastPivot(_ hessian: Matrix<Double>, _ layout: CoefficientLayout, rows: [Int]) -> Double {
        guard let (factor, _) = factor(hessian, layout, rows) else { return 0 }
        return rows.indices.map { factor[$0 * (rows.count + 1)] * factor[$0 * (rows.count + 1)] }.min() ?? 1
    }

    /// The Cholesky factor of some rows of the Hessian, scaled to a diagonal of ones, and the roots of its diagonal.
    static func factor(
        _ hessian: Matrix<Double>, _ layout: CoefficientLayout, _ rows: [Int]
    ) -> (factor: [Double], roots: [Double])? {
        let count = rows.count, places = rows.map(layout.place)
        let roots = places.map { hessian[$0, $0].squareRoot() }
        guard count > 0, roots.allSatisfy({ $0 > 0 && $0.isFinite }) else { return nil }
        var factor = [Double](repeating: 0, count: count * count)
        for column in 0..<count {
            for row in 0...column {
                factor[row + column * count] = hessian[places[row], places[column]] / roots[row] / roots[column]
            }
        }
        guard Double.potrf(order: count, a: &factor, stride: count) == 0 else { return nil }
        guard (0..<count).allSatisfy({ factor[$0 * (count + 1)] > 0 }) else { return nil }
        return (factor, roots)
    }

    /// Those of some rows, in their order, to which the rows before leave information of their own: more than a share of 2⁻³⁶ of
    /// what they have alone, or of what as many samples have where scores are moderate.
    ///
    /// Where classes are separated in part, samples that a direction separates have lost theirs: the slope along it is below
    /// 2⁻⁴⁴, and so is what they add here.
    static func independentRows(
        _ hessian: Matrix<Double>, _ layout: CoefficientLayout, among rows: [Int], weight: Double
    ) -> [Int] {
        var chosen: [Int] = [], factor: [[Double]] = []
        for row in rows {
            let place = layout.place(row), own = hessian[place, place]
            var next: [Double] = []
            for (other, line) in zip(chosen, factor) {
                var value = hessian[layout.place(other), place]
                for (known, entry) in zip(line, next) { value -= known * entry }
                next.append(value / line[next.count])
            }
            let pivot = next.reduce(own) { $0 - $1 * $1 }
            guard pivot > 0x1p-36 * max(own, weight) else { continue }
            chosen.append(row)
            factor.append(next + [pivot.squareRoot()])
        }
        return chosen
    }
}
