import CDescentKernels
import Testing

/// Stored numbers are widened exactly: every pattern of one and of two bytes, at any address.
@Suite struct WidenTests {
    /// A stored type, and what a number of it is by Swift.
    struct Stored: Sendable, CustomTestStringConvertible {
        let type: descent_number
        let size: Int
        let value: @Sendable (UInt16) -> Double

        var testDescription: String { "\(type.rawValue)" }
    }

    static let types = [
        Stored(type: descent_u8, size: 1) { Double(UInt8(truncatingIfNeeded: $0)) },
        Stored(type: descent_i8, size: 1) { Double(Int8(truncatingIfNeeded: $0)) },
        Stored(type: descent_u16, size: 2) { Double($0) },
        Stored(type: descent_i16, size: 2) { Double(Int16(bitPattern: $0)) },
        Stored(type: descent_f16, size: 2) { Double(Float16(bitPattern: $0)) },
        Stored(type: descent_bf16, size: 2) { Double(Float(bitPattern: UInt32($0) << 16)) },
    ]

    @Test(arguments: Level.here, types) func everyPattern(_ level: Level, _ stored: Stored) {
        check(Double.self, level, stored)
        check(Float.self, level, stored)
    }

    private func check<T: Precision>(_: T.Type, _ level: Level, _ stored: Stored) {
        let count = stored.size == 1 ? 256 : 65_536
        var bytes = [UInt8](repeating: 0, count: count * stored.size + 1)
        for pattern in 0..<count {
            for place in 0..<stored.size {
                bytes[1 + pattern * stored.size + place] = UInt8(pattern >> (8 * place) & 255)
            }
        }
        var out = [T](repeating: -1, count: count + 1)
        // From an odd address.
        bytes.withUnsafeBytes { T.kernels(level).widen(stored.type, count, $0.baseAddress! + 1, &out) }
        let wrong = (0..<count).filter { pattern in
            let expected = stored.value(UInt16(pattern)), found = Double(out[pattern])
            return expected.isNaN ? !found.isNaN : found != expected || found.sign != expected.sign
        }
        #expect(wrong.isEmpty, "\(T.self): \(wrong.prefix(5))")
        #expect(out[count] == -1)
    }

    @Test(arguments: Level.here) func floatsAndDoubles(_ level: Level) {
        let doubles = Double.numbers(1003, seed: 70), floats = doubles.map { Float($0) }
        var wide = [Double](repeating: 0, count: 1003), single = [Float](repeating: 0, count: 1003)
        floats.withUnsafeBytes { Double.kernels(level).widen(descent_f32, 1003, $0.baseAddress, &wide) }
        #expect(wide == floats.map { Double($0) })
        doubles.withUnsafeBytes { Float.kernels(level).widen(descent_f64, 1003, $0.baseAddress, &single) }
        #expect(single == floats)
    }

    @Test(arguments: Level.here, [(1, 1), (3, 8), (7, 17), (17, 33), (130, 7)]) func scalesAndZeros(
        _ level: Level, _ shape: (features: Int, count: Int)
    ) {
        let bytes = (0..<shape.features * shape.count).map { UInt8($0 * 37 % 256) }
        let zero = Double.numbers(shape.features, seed: 72), scale = Double.numbers(shape.features, seed: 73)
        var found = Double.zeros(bytes.count)
        bytes.withUnsafeBytes {
            Double.kernels(level).widenRescaled(
                descent_u8, shape.features, shape.count, $0.baseAddress, zero, scale, &found)
        }
        #expect(
            found == bytes.indices.map { (Double(bytes[$0]) - zero[$0 % shape.features]) * scale[$0 % shape.features] })
    }
}
