internal import DescentAlgebra

extension Statistics {
    /// Deviance over degrees of freedom, far from the 1 that the model says: counts, or shares of trials, vary more or less than
    /// it.
    package struct Dispersion: Sendable, Hashable {
        /// Deviance over residual degrees of freedom.
        package let ratio: Double
        /// "counts" or "shares".
        let subject: String

        /// Nil where nothing is to be said.
        ///
        /// Far is a ratio of 1.5 or its inverse that chance has less often than one time in a thousand.
        ///
        /// - Parameter variance: of an observation, on average; a deviance is χ² only where it is not small.
        init?(deviance: Double, degreesOfFreedom free: Double, variance: Double, subject: String) {
            guard free > 0, deviance.isFinite else { return nil }
            let chance = ChiSquared(free)
            ratio = deviance / free
            self.subject = subject
            // Of rare events the deviance is less than its degrees of freedom: that says nothing.
            let isLarge = ratio > 1.5 && variance >= 0.5 && chance.upper(deviance) < 1e-3
            let isSmall = ratio < 1 / 1.5 && variance >= 5 && chance.lower(deviance) < 1e-3
            guard isLarge || isSmall else { return nil }
        }
    }
}

extension Statistics.Dispersion: CustomStringConvertible {
    package var description: String {
        let number = ratio.written(digits: 2), model = subject == "counts" ? "a Poisson's" : "a binomial's"
        return "deviance/df is \(number): the \(subject) vary \(ratio > 1 ? "more" : "less") than \(model);"
            + " errors are too \(ratio > 1 ? "small" : "large") by about √\(number)"
    }
}
