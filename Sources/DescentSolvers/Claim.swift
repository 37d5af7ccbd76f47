/// How a solver ended, by its own account. What that is worth the audit finds out, which alone makes an outcome of it.
package enum Claim: Sendable, Hashable {
    /// Nothing is left to gain by this rule.
    case satisfied(Outcome.Criterion)
    case limit(Outcome.Limit)
    /// The steps no longer change anything, or do not know where to go.
    case stalled
    /// The loss grows without bound; of the rate given.
    case diverged(rate: Double)
}
