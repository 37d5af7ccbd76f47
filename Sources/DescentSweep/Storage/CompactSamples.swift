public import DescentAlgebra

/// Samples in memory as small as they are stored, widened tile by tile: bytes, halves, or Floats for a fit in Double.
///
///     let X = try CompactSamples<Float>(pixels, of: .uint8, features: 784)
///     let fit = try Dataset(X, classes: digits, of: 10)
///         .fit(neuron: .softmax(classes: 10))
///
/// Everything that takes samples takes these, and gives the same bits as for the widened numbers in a `Matrix`.
public struct CompactSamples<Element: Scalar>: SampleSource {
    public let featureCount: Int
    public let sampleCount: Int
    public let layout: Matrix<Element>.Layout
    public var needsStaging: Bool { true }
    private let bytes: any ByteHolding
    private let type: NumberType
    private let affine: Affine?

    /// What is made of a stored number q: (q − zero) · scale, per feature.
    private final class Affine: Sendable {
        let zero: Buffer<Element>
        let scale: Buffer<Element>

        init(zero: [Double]?, scale: [Double]?, features: Int) throws(DescentError) {
            self.zero = try Buffer(features)
            self.scale = try Buffer(features)
            for feature in 0..<features {
                self.zero[feature] = Element(zero?[feature] ?? 0)
                self.scale[feature] = Element(scale?[feature] ?? 1)
            }
        }
    }

    /// - Parameters:
    ///   - numbers: sample after sample or, feature-major, feature after feature. Of the type's size each, such as `UInt8`, `Float16`, or
    ///     `UInt16` for the bits of brain floats; or the bytes of them all. They are not copied.
    ///   - type: what they are.
    ///   - features: numbers of a sample.
    ///   - layout: whether a sample or a feature is contiguous.
    ///   - scale: a factor per feature, of quantised numbers: a number q stands for (q − zero) · scale. Default 1.
    ///   - zero: what stands for 0, per feature. Default 0.
    /// - Throws: `illegalOption` for numbers of another size, or so many that they are no whole samples, a scale that is not finite or
    ///   0, a zero that is not finite; `mismatch` for scales or zeros that are not one per feature.
    public init<Number: BitwiseCopyable & Sendable>(
        _ numbers: [Number], of type: NumberType, features: Int, layout: Matrix<Element>.Layout = .sampleMajor,
        scale: [Double]? = nil, zero: [Double]? = nil
    ) throws(DescentError) {
        let stride = MemoryLayout<Number>.stride
        guard type.hasKernel else {
            throw .illegalOption(
                name: "the type", value: "\(type)",
                requirement: "one of those that NumberType names, in the machine's order")
        }
        guard stride == type.size || stride == 1, MemoryLayout<Number>.size == stride else {
            throw .illegalOption(
                name: "the numbers' size", value: "\(stride) bytes", requirement: "\(type.size), that of \(type)")
        }
        // Integers without a sign may be the bits of anything.
        if let own = NumberType(of: Number.self), own != type {
            throw .illegalOption(name: "the type", value: "\(type)", requirement: "\(own), which \(Number.self) is")
        }
        guard features > 0 else {
            throw .illegalOption(name: "features", value: "\(features)", requirement: "1 or more")
        }
        let count = numbers.count * stride / type.size
        guard numbers.count * stride % type.size == 0, count % features == 0 else {
            throw .illegalOption(
                name: "the numbers", value: "\(numbers.count)", requirement: "whole samples of \(features) features")
        }
        for (values, quantity) in [(scale, "scale"), (zero, "zero")] {
            guard let values else { continue }
            guard values.count == features else {
                throw .mismatch(.features, .features, expected: features, found: values.count)
            }
            if let bad = values.first(where: { !Element($0).isFinite || quantity == "scale" && Element($0) == 0 }) {
                throw .illegalOption(
                    name: quantity, value: "\(bad)",
                    requirement: quantity == "scale"
                        ? "finite and not 0, in \(Element.self)" : "finite, in \(Element.self)")
            }
        }
        bytes = StoredNumbers(numbers: numbers)
        self.type = type
        self.layout = layout
        featureCount = features
        sampleCount = count / features
        affine = scale == nil && zero == nil ? nil : try Affine(zero: zero, scale: scale, features: features)
    }

    /// The samples of a range, widened.
    @specialized(where Element == Double)
    @specialized(where Element == Float)
    public func tile(
        _ range: Range<Int>, into staging: UnsafeMutableBufferPointer<Element>
    ) throws -> SampleBlock<Element> {
        let isSampleMajor = layout == .sampleMajor
        let stride = isSampleMajor ? featureCount : max(1, range.count)
        // Empty where no sample is asked for.
        let out = staging.baseAddress ?? UnsafeMutablePointer(bitPattern: MemoryLayout<Element>.alignment)!
        let block = SampleBlock(
            base: UnsafePointer(out), features: featureCount, samples: range.count, stride: stride, layout: layout)
        guard !range.isEmpty else { return block }
        bytes.withBytes { base in
            func widen(_ first: Int, _ count: Int, into out: UnsafeMutablePointer<Element>) {
                _ = type.widen(count, base + first * type.size, into: out)
            }
            guard isSampleMajor else {
                for feature in 0..<featureCount {
                    let run = out + feature * stride
                    widen(feature * sampleCount + range.lowerBound, range.count, into: run)
                    guard let affine else { continue }
                    let (zero, scale) = (affine.zero[feature], affine.scale[feature])
                    for sample in 0..<range.count { run[sample] = (run[sample] - zero) * scale }
                }
                return
            }
            let first = range.lowerBound * featureCount
            guard let affine else { return widen(first, featureCount * range.count, into: out) }
            type.widen(
                features: featureCount, range.count, base + first * type.size, zero: affine.zero.base,
                scale: affine.scale.base, into: out)
        }
        return block
    }
}
