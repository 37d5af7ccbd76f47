internal import DescentAlgebra

/// The columns of a triangle, split in those that are far from the span of the ones before them and those that are not.
///
/// From left to right, as R's `lm` does: a column whose distance |R_jj| from the span of those kept so far is at most
/// `threshold` times its norm goes behind them, and what follows is made triangular again by Givens rotations. A
/// pivoted QR (`dgeqp3`) of what is left then finds dependences that no single column shows.
struct ColumnSplit {
    /// Column-major: the kept columns, the others, then the targets. Triangular in the kept ones.
    private(set) var values: [Double]
    let order: Int
    /// Columns of the problem, in the present order; the first `kept` are those kept.
    private(set) var columns: [Int]
    private(set) var kept: Int
    /// The norm of every column of the problem, by its number.
    let norms: [Double]

    /// - Parameters:
    ///   - values: the triangle, dense.
    ///   - columns: of the triangle, without the targets, which follow.
    ///   - most: columns that can be independent at all: the number of rows of the problem.
    init(_ values: [Double], order: Int, columns: Int, threshold: Double, most: Int) {
        self.values = values
        self.order = order
        self.columns = Array(0..<columns)
        kept = columns
        norms = (0..<columns).map { column in
            values.withUnsafeBufferPointer { Double.nrm2(column + 1, $0.baseAddress! + column * order) }
        }
        var place = 0
        while place < kept {
            let distance = self.values[place + place * order].magnitude
            if place < most, distance > threshold * norms[self.columns[place]] {
                place += 1
            } else {
                moveBehind(place)
            }
        }
        while let place = hidden(threshold) { moveBehind(place) }
    }

    /// Takes the column at a place out of the triangle.
    private mutating func moveBehind(_ place: Int) {
        let column = columns.remove(at: place)
        columns.append(column)
        let moved = Array(values[place * order..<(place + 1) * order])
        values.removeSubrange(place * order..<(place + 1) * order)
        values.insert(contentsOf: moved, at: (columns.count - 1) * order)
        kept -= 1
        // Every column from here on reached one row lower.
        for row in place..<max(place, kept) { rotate(row) }
    }

    /// Turns rows `row` and `row + 1` so that the second is 0 in the column that stands at `row`.
    private mutating func rotate(_ row: Int) {
        let top = values[row + row * order], bottom = values[row + 1 + row * order]
        let size = top.magnitude + bottom.magnitude
        guard size > 0 else { return }
        let (a, b) = (top / size, bottom / size)
        let length = (a * a + b * b).squareRoot()
        let (cosine, sine) = (a / length, b / length)
        for column in row..<order {
            let first = values[row + column * order], second = values[row + 1 + column * order]
            values[row + column * order] = cosine * first + sine * second
            values[row + 1 + column * order] = cosine * second - sine * first
        }
        values[row + 1 + row * order] = 0
    }

    /// The place of a column that, of all kept ones scaled to length 1, pivoting leaves closest to the others' span, if
    /// that is within the threshold.
    private func hidden(_ threshold: Double) -> Int? {
        guard kept > 1 else { return nil }
        var scaled = [Double](repeating: 0, count: kept * kept)
        for column in 0..<kept {
            for row in 0...column {
                scaled[row + column * kept] = values[row + column * order] / norms[columns[column]]
            }
        }
        // The last pivot is no smaller than the least singular value, so most triangles need no second factor.
        var doubles = [Double](repeating: 0, count: 3 * kept), integers = [Int32](repeating: 0, count: kept)
        let reciprocal = Double.trcon(order: kept, r: scaled, stride: kept, work: &doubles, integers: &integers)
        guard reciprocal <= 8 * threshold * Double(kept).squareRoot() else { return nil }
        // The first column, which is the bias if there is one, stays in front.
        var pivots = [1] + [Int32](repeating: 0, count: kept - 1), tau = [Double](repeating: 0, count: kept)
        let count = 34 * kept + 32
        var work = [Double](repeating: 0, count: count)
        Double.geqp3(
            rows: kept, columns: kept, a: &scaled, stride: kept, pivots: &pivots, tau: &tau, work: &work,
            workCount: count)
        guard scaled[kept * kept - 1].magnitude <= threshold else { return nil }
        return Int(pivots[kept - 1]) - 1
    }

    /// The triangle of the kept columns.
    var triangle: Triangle {
        var dense = [Double](repeating: 0, count: kept * kept)
        for column in 0..<kept {
            for row in 0...column { dense[row + column * kept] = values[row + column * order] }
        }
        return Triangle(columns: Array(columns.prefix(kept)), values: dense)
    }

    /// The columns that are not kept.
    var others: [Int] { Array(columns.dropFirst(kept)) }

    /// The part of a column in the span of the kept ones, in their orthonormal basis: Qᵀ of it.
    func projection(ofColumnAt place: Int) -> [Double] { Array(values[place * order..<place * order + kept]) }
}
