/// Compares OpenBLAS with plain loops, and looks for what a sweep relies on to have the same bits again.
///
/// Upstream has shipped kernels that were silently wrong for some shapes and CPUs. The products under test are
/// values, so that tests can hand in wrong ones.
struct SelfTest {
    var single = Products<Float>()
    var double = Products<Double>()

    /// The routines under test.
    struct Products<Element: Scalar>: Sendable {
        typealias Block = SampleBlock<Element>
        var scores: @Sendable (Block, [Element], Int) -> [Element] = { block, weights, outputs in
            var result = [Element](repeating: 0, count: block.sampleCount * outputs)
            block.addScores(weights, outputs: outputs, to: &result, stride: block.sampleCount)
            return result
        }
        var gradient: @Sendable (Block, [Element], Int) -> [Element] = { block, residuals, outputs in
            var result = [Element](repeating: 0, count: block.featureCount * outputs)
            block.addGradient(
                residuals, stride: block.sampleCount, outputs: outputs, scale: 1, keeping: 0, to: &result)
            return result
        }
        var gram: @Sendable (Block) -> [Element] = { block in
            var result = [Element](repeating: 0, count: block.featureCount * block.featureCount)
            Element.syrk(
                order: block.featureCount, depth: block.sampleCount, alpha: 1, a: block.base, strideA: block.stride,
                beta: 0, c: &result, strideC: block.featureCount)
            return result
        }
    }

    /// Every product on this thread and on another one, which must agree to the bit.
    func run() throws(DescentError) -> BLASProperties {
        let here = try outcome()
        // Where the system refuses a thread there will be no other one to differ.
        let there = onAnotherThread {
            BLAS.pinToOneThread()
            return Result { () throws(DescentError) in try outcome() }
        }
        if let there, try there.get().bits != here.bits {
            throw .algebra(
                because:
                    .selfTest(
                        routine: "gemv or gemm", core: BLAS.core, version: BLAS.version,
                        detail: "the same product has other bits on another thread"))
        }
        return here.properties
    }

    /// What one run found, and all its results.
    private struct Outcome: Sendable {
        let properties: BLASProperties
        let bits: [Double]
    }

    private func outcome() throws(DescentError) -> Outcome {
        let (first, firstBits) = try Precision(products: single).run()
        let (second, secondBits) = try Precision(products: double).run()
        let properties = BLASProperties(
            ignoresAlignment: first.ignoresAlignment && second.ignoresAlignment)
        return Outcome(properties: properties, bits: firstBits + secondBits)
    }
}

extension SelfTest {
    /// The test of one precision.
    struct Precision<Element: Scalar> {
        let products: Products<Element>

        // Ragged on purpose: below, at and beyond the widths of every vector unit, and a tile-like one.
        static var shapes: [(features: Int, samples: Int)] { [(1, 1), (3, 5), (7, 9), (17, 33), (28, 130), (65, 31)] }
        static var panel: Int { 8 }

        func run() throws(DescentError) -> (properties: BLASProperties, results: [Double]) {
            var results: [Double] = []
            var properties = BLASProperties(ignoresAlignment: true)
            for (features, samples) in Self.shapes {
                for layout in [Matrix<Element>.Layout.sampleMajor, .featureMajor] {
                    results += try check(features: features, samples: samples, layout: layout, &properties)
                }
            }
            return (properties, results)
        }

