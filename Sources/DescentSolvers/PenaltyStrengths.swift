/// A penalty in the coordinates of a fit: what a solver adds to the risk, parameter by parameter, 0 for biases.
package struct PenaltyStrengths: Sendable, Hashable {
    package var l1: [Double]
    package var l2: [Double]
    let hasL1: Bool
    let hasL2: Bool

    init(l1: [Double], l2: [Double]) {
        self.l1 = l1
        self.l2 = l2
        hasL1 = l1.contains { $0 != 0 }
        hasL2 = l2.contains { $0 != 0 }
    }

    /// Σ l1 |v| + ½ Σ l2 v².
    package func value(_ point: UnsafePointer<Double>) -> Double {
        var absolute = 0.0, squares = 0.0
        if hasL1 { for i in l1.indices where l1[i] != 0 { absolute += l1[i] * point[i].magnitude } }
        if hasL2 { for i in l2.indices { squares += l2[i] * point[i] * point[i] } }
        return absolute + squares / 2
    }

    /// gradient += l2 v + l1 sign v; where v is 0, of all that l1 allows there, what leaves the least: nothing where |g| ≤ l1.
    package func addGradient(_ point: UnsafePointer<Double>, to gradient: UnsafeMutablePointer<Double>) {
        if hasL2 { for i in l2.indices { gradient[i] += l2[i] * point[i] } }
        guard hasL1 else { return }
        for i in l1.indices where l1[i] != 0 {
            let g = gradient[i], v = point[i], own = l1[i]
            gradient[i] = v > 0 ? g + own : v < 0 ? g - own : g > own ? g - own : g < -own ? g + own : 0
        }
    }

    /// Keeps weights within the orthant of the point that a step began at, or that its gradient leads down to from 0.
    ///
    /// - Returns: Whether a weight that has a way down was held at 0.
    func hold(
        _ point: UnsafeMutablePointer<Double>, from before: UnsafePointer<Double>, _ gradient: UnsafePointer<Double>
    ) -> Bool {
        guard hasL1 else { return false }
        var holds = false
        for i in l1.indices where l1[i] != 0 {
            let side = before[i] != 0 ? before[i] : -gradient[i]
            if point[i] > 0 && side <= 0 || point[i] < 0 && side >= 0 {
                point[i] = 0
                holds = holds || before[i] == 0 && side != 0
            }
        }
        return holds
    }
}
