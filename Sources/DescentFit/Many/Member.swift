/// What one of several fits over the same samples learns from: which target, and how often each sample counts.
///
/// Nothing of it is stored per sample: both are derived from the data tile by tile, in every sweep.
public struct Member: Sendable, Hashable {
    package let target: Target
    package let counts: Counts

    package init(_ target: Target = .row(0), counts: Counts = .all) {
        self.target = target
        self.counts = counts
    }

    /// What is predicted.
    package enum Target: Sendable, Hashable {
        case row(Int)
        case oneClass(Int)
        case classes
    }

    /// How often each sample counts, beside its own weight.
    package enum Counts: Sendable, Hashable {
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
    }
}

/// Each is made of all samples at first. Whether the data have that row, class or fold shows where members are fitted.
extension Member {
    /// Predicts a row of the targets.
    public static func row(_ index: Int) -> Member { Member(.row(index)) }

    /// Predicts 1 for one class of class data and 0 for the rest.
    public static func oneClass(_ index: Int) -> Member { Member(.oneClass(index)) }

    /// Predicts all classes of class data, by a softmax.
    public static let classes = Member(.classes)

    /// The same from the samples of all folds but one.
    public func without(fold: Int) -> Member { Member(target, counts: .allBut(fold: fold)) }

    /// The same from the samples of one fold.
    public func only(fold: Int) -> Member { Member(target, counts: .only(fold: fold)) }

    /// The same from all samples, each as often as a bootstrap replicate has drawn it: as many draws with replacement as there are
    /// samples. Equal seeds and numbers are equal draws, on every machine.
    public func resampled(seed: UInt64, replicate: Int) -> Member {
        Member(target, counts: .bootstrap(seed: seed, replicate: replicate))
    }
}

extension Member.Counts {
    /// The same samples seen from the other side: those that a fit has not learnt from. Nil where there are none.
    var heldOut: Member.Counts? {
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
