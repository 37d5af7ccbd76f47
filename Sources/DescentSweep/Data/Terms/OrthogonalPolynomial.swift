/// Polynomials that are orthogonal over the samples that they were learned from, each with squares that add up to 1 there, and
/// orthogonal to a constant, which the bias stands for.
///
/// Three numbers per degree are kept, of the recursion `p₊₁ = (t − shift) p − ratio p₋₁`: it is stable where powers are
/// not. `t` is x from
/// its mean on, in units of a power of two.
struct OrthogonalPolynomial: Sendable, Hashable {
    let centre: Double
    let scale: Double
    let shifts: [Double]
    let ratios: [Double]
    /// Sums of squares, of degree 1 on.
    let norms: [Double]

    var degree: Int { shifts.count }

    init(centre: Double, scale: Double, shifts: [Double], ratios: [Double], norms: [Double]) {
        (self.centre, self.scale, self.shifts, self.ratios, self.norms) = (centre, scale, shifts, ratios, norms)
    }

    /// - Throws: what the values do not allow.
    init(_ values: [Double], degree: Int) throws(TermFault) {
        guard (1...50).contains(degree) else { throw TermFault("a polynomial's degree is from 1 to 50, not \(degree)") }
        var different: Set<Double> = []
        for value in values where different.count <= degree { different.insert(value) }
        guard different.count > degree else {
            throw TermFault(
                "a polynomial of degree \(degree) needs \(degree + 1) different values, and there "
                    + (different.count == 1 ? "is 1" : "are \(different.count)"))
        }
        let low = values.min()!, high = values.max()!
        let unit = max(high / 2 - low / 2, .leastNormalMagnitude).binade
        let middle = low / 2 + high / 2
        centre = middle + unit * (Self.sum(values.count) { (values[$0] - middle) / unit } / Double(values.count))
        scale = unit
        var before = [Double](repeating: 0, count: values.count), now = [Double](repeating: 1, count: values.count)
        var shifts: [Double] = [], ratios: [Double] = [], norms = [Double(values.count)]
        let (centre, scale) = (centre, scale)
        for _ in 0..<degree {
            let norm = norms.last!
            let shift = Self.sum(values.count) { (values[$0] - centre) / scale * now[$0] * now[$0] } / norm
            let ratio = norms.count > 1 ? norm / norms[norms.count - 2] : 0
            for i in values.indices {
                let next = ((values[i] - centre) / scale - shift) * now[i] - ratio * before[i]
                (before[i], now[i]) = (now[i], next)
            }
            shifts.append(shift)
            ratios.append(ratio)
            norms.append(Self.sum(values.count) { now[$0] * now[$0] })
        }
        (self.shifts, self.ratios, self.norms) = (shifts, ratios, Array(norms.dropFirst()))
    }

    /// A block at a time, so that the rounding does not grow with the number of terms.
    private static func sum(_ count: Int, _ term: (Int) -> Double) -> Double {
        var total = 0.0
        for piece in (0..<count).pieces(of: 512) { total += piece.reduce(0.0) { $0 + term($1) } }
        return total
    }

    /// The columns of some values, each a run that begins `stride` numbers after the one before. The values are overwritten.
    func fill(_ x: UnsafeMutablePointer<Double>, _ count: Int, into out: UnsafeMutablePointer<Double>, stride: Int) {
        let inverse = 1 / scale
        for i in 0..<count { x[i] = (x[i] - centre) * inverse }
        for k in 0..<degree {
            let run = out + k * stride, last = run - stride, before = last - stride
            let (shift, ratio) = (shifts[k], ratios[k])
            switch k {
            case 0: for i in 0..<count { run[i] = x[i] - shift }
            case 1: for i in 0..<count { run[i] = (x[i] - shift) * last[i] - ratio }
            default: for i in 0..<count { run[i] = (x[i] - shift) * last[i] - ratio * before[i] }
            }
        }
        for k in 0..<degree {
            let run = out + k * stride, factor = norms[k].squareRoot()
            for i in 0..<count { run[i] /= factor }
        }
    }
}