        private func check(
            features: Int, samples: Int, layout: Matrix<Element>.Layout, _ properties: inout BLASProperties
        ) throws(DescentError) -> [Double] {
            var results: [Double] = []
            let shift = 1  // values by which the second copy is misaligned
            let rows = layout == .sampleMajor ? features : samples
            let x = Self.numbers(features * samples, seed: 1)
            let storage = try MatrixStorage<Element>(count: x.count + shift)
            func block(at offset: Int) -> SampleBlock<Element> {
                (storage.base + offset).update(from: x, count: x.count)
                return SampleBlock(
                    base: UnsafePointer(storage.base + offset), features: features, samples: samples, stride: rows,
                    layout: layout)
            }
            let weights = Self.numbers(features * Self.panel, seed: 2)
            let residuals = Self.numbers(samples * Self.panel, seed: 3)
            let exactX = try Self.widened(x), exactW = try Self.widened(weights), exactR = try Self.widened(residuals)
            defer { withExtendedLifetime((storage, exactX, exactW, exactR)) {} }
            let featureStep = layout == .sampleMajor ? 1 : samples, sampleStep = layout == .sampleMajor ? features : 1
            func sample(_ i: Int) -> Line {
                Line(base: exactX.base + i * sampleStep, step: featureStep, count: features)
            }
            func feature(_ j: Int) -> Line {
                Line(base: exactX.base + j * featureStep, step: sampleStep, count: samples)
            }

            for outputs in [1, Self.panel] {
                let w = Array(weights.prefix(features * outputs)), r = Array(residuals.prefix(samples * outputs))
                let routine = outputs == 1 ? "gemv" : "gemm"
                let z = products.scores(block(at: 0), w, outputs)
                try compare(z, routine, features: features, samples: samples, layout) { index in
                    let (output, i) = index.quotientAndRemainder(dividingBy: samples)
                    return (sample(i), Line(base: exactW.base + output * features, step: 1, count: features))
                }
                let g = products.gradient(block(at: 0), r, outputs)
                try compare(g, routine, features: features, samples: samples, layout) { index in
                    let (output, j) = index.quotientAndRemainder(dividingBy: features)
                    return (feature(j), Line(base: exactR.base + output * samples, step: 1, count: samples))
                }
                results += (z + g).map { Double($0) }
                if z != products.scores(block(at: shift), w, outputs)
                    || g != products.gradient(block(at: shift), r, outputs)
                {
                    properties.ignoresAlignment = false
                }
            }
            guard layout == .sampleMajor else { return results }
            let gram = products.gram(block(at: 0))
            try compare(gram, "syrk", features: features, samples: samples, layout) { index in
                let (column, row) = index.quotientAndRemainder(dividingBy: features)
                return row > column ? nil : (feature(row), feature(column))
            }
            return results + gram.map { Double($0) }
        }

        /// Each result must lie within n ulp of Σ |aᵢbᵢ| of Σ aᵢbᵢ, n their number: rounding once per term. No lines, no result.
        private func compare(
            _ results: [Element], _ routine: String, features: Int, samples: Int, _ layout: Matrix<Element>.Layout,
            lines: (Int) -> (Line, Line)?
        ) throws(DescentError) {
            for (index, result) in results.enumerated() {
                guard let (a, b) = lines(index) else { continue }
                let (exact, size) = a.product(b)
                let tolerance = Double(Element.ulpOfOne) * Double(a.count + 2) * size
                if !((Double(result) - exact).magnitude <= tolerance) {
                    let prefix = Element.self == Float.self ? "s" : "d"
                    throw .algebra(
                        because:
                            .selfTest(
                                routine: prefix + routine, core: BLAS.core, version: BLAS.version,
                                detail: "value \(index) for \(features) features × \(samples) samples, \(layout), "
                                    + "is \(result), not \(exact)"))
                }
            }
        }

        private static func widened(_ values: [Element]) throws(DescentError) -> MatrixStorage<Double> {
            let result = try MatrixStorage<Double>(count: values.count)
            for (i, value) in values.enumerated() { result.base[i] = Double(value) }
            return result
        }

        /// Numbers in (−1, 1) with full mantissas; a small linear congruential generator.
        private static func numbers(_ count: Int, seed: UInt64) -> [Element] {
            var state = seed &* 0x9E37_79B9_7F4A_7C15
            return (0..<count).map { _ in
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                return Element(Double(Int64(bitPattern: state) >> 11) * 0x1p-52)
            }
        }
    }
}

/// Exact values that lie a step apart. Every process begins with their products, debug builds too, which are slow wherever code is generic
/// or has closures: by arrays of terms the test took 0.8 s there.
private struct Line {
    let base: UnsafePointer<Double>
    let step: Int
    let count: Int

    /// Σ aᵢbᵢ and Σ |aᵢbᵢ|.
    func product(_ other: Line) -> (sum: Double, size: Double) {
        var sum = 0.0, size = 0.0, a = base, b = other.base, left = count
        while left > 0 {
            let term = a.pointee * b.pointee
            sum += term
            size += term.magnitude
            a += step
            b += other.step
            left -= 1
        }
        return (sum, size)
    }
}
