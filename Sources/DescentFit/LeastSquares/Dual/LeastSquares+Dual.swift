extension LeastSquares {
    /// Whether a fit is solved from the side of its samples, by `DualProblem`: a rule of shapes and options alone.
    ///
    /// That side needs a penalty on all but fewer features than there are samples. It costs n m² where the other costs m n² + n³,
    /// so it is never slower where there are more features than samples; from twice as many on it is worth a way of its own,
    /// and below 256 features neither takes any time.
    static func isDual(
        features: Int, samples: Int, hasBias: Bool, ridge: Double, factors: [Double]?
    ) -> Bool {
        guard ridge > 0, features >= fewestOfDual, features / 2 >= samples else { return false }
        let free = factors?.count { $0 == 0 } ?? 0
        return free + (hasBias ? 1 : 0) <= samples
    }

    static var fewestOfDual: Int { 256 }
}
