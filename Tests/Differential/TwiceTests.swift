import Testing

/// The reference's own arithmetic beside published digits: what is compared with it can be no better than it is.
@Suite struct TwiceTests {
    /// Bits of a number that two agree in.
    private func bits(_ x: Twice, _ y: Twice) -> Double {
        let error = (x - y).magnitude.high / max(y.magnitude.high, 0x1p-900)
        return error == 0 ? 107 : -Double.logarithm10(error) * 3.3219
    }

    @Test func knowsItsConstants() {
        // e and ln 10 to 106 bits, OEIS A001113 and A002392, as the nearest Double and the rest's.
        #expect(bits(.exp(.one), Twice(0x1.5bf0a8b145769p1, 0x1.4d57ee2b1013ap-53)) > 100)
        #expect(bits(.log(Twice(10)), Twice(0x1.26bb1bbb55516p1, -0x1.f48ad494ea3e9p-53)) > 100)
        #expect(bits(.exp(.ln2), Twice(2)) > 100)
    }

    @Test(arguments: [-600.0, -20, -3.25, -0.3, -1e-9, 1e-20, 0.2, 0.7, 5, 80, 600])
    func exponentialsAndLogarithmsAreInverse(x: Double) {
        let number = Twice(sum: x, x * 0x1p-60)
        #expect(bits(.log(.exp(number)), number) > (x.magnitude < 1e-3 ? 30 : 96))
        #expect(bits(.exp(number) * .exp(-number), .one) > 92)
        // At −600 nothing of the number is left in e^x − 1.
        if x > -30 { #expect(bits(.log1p(.expm1(number)), number) > (x < -3 ? 70 : 92)) }
        #expect(bits(.sigmoid(number) + .sigmoid(-number), .one) > 98)
    }

    @Test func rootsAndQuotientsAreInverseToProducts() {
        let x = Twice(sum: 3, 0x1p-70), y = Twice(sum: -7, 0x1.8p-58)
        #expect(bits(x / y * y, x) > 100)
        #expect(bits(x.squareRoot * x.squareRoot, x) > 100)
    }

    /// A triangle's step solves the normal equations of rows that nearly depend on each other.
    @Test func stepsSolveNormalEquations() {
        let epsilon = 0x1p-50
        let rows: [[Double]] = [[1, 1, 0.5], [1, 1 + epsilon, -2], [0.25, 0.25, 3], [2, 2 - epsilon, 1]]
        let gradient = [Twice(1), Twice(1 + 0x1p-49), Twice(-2)]
        let triangle = Triangle(rows: rows.flatMap { $0.map { Twice($0) } }, count: 3)
        let step = triangle.step(gradient).step
        #expect(triangle.rank == 3)
        let products = rows.map { row in row.indices.reduce(Twice.zero) { $0 + step[$1] * row[$1] } }
        for column in 0..<3 {
            let sum = rows.indices.reduce(gradient[column]) { $0 + products[$1] * rows[$1][column] }
            #expect(sum.magnitude.high < 1e-13)
        }
    }
}
