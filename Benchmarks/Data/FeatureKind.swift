import Descent

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// How the features of a data set relate: what makes a fit easy or hard, and no difference to one gradient.
enum FeatureKind: String, CaseIterable {
    /// Uniform in [−1, 1).
    case independent
    /// Neighbours have the correlation 0.9, those further apart 0.9 to the power of their distance.
    case correlated
    /// Correlated, three standard deviations off zero to either side, on scales from 0.01 to 100.
    case spread

    /// Turns independent features into correlated ones of the same variance, sample by sample.
    @specialized(where Element == Double)
    @specialized(where Element == Float)
    static func correlate<Element: Scalar>(_ X: inout Matrix<Element>) {
        let (feature, sample) = Self.strides(X)
        let (features, samples) = (X.rows, X.columns)
        let share = Element(0.9), rest = Element((1 - 0.9 * 0.9).squareRoot())
        X.withUnsafeMutablePointer { values in
            for i in 1..<max(1, features) {
                for j in 0..<samples {
                    let index = i * feature + j * sample
                    values[index] = share * values[index - feature] + rest * values[index]
                }
            }
        }
    }

    /// Moves and scales every feature, whose values are of a standard deviation of √⅓.
    @specialized(where Element == Double)
    @specialized(where Element == Float)
    static func spread<Element: Scalar>(_ X: inout Matrix<Element>) {
        let (feature, sample) = Self.strides(X)
        let (features, samples) = (X.rows, X.columns)
        X.withUnsafeMutablePointer { values in
            for i in 0..<features {
                let offset = Element((SplitMix64.offsets.number(i) < 0 ? -3 : 3) * (1 / 3.0).squareRoot())
                let scale = Element(pow(10, 2 * SplitMix64.scales.number(i)))
                for j in 0..<samples {
                    let index = i * feature + j * sample
                    values[index] = scale * (values[index] + offset)
                }
            }
        }
    }

    private static func strides<Element: Scalar>(_ X: Matrix<Element>) -> (feature: Int, sample: Int) {
        switch X.layout {
        case .sampleMajor: (1, X.rows)
        case .featureMajor: (X.columns, 1)
        }
    }
}
