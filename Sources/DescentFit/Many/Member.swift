/// What one of several fits over the same samples learns from: which target, and how often each sample counts.
///
/// Nothing of it is stored per sample: both are derived from the data tile by tile, in every sweep.
public struct Member: Sendable, Hashable {
    /// What it predicts.
    public let target: Target
    /// How often each sample counts for it.
    public let counts: Counts

    /// Default the first row of the targets, from all samples.
    ///
    /// Whether the data have that row, class or fold shows where they are fitted.
    public init(_ target: Target = .row(0), counts: Counts = .all) {
        self.target = target
        self.counts = counts
    }

    /// What is predicted.
    public enum Target: Sendable, Hashable {
        /// A row of the targets. The default, with row 0.
        case row(Int)
        /// 1 for one class of class data and 0 for the rest.
        case oneClass(Int)
        /// All classes of class data, by a softmax.
        case classes
    }
}

/// How often each sample counts, beside its own weight.
public enum Counts: Sendable, Hashable {
    /// Once.
    case all
    /// Once, but not in this fold.
    case allBut(fold: Int)
    /// Once in this fold, and not elsewhere.
    case only(fold: Int)
    /// As often as a bootstrap replicate has drawn it; see `BootstrapCounts`.
    case bootstrap(seed: UInt64, replicate: Int)
    /// Once where that replicate has not drawn it, and not elsewhere.
    case outOfBag(seed: UInt64, replicate: Int)

    /// The same samples seen from the other side: those that a fit has not learnt from. Nil where there are none.
    var heldOut: Counts? {
        switch self {
        case .allBut(let fold): .only(fold: fold)
        case .only(let fold): .allBut(fold: fold)
        case .bootstrap(let seed, let replicate): .outOfBag(seed: seed, replicate: replicate)
        case .outOfBag(let seed, let replicate): .bootstrap(seed: seed, replicate: replicate)
        case .all: nil
        }
    }

    var fold: Int? {
        switch self {
        case .allBut(let fold), .only(let fold): fold
        case .all, .bootstrap, .outOfBag: nil
        }
    }
}
