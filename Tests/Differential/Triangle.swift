/// R of a QR with pivots by Householder reflections in twice the digits: RᵀR is the curvature, whose rows are its roots.
///
/// A QR of the roots and not a Cholesky factor of the curvature, as the condition of that may be 10³² and more.
struct Triangle {
    private let count: Int
    private(set) var rank = 0
    /// The column at each place of the triangle.
    private var order: [Int]
    /// Column by column, as many rows as the matrix had.
    private var values: [Twice]
    private let height: Int
    /// Powers of two that make the columns about as long as 1, so that rank is judged beside a column's own size.
    private var scale: [Double]

    /// Relative to a column; exact dependences leave 10⁻³¹, and numbers of 53 bits cannot depend more closely than 10⁻¹⁷.
    private let smallestPivot: Double

    /// - Parameters:
    ///   - rows: `count` numbers each, one row after the other.
    ///   - smallestPivot: smaller where columns are known to be independent.
    init(rows: [Twice], count: Int, smallestPivot: Double = 1e-25) {
        self.count = count
        self.smallestPivot = smallestPivot
        height = max(rows.count / count, 1)
        order = Array(0..<count)
        scale = [Double](repeating: 1, count: count)
        values = [Twice](repeating: .zero, count: height * count)
        guard !rows.isEmpty else { return }
        // Large rows first: without that, reflections mix the rounding of large rows into small ones.
        let size = (0..<height).map { row in (0..<count).reduce(0) { max($0, rows[row * count + $1].high.magnitude) } }
        let sorted = (0..<height).sorted { size[$0] > size[$1] }
        for column in 0..<count {
            let largest = (0..<height).reduce(0) { max($0, rows[$1 * count + column].high.magnitude) }
            if largest > 0 { scale[column] = 1 / min(max(largest.binade, 0x1p-1000), 0x1p1000) }
            for (place, row) in sorted.enumerated() {
                values[column * height + place] = rows[row * count + column].scaled(by: scale[column])
            }
        }
        reflect()
    }

    private mutating func reflect() {
        let height = height, count = count
        for step in 0..<min(height, count) {
            let norms = (step..<count).map { column in
                (step..<height).reduce(0) { $0 + values[column * height + $1].high * values[column * height + $1].high }
            }
            guard let place = norms.indices.max(by: { norms[$0] < norms[$1] }),
                norms[place].squareRoot() > smallestPivot
            else { return }
            swapColumns(step, step + place)
            values.withUnsafeMutableBufferPointer { values in
                let pivot = values.baseAddress! + step * height
                var square = Twice.zero
                for row in step..<height { square += pivot[row] * pivot[row] }
                let norm = pivot[step].high > 0 ? -square.squareRoot : square.squareRoot
                // v = x − norm e₁; vᵀv / 2 = norm² − norm x₁.
                let head = pivot[step] - norm, half = square - norm * pivot[step]
                for column in step + 1..<max(count, step + 1) {
                    let other = values.baseAddress! + column * height
                    var product = head * other[step]
                    for row in step + 1..<max(height, step + 1) { product += pivot[row] * other[row] }
                    let factor = product / half
                    other[step] -= factor * head
                    for row in step + 1..<max(height, step + 1) { other[row] -= factor * pivot[row] }
                }
                pivot[step] = norm
            }
            rank = step + 1
        }
    }

    private mutating func swapColumns(_ a: Int, _ b: Int) {
        guard a != b else { return }
        order.swapAt(a, b)
        for row in 0..<height { values.swapAt(a * height + row, b * height + row) }
    }

    /// Columns that no others explain.
    var independent: Set<Int> { Set(order.prefix(rank)) }

    private func entry(_ row: Int, _ column: Int) -> Twice { values[column * height + row] }

    /// −(RᵀR)⁻¹g, 0 for columns that depend on others, and ½ gᵀ(RᵀR)⁻¹g.
    func step(_ gradient: [Twice]) -> (step: [Twice], decrement: Twice) {
        var half = [Twice](repeating: .zero, count: rank), decrement = Twice.zero
        for i in 0..<rank {
            var sum = gradient[order[i]].scaled(by: scale[order[i]])
            for k in 0..<i { sum -= entry(k, i) * half[k] }
            half[i] = sum / entry(i, i)
            decrement += half[i] * half[i]
        }
        for i in (0..<rank).reversed() {
            for k in i + 1..<max(rank, i + 1) { half[i] -= entry(i, k) * half[k] }
            half[i] = half[i] / entry(i, i)
        }
        var result = [Twice](repeating: .zero, count: count)
        for i in 0..<rank { result[order[i]] = (-half[i]).scaled(by: scale[order[i]]) }
        return (result, decrement.scaled(by: 0.5))
    }

    /// The square of ‖R‖‖R⁻¹‖ (Frobenius) with columns of length 1: the condition of the scaled curvature.
    var condition: Double {
        guard rank > 0 else { return 1 }
        let lengths = (0..<rank).map { column in
            (0...column).reduce(0) { $0 + entry($1, column).high * entry($1, column).high }.squareRoot()
        }
        var inverse = 0.0
        for unit in 0..<rank {
            var column = [Double](repeating: 0, count: rank)
            for i in (0...unit).reversed() {
                var sum = i == unit ? 1.0 : 0
                for k in i + 1..<max(unit + 1, i + 1) { sum -= entry(i, k).high / lengths[k] * column[k] }
                column[i] = sum / (entry(i, i).high / lengths[i])
            }
            inverse += column.reduce(0) { $0 + $1 * $1 }
        }
        return Double(rank) * inverse
    }
}
