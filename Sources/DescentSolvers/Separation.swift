/// Whether a classifier's or a count's likelihood has an optimum, or rises for ever along some direction.
///
/// A direction d separates where no sample's likelihood falls along it and some sample's rises: for two classes
/// (2y − 1)(x·d + b) ≥ 0 for all samples, and > 0 for some. Samples of weight 0 do not count; a target strictly between
/// 0 and 1 asks for x·d + b = 0. Then the coefficients of a fit without a penalty grow until the iterations end, and
/// their size says nothing. What a penalty or limits hold does not: of a fit with them only the other coefficients are asked
/// about, such as the bias of a class without samples.
///
/// The verdict is that of the data, not of a fit; see `test(_:neuron:output:hasBias:suspecting:threads:)`.
public enum Separation: Sendable, Hashable {
    /// The classes overlap: the optimum is finite, and unique but for collinear features.
    case none
    /// Some direction satisfies every sample strictly: all coefficients run to infinity.
    case complete(direction: Parameters)
    /// Some samples can be satisfied strictly; the others are 0 in every direction that separates.
    case quasiComplete(Infinity)
    /// The test has found neither; the reason is what stopped it, in words.
    case undecided(reason: String)

    /// What runs to infinity, and what does not.
    public struct Infinity: Sendable, Hashable {
        /// Satisfies strictly all samples that any direction does. Coefficients of collinear features are 0 in it; of
        /// classes, those of class 0 are.
        public let direction: Parameters
        /// The coefficients that some direction of separation moves; all others stay finite.
        public let coefficients: [Coefficient]
        /// Coefficients that the samples do not determine, given those of the bias and of the features before: a fit may
        /// leave them at 0.
        package let collinear: [Coefficient.Place]
        /// Samples that determine the coefficients that stay finite: they are 0 in every direction of separation, or, of classes,
        /// as likely as before to be of some other class.
        package let remaining: [Int]

        package init(
            direction: Parameters, coefficients: [Coefficient], collinear: [Coefficient.Place], remaining: [Int]
        ) {
            self.direction = direction
            self.coefficients = coefficients
            self.collinear = collinear
            self.remaining = remaining
        }
    }

    /// A coefficient that runs to infinity.
    public struct Coefficient: Sendable, Hashable {
        /// Whose weight it is; nil for the bias.
        public var feature: Int? { if case .weight(let feature, _) = place { feature } else { nil } }
        /// The output of a class of a softmax, else 0.
        public var output: Int {
            switch place {
            case .weight(_, let output), .bias(let output): output
            }
        }
        /// Which infinity it runs to: nil where some directions of separation lead to +∞ and others to −∞, or where that could not be
        /// told.
        public let sign: FloatingPointSign?
        /// Where it is among those of the direction.
        package let place: Place

        package init(place: Place, sign: FloatingPointSign?) {
            self.place = place
            self.sign = sign
        }

        package enum Place: Sendable, Hashable {
            /// The weight of a feature, in the output of a class of a softmax, else in output 0; both from 0.
            case weight(feature: Int, output: Int)
            /// The bias of the output of a class of a softmax, else of output 0.
            case bias(output: Int)
        }
    }
}

/// Why there is no verdict about separation.
package enum SeparationObstacle: Sendable, Hashable {
    /// So many passes over the data were not enough.
    case passes(Int)
    /// After so many passes, samples are nearer to a plane than the tolerance tells apart.
    case rounding(passes: Int)
}

extension Separation {
    package static func undecided(because obstacle: SeparationObstacle) -> Separation {
        .undecided(reason: obstacle.description)
    }
}

extension SeparationObstacle: CustomStringConvertible {
    package var description: String {
        switch self {
        case .passes(let count): "\(count) passes over the data did not decide whether it is separated"
        case .rounding(let passes):
            "after \(passes) passes over the data, samples lie so near to a plane that rounding decides the rest"
        }
    }
}
