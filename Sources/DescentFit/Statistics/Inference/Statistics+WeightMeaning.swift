extension Statistics {
    /// What the sample weights are taken for. Estimates are the same, but neither the degrees of freedom nor all that rests on
    /// them.
    public enum WeightMeaning: Sendable, Hashable, CaseIterable {
        /// A sample of weight k is k equal samples: the number of observations is Σ w.
        case repetitions
        /// A sample of weight k is one observation with a k-th of the variance, such as a mean of k: the number of observations is
        /// that of the samples with a weight above 0, as in R. Of the logistic neuron, the share of k trials.
        case precisions
    }
}
