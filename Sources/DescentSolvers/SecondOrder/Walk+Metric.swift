internal import DescentAlgebra

/// The curvature at a point as a metric.
extension Walk {
    /// Factors H and the penalty, with as much added to the diagonal as makes it positive; rows and columns of parameters
    /// that are held are those of the identity.
    ///
    /// Combinations of features that are of no account have no curvature anywhere, and so none at the first point; where
    /// curvature is lost later, coefficients are on their way to infinity.
    mutating func makeMetric(_ curvature: Matrix<Double>, without held: [Bool]? = nil) {
        let isFirst = isFirstCurvature(), count = count
        metric.makeRoom(count)
        metric.knownCondition = 0
        // Wide apart, so that rounding does not lose what there was.
        let least = (isFirst ? 256 : 4) * Double(count) * Double.ulpOfOne
        var largest = 0.0, damping = 0.0, diagonal = [Double](repeating: 0, count: count)
        // Of the data: a penalty may be of any size.
        for i in 0..<count { largest = max(largest, curvature[i, i]) }
        while true {
            load(curvature, damping: damping)
            holdCommonShifts()
            if let held { setIdentity(held) }
            metric.norm = Double.lansy(order: count, a: metric.factor, stride: count, work: &diagonal)
            if largest > 0 || l2.allSatisfy({ $0 > 0 }), isRegular(least, &diagonal) { return }
            // No curvature at all but the penalty's: along the gradient.
            if !(largest > 0x1p-900 && largest < .infinity && damping <= largest) {
                metric.norm = 0
                return setIdentity()
            }
            damping = damping == 0 ? 0x1p-46 * largest : 64 * damping
            if isFirst { isSingular = true } else if !isSingular { isLost = true }
        }
    }

    /// The same from a triangle R of the data, to which the penalty and, of shared outputs, what a common shift costs are added
    /// as rows. Columns of which a factor of them leaves nothing but rounding are left out, and take no step.
    mutating func makeMetric(triangle: Matrix<Double>) {
        let count = count
        metric.makeRoom(count)
        hasCurvature = true
        var rows = (0..<count).map { row in (0..<count).map { $0 < row ? 0 : triangle[row, $0] } }
        let sizes = (0..<count).map { column in norm(rows[...column].map { $0[column] }, column + 1) }
        for i in 0..<count where l2[i] > 0 { rows.append(row([i], l2[i].squareRoot())) }
        forEachSharedRow { places in
            let size = places.reduce(0) { max($0, sizes[$1]) }
            guard places.allSatisfy({ l2[$0] <= 0x1p-40 * size * size }) else { return }
            rows.append(row(places, size / Double(places.count).squareRoot()))
        }
        var dropped = Set((0..<count).filter { sizes[$0] == 0 && l2[$0] == 0 })
        // A slope without curvature is a straight piece of the loss; nothing is known of where it ends.
        isLost = dropped.contains { gradient[$0] != 0 }
        setTriangle(rows, without: dropped)
        while let column = lostColumn(except: dropped) {
            isLost = true
            dropped.insert(column)
            setTriangle(rows, without: dropped)
        }
        let largest = (0..<count).reduce(0) { max($0, metric.factor[$1 * (count + 1)].magnitude) }
        for i in dropped { metric.factor[i * (count + 1)] = largest > 0 ? largest : 1 }
        for i in 0..<count where metric.factor[i * (count + 1)] < 0 {
            for column in i..<count { metric.factor[i + column * count] *= -1 }
        }
        var work = [Double](repeating: 0, count: 3 * count), integers = [Int32](repeating: 0, count: count)
        let reciprocal = Double.trcon(order: count, r: metric.factor, stride: count, work: &work, integers: &integers)
        metric.norm = largest * largest
        metric.knownCondition = reciprocal > 0 ? 1 / (reciprocal * reciprocal) : .infinity
    }

    private func row(_ places: [Int], _ value: Double) -> [Double] {
        var row = [Double](repeating: 0, count: count)
        for place in places { row[place] = value }
        return row
    }

