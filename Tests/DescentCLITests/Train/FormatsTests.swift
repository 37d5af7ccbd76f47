import TestSupport
import Testing

/// The same samples in whatever file: the same coefficients.
@Suite struct FormatsTests {
    private let bench: Bench
    private static let samples = Samples.binary().single
    init() throws {
        bench = try Bench()
        try bench.files.file("y.npy", Npy.bytes(Self.samples.targets))
    }

    private func fit(_ line: String) throws -> [Double] {
        try bench.json("train \(line) --output m.safetensors --threads 2").fitted
    }

    private func expected() throws -> [Double] {
        try bench.files.file("X.npy", Npy.bytes(rows: Self.samples.rows))
        return try fit("--features X.npy --targets y.npy")
    }

    @Test(arguments: [Npy.Kind.f8, .f4, .bigF8, .bigF4].indices, [false, true])
    func arrays(_ kind: Int, isFortran: Bool) throws {
        let kind = [Npy.Kind.f8, .f4, .bigF8, .bigF4][kind]
        try bench.files.file("Z.npy", Npy.bytes(rows: Self.samples.rows, kind, isFortran: isFortran))
        let found = try fit("--features Z.npy --targets y.npy")
        let expected = try expected()
        // Fortran's order has tiles of its own, and so other roundings.
        if isFortran { #expect(difference(found, expected) < 1e-12) } else { #expect(found == expected) }
    }

    @Test func integersAsTargets() throws {
        try bench.files.file("yi.npy", Npy.bytes(Self.samples.targets, .i8))
        let expected = try expected()
        try #expect(fit("--features X.npy --targets yi.npy") == expected)
    }

    @Test func shards() throws {
        try bench.files.folder("parts")
        for (name, range) in [("a", 0..<70), ("b", 70..<71), ("c", 71..<200)] {
            try bench.files.file("parts/\(name).npy", Npy.bytes(rows: Array(Self.samples.rows[range])))
        }
        let expected = try expected()
        for path in ["parts", "parts/", "parts/*.npy", "parts/[abc].npy"] {
            try #expect(difference(fit("--features \(path) --targets y.npy"), expected) < 1e-12, "\(path)")
        }
    }

    @Test func text() throws {
        try bench.files.file("X.csv", Self.samples.csv)
        try bench.files.file("X.libsvm", Self.samples.libsvm)
        try bench.files.file("X.tsv", Self.samples.csv.replacing(",", with: "\t"))
        try bench.files.file("X.txt", Self.samples.csv.replacing(",", with: ";"))
        try bench.files.file("bare.csv", Self.samples.csv.drop { $0 != "\n" }.dropFirst().utf8)
        let expected = try expected()
        try #expect(fit("X.csv --target y") == expected)
        try #expect(fit("--features X.csv --target y --columns x1,x2,x3,x4") == expected)
        try #expect(fit("X.libsvm") == expected)
        try #expect(fit("X.tsv --target y") == expected)
        try #expect(fit("X.txt --format csv --separator ; --target y") == expected)
        try #expect(fit("bare.csv --no-header --target 5") == expected)
        let reversed = try fit("X.csv --target y --columns x4,x3,x2,x1")
        #expect(difference([reversed[0]] + reversed[1...].reversed(), expected) < 1e-12)
    }

    @Test(arguments: ["X.npy --targets y.npy", "X.csv --target y", "X.libsvm"])
    func withoutMaps(_ line: String) throws {
        try bench.files.file("X.csv", Self.samples.csv)
        try bench.files.file("X.libsvm", Self.samples.libsvm)
        let expected = try expected()
        try #expect(fit("\(line) --no-mmap") == expected)
    }

    /// Half of the digits, and a model of Float's.
    @Test func single() throws {
        let expected = try expected()
        let found = try fit("--features X.npy --targets y.npy --precision float")
        #expect(difference(found, expected) < 1e-4 && found != expected)
        #expect(difference(found.map { Double(Float($0)) }, found) < 1e-15, "\(found)")
        try #expect(bench.json("inspect m.safetensors").text("precision") == "float")
    }

    @Test func textsAsClasses() throws {
        let names = Self.samples.targets.map { $0 == 1 ? "yes" : "no" }
        let rows = zip(Self.samples.rows, names).map { $0.map { "\($0)" }.joined(separator: ",") + ",\($1)\n" }
        try bench.files.file("named.csv", "x1,x2,x3,x4,y\n" + rows.joined())
        let expected = try expected()
        try #expect(fit("named.csv --target y") == expected)
        try #expect(fit("named.csv --target y --labels no,yes") == expected)
        try #expect(difference(fit("named.csv --target y --labels yes,no"), expected.map { -$0 }) < 1e-12)
        try #expect(bench.json("inspect m.safetensors").texts("classes") == ["yes", "no"])
    }
}
