import DescentFiles
import Foundation
import TestSupport
import Testing

/// Arrays that NumPy and others have written, with their values.
@Suite(.enabled(if: Corpora.has("npy/manifest.json"), "no corpora")) struct NpyCorpusTests {
    struct Expected: Decodable {
        let shape: [Int]
        let dtype: String
        let fortranOrder: Bool
        let valuesRowMajor: [Value]
        var values: [Double] { valuesRowMajor.map(\.number) }

        /// A number, or the name of one that JSON does not have.
        struct Value: Decodable {
            let number: Double
            init(from decoder: any Decoder) throws {
                let one = try decoder.singleValueContainer()
                number = try (try? one.decode(Double.self)) ?? #require(Double(one.decode(String.self)))
            }
        }
    }

    /// `JSONSerialization` rounds some numbers to a neighbour.
    static let manifest: [String: Expected] = {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        let text = (try? Corpora.text("npy/manifest.json")) ?? "{}"
        return try! decoder.decode([String: Expected].self, from: Data(text.utf8))
    }()

    static let names = manifest.keys.sorted()
    private func same(_ a: Double, _ b: Double) -> Bool { a.bitPattern == b.bitPattern || a.isNaN && b.isNaN }

    @Test(arguments: names, [FileReading.mapped, .guarded, .copied])
    func reads(_ name: String, _ reading: FileReading) throws {
        let expected = try #require(Self.manifest[name]), array = try NpyFile(path(name), reading: reading)
        #expect(array.shape == expected.shape)
        #expect(array.type.descr == expected.dtype)
        #expect(array.isFortranOrder == expected.fortranOrder)
        let found = try array.values(as: Double.self)
        #expect(found.count == expected.values.count && zip(found, expected.values).allSatisfy(same))
        // Read by shares of the first index, as ranks do.
        if let samples = array.shape.first {
            let cuts = [0, samples / 3, samples / 3, samples / 2, samples]
            let parts = try zip(cuts, cuts.dropFirst()).flatMap {
                try array.values(as: Double.self, ofSamples: $0..<$1)
            }
            #expect(zip(parts, found).allSatisfy(same) && parts.count == found.count)
        }
        let single = try array.values(as: Float.self)
        #expect(zip(single, expected.values).allSatisfy { same(Double($0), Double(Float($1))) })
    }

    /// As data: features × samples, whole and in ragged tiles.
    @Test(arguments: names, [FileReading.mapped, .copied])
    func areSamples(_ name: String, _ reading: FileReading) throws {
        let expected = try #require(Self.manifest[name]), array = try NpyFile(path(name), reading: reading)
        guard [1, 2].contains(expected.shape.count) else {
            let error = #expect(throws: FileError.self) { try array.samples(as: Double.self) }
            guard case .shape(path(name), expected.shape, _) = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            return
        }
        let data = try array.samples(as: Double.self), features = expected.shape.count == 1 ? 1 : expected.shape[1]
        #expect(data.sampleCount == expected.shape[0] && data.featureCount == features)
        #expect(data.isInPlace == (expected.dtype == "<f8" && reading != .copied))
        for width in [1, 2, 3] {
            for start in stride(from: 0, to: data.sampleCount, by: width) {
                let range = start..<min(start + width, data.sampleCount)
                var staging = [Double](repeating: .nan, count: data.needsStaging ? features * range.count : 0)
                try staging.withUnsafeMutableBufferPointer { staging in
                    let block = try data.tile(range, into: staging)
                    #expect(
                        block.sampleCount == range.count && block.featureCount == features
                            && block.layout == data.layout)
                    for sample in range {
                        for feature in 0..<features {
                            let place =
                                block.layout == .sampleMajor
                                ? (sample - start) * block.stride + feature : feature * block.stride + sample - start
                            #expect(same(block.base[place], expected.values[sample * features + feature]))
                        }
                    }
                }
            }
        }
    }

    @Test(arguments: [
        "f64_big_endian_fortran", "f64_big_endian_standard", "f64_little_endian_fortran", "f64_little_endian_standard",
    ])
    func readsThoseOfOthers(_ name: String) throws {
        let array = try NpyFile(path("ndarray-npy/example_\(name).npy"))
        #expect(try array.values(as: Double.self) == (0..<array.shape.reduce(1, *)).map { Double($0) })
    }

    @Test(arguments: [
        ("ndarray-npy/example_c64_big_endian_fortran.npy", "complex numbers (>c16)"),
        ("ndarray-npy/example_c64_little_endian_standard.npy", "complex numbers (<c16)"),
        ("numpy/py2-np0-objarr.npy", "pickled Python objects, which nobody should load"),
        ("numpy/py2-objarr.npy", "pickled Python objects, which nobody should load"),
        ("numpy/py3-objarr.npy", "pickled Python objects, which nobody should load"),
    ])
    func refuses(_ name: String, _ what: String) throws {
        let error = #expect(throws: FileError.self) { try NpyFile(path(name)) }
        guard case .unsupported(path(name), .npy, what, _) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test(arguments: ["numpy/py2-objarr.npz", "numpy/py3-objarr.npz", "README.md"])
    func refusesOtherFormats(_ name: String) {
        let reason = "it does not begin with \\x93NUMPY"
        #expect(throws: FileError.malformed(path: path(name), format: .npy, offset: 0, reason: reason)) {
            try NpyFile(path(name))
        }
    }

    @Test func refusesABadBoolean() throws {
        let array = try NpyFile(path("ndarray-npy/example_bool_bad_value.npy"))
        let expected = FileError.illegalValue(
            path: array.path, offset: 132, value: "98", requirement: "0 or 1, as a boolean")
        #expect(throws: expected) { try array.values(as: Double.self) }
    }

    private func path(_ name: String) -> String { Corpora.folder! + "/npy/" + name }
}