    /// The first column whose distance from the span of those before it is rounding.
    private func lostColumn(except dropped: Set<Int>) -> Int? {
        (0..<count).first { i in
            guard !dropped.contains(i) else { return false }
            let size = metric.norm(ofColumn: i, of: count)
            let pivot = metric.factor[i * (count + 1)].magnitude
            return !(pivot > 4 * Double(count) * .ulpOfOne * size && pivot > 0x1p-500)
        }
    }

    /// The triangle of some rows, with columns of zeros for those that are left out.
    private mutating func setTriangle(_ rows: [[Double]], without dropped: Set<Int>) {
        metric.factor = [Double](repeating: 0, count: count * count)
        reflect(rows.map { row in row.indices.map { dropped.contains($0) ? 0 : row[$0] } })
    }

    /// Rows of a matrix into the triangle, by Householder reflections.
    private mutating func reflect(_ rows: [[Double]]) {
        guard !rows.isEmpty else { return }
        let count = count, panel = min(count, 32)
        var block = [Double](repeating: 0, count: rows.count * count)
        for (number, row) in rows.enumerated() {
            for column in 0..<count { block[number + column * rows.count] = row[column] }
        }
        var scratch = [Double](repeating: 0, count: 2 * panel * count)
        scratch.withUnsafeMutableBufferPointer { scratch in
            Double.tpqrt(
                rows: rows.count, columns: count, trapezoid: 0, blockSize: panel, r: &metric.factor, strideR: count,
                b: &block, strideB: rows.count, t: scratch.baseAddress!, work: scratch.baseAddress! + panel * count)
        }
    }

    private mutating func load(_ curvature: Matrix<Double>, damping: Double) {
        let count = count, l2 = l2
        metric.factor.withUnsafeMutableBufferPointer { factor in
            curvature.withUnsafePointer { h in
                for column in 0..<count {
                    let place = factor.baseAddress! + column * count
                    place.update(from: h + column * curvature.stride, count: column + 1)
                    place[column] += l2[column] + damping
                }
            }
        }
    }

    /// A shift common to all outputs of a softmax has no curvature: it gets some, which no step can tell from none.
    private mutating func holdCommonShifts() {
        let count = count, l2 = l2
        var factor = metric.factor
        metric.factor = []
        forEachSharedRow { places in
            let size = places.reduce(0) { max($0, factor[$1 * (count + 1)]) }
            guard places.allSatisfy({ l2[$0] <= 0x1p-40 * size }) else { return }
            for (index, right) in places.enumerated() {
                for left in places[...index] { factor[left + right * count] += size / Double(places.count) }
            }
        }
        metric.factor = factor
    }

    /// Factors in place. Whether no pivot is rounding alone.
    private mutating func isRegular(_ least: Double, _ diagonal: inout [Double]) -> Bool {
        for i in 0..<count { diagonal[i] = metric.factor[i * (count + 1)] }
        guard Double.potrf(order: count, a: &metric.factor, stride: count) == 0 else { return false }
        return (0..<count).allSatisfy {
            let pivot = metric.factor[$0 * (count + 1)]
            return pivot.isFinite && pivot > 0 && pivot * pivot >= least * diagonal[$0]
        }
    }

    /// Of the size of what is not held, so that the condition stays that of the others.
    private mutating func setIdentity(_ held: [Bool]) {
        let size = (0..<count).reduce(0) { held[$1] ? $0 : max($0, metric.factor[$1 * (count + 1)]) }
        for column in 0..<count {
            for row in 0...column where held[row] || held[column] {
                metric.factor[row + column * count] = row == column ? (size > 0 ? size : 1) : 0
            }
        }
    }

    private mutating func setIdentity() {
        metric.factor = [Double](repeating: 0, count: count * count)
        for i in 0..<count { metric.factor[i * (count + 1)] = max(1, l2[i].squareRoot()) }
    }
}
