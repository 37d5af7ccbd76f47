/// B-splines between knots, without the first, which the bias stands for: as many columns as degrees of freedom.
///
/// Beyond the outer knots the polynomials of the outer pieces go on.
struct SplineBasis: Sendable, Hashable {
    let degree: Int
    /// Ascending: the lowest value of the samples, the knots within, the highest value.
    let knots: [Double]
    /// The same, with as many outer knots as the recursion asks for.
    private let padded: [Double]

    var width: Int { knots.count - 2 + degree }

    init(degree: Int, knots: [Double]) {
        (self.degree, self.knots) = (degree, knots)
        padded = Array(repeating: knots[0], count: degree) + knots + Array(repeating: knots.last!, count: degree)
    }

    /// Knots within at the quantiles that cut the samples into equal parts (type 7: between order statistics).
    ///
    /// - Throws: what the values do not allow.
    init(_ values: [Double], degreesOfFreedom: Int, degree: Int) throws(TermFault) {
        guard (1...20).contains(degree) else { throw TermFault("a spline's degree is from 1 to 20, not \(degree)") }
        guard (degree...1000).contains(degreesOfFreedom) else {
            throw TermFault(
                "a spline of degree \(degree) has from \(degree) to 1000 degrees of freedom, not \(degreesOfFreedom)")
        }
        let sorted = values.sorted(), pieces = degreesOfFreedom - degree + 1
        guard let low = sorted.first, let high = sorted.last, low < high else {
            throw TermFault("a spline of a constant: all values are \(sorted.first?.asWritten ?? "missing")")
        }
        let inner = (1..<pieces).map { piece in
            let place = Double(sorted.count - 1) * (Double(piece) / Double(pieces)), below = Int(place)
            let above = min(below + 1, sorted.count - 1)
            return sorted[below] + (place - Double(below)) * (sorted[above] - sorted[below])
        }
        let knots = [low] + inner + [high]
        if let (knot, _) = zip(knots, knots.dropFirst()).first(where: { $0 >= $1 }) {
            throw TermFault(
                "too few different values for \(pieces - 1) knots: more than one falls on \(knot.asWritten); "
                    + "take fewer degrees of freedom")
        }
        self.init(degree: degree, knots: knots)
    }

    /// The columns of some values, each a run that begins `stride` numbers after the one before.
    func fill(_ x: UnsafePointer<Double>, _ count: Int, into out: UnsafeMutablePointer<Double>, stride: Int) {
        for column in 0..<width { (out + column * stride).update(repeating: 0, count: count) }
        withUnsafeTemporaryAllocation(of: Double.self, capacity: degree + 1) { basis in
            padded.withUnsafeBufferPointer { padded in
                for i in 0..<count {
                    guard x[i].isFinite else {
                        for column in 0..<width { out[column * stride + i] = .nan }
                        continue
                    }
                    let span = evaluate(x[i], padded.baseAddress!, basis.baseAddress!)
                    for place in 0...degree where span + place > 0 {
                        out[(span + place - 1) * stride + i] = basis[place]
                    }
                }
            }
        }
    }

    /// The functions that are not 0 in the piece of a value, by Cox and de Boor's recursion, and the first one's place.
    private func evaluate(
        _ x: Double, _ knots: UnsafePointer<Double>, _ basis: UnsafeMutablePointer<Double>
    ) -> Int {
        var piece = 0
        while piece + 3 <= self.knots.count, x >= knots[degree + piece + 1] { piece += 1 }
        let start = degree + piece
        basis[0] = 1
        for order in stride(from: 1, through: degree, by: 1) {
            var carried = 0.0
            for place in 0..<order {
                let right = knots[start + place + 1], left = knots[start + 1 - order + place]
                let share = basis[place] / (right - left)
                basis[place] = carried + (right - x) * share
                carried = (x - left) * share
            }
            basis[order] = carried
        }
        return piece
    }
}
