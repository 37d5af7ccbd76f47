import Descent
import TestSupport
import Testing

@testable import DescentSweep

/// Columns that are made tile by tile are those of an obvious loop, and the same however samples are cut.
@Suite struct TermSourceTests {
    private func values<T: Scalar>(
        _ source: TermSource<T>, _ range: Range<Int>
    ) throws -> [[T]] {
        var room = [T](repeating: -7, count: source.featureCount * range.count)
        return try room.withUnsafeMutableBufferPointer { room in
            let block = try source.tile(range, into: room)
            return (0..<source.featureCount).map { feature in
                (0..<range.count).map {
                    block.base[
                        block.layout == .sampleMajor ? $0 * block.stride + feature : feature * block.stride + $0]
                }
            }
        }
    }

    @Test(arguments: TermInstances.exact, [UInt64(1), 2]) func columnsAreThoseOfALoop(
        _ name: String, seed: UInt64
    ) throws {
        let instances = try TermInstances(samples: 700, seed: seed)
        let learned = try TermInstances.terms(name).learned(from: instances.table), expected = instances.columns(name)
        #expect(learned.featureNames.count == expected.count && learned.featureCount == expected.count)
        #expect(Set(learned.featureNames).count == expected.count)
        for layout in [Matrix<Double>.Layout.sampleMajor, .featureMajor] {
            #expect(try values(TermSource<Double>(learned, of: instances.table, layout: layout), 0..<700) == expected)
        }
        let single = try values(TermSource<Float>(learned, of: instances.table), 0..<700)
        #expect(single == expected.map { $0.map { Float($0) } })
    }

    @Test(arguments: TermInstances.rounded, [UInt64(1), 2]) func basesAreThoseOfTheirDefinition(
        _ name: String, seed: UInt64
    ) throws {
        let instances = try TermInstances(samples: 300, seed: seed)
        let learned = try TermInstances.terms(name).learned(from: instances.table), expected = instances.columns(name)
        let found = try values(TermSource<Double>(learned, of: instances.table), 0..<300)
        #expect(found.count == expected.count)
        for (column, wanted) in zip(found, expected) {
            let scale = wanted.reduce(0) { max($0, $1.magnitude) }
            // The definitions lose a few digits of their own: differences of neighbouring knots, and powers made orthogonal.
            for (a, b) in zip(column, wanted) { #expect((a - b).magnitude <= 1e-11 * max(scale, 1e-300)) }
        }
    }

    @Test(arguments: TermInstances.exact + TermInstances.rounded) func tilesMayBeCutAnyhow(
        _ name: String
    ) throws {
        let instances = try TermInstances(samples: 700, seed: 3)
        let learned = try TermInstances.terms(name).learned(from: instances.table)
        func check<T: Scalar>(_: T.Type) throws {
            for layout in [Matrix<T>.Layout.sampleMajor, .featureMajor] {
                let source = try TermSource<T>(learned, of: instances.table, layout: layout)
                let whole = try values(source, 0..<700)
                for range in [0..<0, 0..<1, 699..<700, 13..<14, 1..<17, 255..<258, 100..<612, 3..<699] {
                    #expect(try values(source, range) == whole.map { Array($0[range]) })
                }
            }
        }
        try check(Double.self)
        try check(Float.self)
    }

    /// Tables of one type of numbers are those of another.
    @Test func numbersAreReadAsTheyAreStored() throws {
        let numbers = [0, 1, 5, 100, 7, 3]
        let stored: [(String, Table.Column)] = [
            ("i8", .numbers(numbers.map { Int8($0) })), ("u16", .numbers(numbers.map { UInt16($0) })),
            ("i32", .numbers(numbers.map { Int32($0) })), ("u32", .numbers(numbers.map { UInt32($0) })),
            ("int", .numbers(numbers)), ("u64", .numbers(numbers.map { UInt64($0) })),
            ("f16", .numbers(numbers.map { Float16($0) })), ("f32", .numbers(numbers.map { Float($0) })),
        ]
        let table = try Table(names: stored.map(\.0), columns: stored.map(\.1))
        var terms = Terms()
        for (name, _) in stored { terms.add(Terms.number(Arithmetic(stringLiteral: name))) }
        let learned = try terms.learned(from: table)
        let expected = [[Double]](repeating: numbers.map { Double($0) }, count: stored.count)
        #expect(try values(TermSource<Double>(learned, of: table), 0..<6) == expected)
        let flags = try Table(["flag": .numbers([true, false, true])])
        let flag = try Terms.number("flag").learned(from: flags)
        #expect(try values(TermSource<Double>(flag, of: flags), 0..<3) == [[1, 0, 1]])
    }

    /// Indices of one, two and four bytes.
    @Test(arguments: [3, 300, 70_000]) func manyLevels(_ count: Int) throws {
        let levels = (0..<count).map { "l\($0)" }
        let indices = (0..<3 * count).map { ($0 * 7) % count }
        let table = try Table([
            "signed": .categories(indices, levels: levels),
            "bytes": .categories(indices.map { UInt32($0) }, levels: levels),
        ])
        for name in ["signed", "bytes"] {
            let learned = try Terms.category(name).learned(from: table)
            #expect(learned.featureCount == count - 1)
            let source = try TermSource<Float>(learned, of: table)
            let found = try values(source, 5..<7)
            for sample in 0..<2 {
                let place = (0..<count - 1).filter { found[$0][sample] != 0 }
                #expect(place == (indices[5 + sample] == 0 ? [] : [indices[5 + sample] - 1]))
            }
        }
    }
}
