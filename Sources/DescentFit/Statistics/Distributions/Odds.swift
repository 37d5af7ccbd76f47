internal import DescentAlgebra

/// A share x and its complement y = 1 − x, from their ratio y : x = (over₁ · over₂) : under, with the logarithms of both, in
/// twice the digits. A share next to 1 keeps all digits of what it lacks.
struct Odds: Sendable {
    let x, y, logX, logY: DoubleDouble

    /// All positive and finite.
    init(over first: Double, _ second: Double, under: Double) {
        let logRatio = DoubleDouble.log(first) + DoubleDouble.log(second) - DoubleDouble.log(under)
        let isSmall = logRatio.high <= 0
        // The ratio or its inverse, whichever is below 1; where it is next to nothing, its last digits cannot count.
        let smaller: DoubleDouble
        if logRatio.high.magnitude > 700 {
            smaller = DoubleDouble(Math.exponential(-logRatio.high.magnitude))
        } else {
            let over = DoubleDouble(product: first.significand, second.significand)
            let exponent = Int(first.exponent) + Int(second.exponent) - Int(under.exponent)
            let below = DoubleDouble(under.significand)
            smaller = (isSmall ? over / below : below / over).scaled(by: isSmall ? exponent : -exponent)
        }
        let log1p = DoubleDouble.log1p(smaller)
        let larger = DoubleDouble(1) / (smaller + 1)
        if isSmall {
            (x, y, logX, logY) = (larger, smaller * larger, -log1p, logRatio - log1p)
        } else {
            (x, y, logX, logY) = (smaller * larger, larger, -logRatio - log1p, -log1p)
        }
    }

    private init(x: DoubleDouble, y: DoubleDouble, logX: DoubleDouble, logY: DoubleDouble) {
        (self.x, self.y, self.logX, self.logY) = (x, y, logX, logY)
    }

    /// x and y exchanged.
    var inverse: Odds { Odds(x: y, y: x, logX: logY, logY: logX) }
}
