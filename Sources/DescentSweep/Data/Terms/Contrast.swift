/// What numbers stand for the levels of a category where the bias, or another term, stands for their mean or for one of them.
public enum Contrast: String, Sendable, Hashable, CaseIterable {
    /// A column per level but the reference, 1 in its samples: coefficients are differences from the reference.
    case treatment
    /// A column per level but the last, 1 in its samples and −1 in those of the last: coefficients are differences from
    /// the mean of levels.
    case sum
    /// A column per level, 1 in its samples: beside a bias or margins their sum is known already, so that a fit needs a
    /// penalty.
    case none
}

/// How a formula asks for a category: `C(city, sum, ref="Oslo", na=true)`.
package struct Coding: Sendable, Hashable {
    /// Nil: that of all categories.
    package var contrast: Contrast?
    /// The level that is left out; nil for the first, or of a sum the last.
    package var reference: String?
    /// Whether a gap is a level of its own.
    package var hasGaps = false

    package init() {}
}

/// What to do with a sample of a level that was not there to learn from, and with gaps, where predictions are made.
public enum UnknownLevel: String, Sendable, Hashable, CaseIterable {
    /// An error that names the level and the sample.
    case refuse
    /// The level stands for the reference; a gap in numbers is still an error.
    case reference
    /// All columns of the terms that need it are NaN, and so is the prediction.
    case blank
}
