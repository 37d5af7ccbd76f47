internal import DescentAlgebra

/// The survey's partial: a header of counts and first places, then five numbers per series (feature or target row).
struct SurveyPartial {
    let base: UnsafeMutablePointer<Double>

    /// Places are indices as Doubles, exact to 2^53, and infinite where there is none.
    enum Field: Int, CaseIterable {
        case totalWeight
        case featuresNonFinite, targetsNonFinite, offsetsNonFinite, weightsNonFinite
        case firstFeature, firstTarget, firstOffset, firstWeight
        case negativeWeight, outsideUnitInterval, negativeTarget, notBinary

        var isPlace: Bool { rawValue >= Field.firstFeature.rawValue }
    }

    static let headerCount = Field.allCases.count

    subscript(field: Field) -> Double {
        get { base[field.rawValue] }
        nonmutating set { base[field.rawValue] = newValue }
    }

    func first(_ field: Field) -> Int? {
        let place = self[field]
        return place.isFinite ? Int(place) : nil
    }

    /// Notes a place, unless an earlier one is there.
    func note(_ field: Field, at place: Int) { self[field] = min(self[field], Double(place)) }

    /// The two fields about values of one kind that are not finite.
    struct NonFinite {
        let count: Field
        let first: Field

        init(_ quantity: DescentError.Quantity) {
            (count, first) =
                switch quantity {
                case .targets: (.targetsNonFinite, .firstTarget)
                case .offsets: (.offsetsNonFinite, .firstOffset)
                case .sampleWeights: (.weightsNonFinite, .firstWeight)
                default: (.featuresNonFinite, .firstFeature)
                }
        }
    }
}
