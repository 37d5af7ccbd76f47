internal import DescentAlgebra

/// The factor of a small positive definite matrix that grows and shrinks by a row and its column.
struct SmallCholesky {
    private var factor: [[DoubleDouble]] = []

    var order: Int { factor.count }

    /// A pivot below this share of its diagonal is rounding.
    private static let smallestPivot = 0x1p-96

    /// Adds the last row of the larger matrix, up to and with its diagonal. False, with all as it was, where it is no
    /// longer positive definite.
    mutating func append(_ row: [DoubleDouble]) -> Bool {
        guard let factored = factorRow(row) else { return false }
        factor.append(factored)
        return true
    }

    /// Removes a row and its column; rotations bring the rows below back to a triangle.
    mutating func remove(at index: Int) {
        factor.remove(at: index)
        for j in index..<order {
            let a = factor[j][j], b = factor[j][j + 1]
            let length = (a * a + b * b).squareRoot
            let cosine = a / length, sine = b / length
            for i in j..<order {
                let left = factor[i][j], right = factor[i][j + 1]
                factor[i][j] = cosine * left + sine * right
                factor[i][j + 1] = cosine * right - sine * left
            }
            factor[j].removeLast()
        }
    }

    func solve(_ right: [DoubleDouble]) -> [DoubleDouble] {
        var x = right
        for i in 0..<order {
            for j in 0..<i { x[i] -= factor[i][j] * x[j] }
            x[i] = x[i] / factor[i][i]
        }
        for i in (0..<order).reversed() {
            x[i] = x[i] / factor[i][i]
            for j in 0..<i { x[j] -= factor[i][j] * x[i] }
        }
        return x
    }

    private func factorRow(_ row: [DoubleDouble]) -> [DoubleDouble]? {
        let count = row.count - 1
        var result = row
        for j in 0..<count {
            for k in 0..<j { result[j] -= result[k] * factor[j][k] }
            result[j] = result[j] / factor[j][j]
        }
        for k in 0..<count { result[count] -= result[k] * result[k] }
        guard result[count].high > Self.smallestPivot * row[count].high else { return nil }
        result[count] = result[count].squareRoot
        return result
    }
}
