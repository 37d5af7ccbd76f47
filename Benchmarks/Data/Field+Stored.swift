import Descent

extension Field {
    /// The samples as small numbers, and the matrix that these stand for: integers by a scale per feature, floats rounded.
    func stored(as type: NumberType) throws -> (bytes: [UInt8], samples: CompactSamples<Element>, wide: Matrix<Element>)
    {
        let values = X.values, features = shape.features
        func compact<Number: BitwiseCopyable & Sendable>(
            _ numbers: [Number], scale: Double? = nil, zero: Double? = nil, _ value: (Number) -> Double
        ) throws -> (bytes: [UInt8], samples: CompactSamples<Element>, wide: Matrix<Element>) {
            let bytes = numbers.withUnsafeBytes { Array($0) }
            let samples = try CompactSamples<Element>(
                bytes, of: type, features: features, scale: scale.map { [Double](repeating: $0, count: features) },
                zero: zero.map { [Double](repeating: $0, count: features) })
            let (factor, shift) = (Element(scale ?? 1), Element(zero ?? 0))
            let wide = try Matrix<Element>(
                rows: features, columns: shape.samples, numbers.map { (Element(value($0)) - shift) * factor })
            return (bytes, samples, wide)
        }
        switch type {
        case .uint8:
            return try compact(values.map { UInt8((Double($0) + 1) * 127.5) }, scale: 1 / 128, zero: 127.5) {
                Double($0)
            }
        case .bfloat16:
            return try compact(values.map { UInt16(truncatingIfNeeded: Float($0).bitPattern >> 16) }) {
                Double(Float(bitPattern: UInt32($0) << 16))
            }
        default: return try compact(values.map { Float16($0) }) { Double($0) }
        }
    }
}
