import Descent
import TestSupport
import Testing

@testable import DescentFiles
@testable import DescentSweep

/// A file as a table of typed columns: numbers and texts as they are, whatever the ranges and threads that read them.
@Suite struct CSVTableTests {
    private let scratch: Scratch
    private static let text = #"""
        id,age,city,zip,note
        a,1.5,Rome,01234,x
        b,,Oslo,7,"y, ""z"""
        c,-2e3,,A1,
        d,4,NA,01234,?
        e,NA,Oslo,7,w
        """#

    init() throws {
        scratch = try Scratch()
        try scratch.file("t.csv", Self.text)
    }

    private func file(_ options: CSVOptions = CSVOptions(), threads: Int = 1, rangeSize: Int = 1 << 20) throws
        -> CSVColumns
    {
        try CSVColumns(scratch.path("t.csv"), options, threads: threads, rangeSize: rangeSize)
    }

    private func wishes(_ change: (inout CSVColumnWish) -> Void) -> [CSVColumnWish] {
        ["city", "age", "note"].map {
            var wish = CSVColumnWish($0, isCategory: $0 != "age")
            change(&wish)
            return wish
        }
    }

    private func texts(_ table: Table, _ name: String) throws -> [String?] {
        let column = try table.categories(name)
        return (0..<column.count).map { column[$0] < column.levels.count ? column.levels[column[$0]] : nil }
    }

    @Test func kindsAreThoseOfTheFirstValues() throws {
        let schema = try file().schema
        #expect(schema.columnNames == ["id", "age", "city", "zip", "note"] && schema.sampleCount == 0)
        #expect(schema.columnNames.map { schema.isCategory($0) } == [true, false, true, false, true])
        #expect(try file(CSVOptions(excluded: ["id"])).schema.columnNames == ["age", "city", "zip", "note"])
        #expect(throws: FileError.noColumn(path: scratch.path("t.csv"), names: ["x"], columns: schema.columnNames)) {
            try file(CSVOptions(excluded: ["x"]))
        }
    }

    @Test(arguments: [1, 2, 7], [5, 17, 1 << 20]) func valuesAreThoseOfTheFile(_ threads: Int, _ rangeSize: Int) throws
    {
        let file = try file(CSVOptions(missingTexts: ["?"]), threads: threads, rangeSize: rangeSize)
        let found = try file.table(of: wishes { $0.gap = .keep })
        #expect(found.table.sampleCount == 5 && found.missing.rows == [])
        #expect(try texts(found.table, "city") == ["Rome", "Oslo", nil, nil, "Oslo"])
        #expect(try texts(found.table, "note") == ["x", "y, \"z\"", nil, nil, "w"])
        #expect(try found.table.categories("city").levels == ["Oslo", "Rome"])
        let ages = try #require(found.table.numbers("age"))
        #expect(ages.map { $0.isNaN ? nil : $0 } == [1.5, nil, -2000, 4, nil])
        #expect(found.missing.columns.map(\.name) == ["age", "city", "note"])
        #expect(found.missing.columns.map(\.count) == [2, 2, 2])

        let kept = try file.table(of: wishes { $0.gap = .drop })
        #expect(kept.table.numbers("age") == [1.5] && kept.missing.rows == [1, 2, 3, 4])
        #expect(try texts(kept.table, "note") == ["x"])

        let filled = try file.table(of: wishes { $0.gap = $0.isCategory ? .keep : .mean })
        let mean = (1.5 - 2000 + 4) / 3
        #expect(filled.means == ["age": mean] && filled.table.numbers("age") == [1.5, mean, -2000, 4, mean])
        let known = try file.table(of: wishes { $0.gap = $0.isCategory ? .keep : .value(9) })
        #expect(known.table.numbers("age") == [1.5, 9, -2000, 4, 9] && known.means == [:])
    }

    @Test func levelsThatAreKnown() throws {
        func read(_ unknown: CSVColumnWish.Unknown) throws -> CSVTable {
            var city = CSVColumnWish("city", isCategory: true)
            (city.known, city.unknown, city.gap) = (["Rome", "NA"], unknown, .keep)
            return try file().table(of: [city])
        }
        let path = scratch.path("t.csv")
        #expect(throws: FileError.unknownLevel(path: path, line: 3, column: 4, value: "Oslo", name: "city")) {
            try read(.refuse)
        }
        // A word for nothing that is a level is that level.
        #expect(try texts(read(.gap).table, "city") == ["Rome", nil, nil, "NA", nil])
        let kept = try read(.drop)
        #expect(try texts(kept.table, "city") == ["Rome", nil, "NA"])
        #expect(kept.missing.rows == [1, 4])
        // Numbers by their value.
        var age = CSVColumnWish("age", isCategory: false)
        (age.known, age.unknown, age.gap) = (["1.50", "-2000"], .drop, .keep)
        let ages = try file().table(of: [age])
        #expect(ages.missing.rows == [3] && ages.table.numbers("age")?.filter { !$0.isNaN } == [1.5, -2000])
    }

    @Test func faultsSayWhere() throws {
        let path = scratch.path("t.csv")
        func read(_ name: String, isCategory: Bool) throws -> CSVTable {
            try file().table(of: [CSVColumnWish(name, isCategory: isCategory)])
        }
        #expect(throws: FileError.missingValue(path: path, line: 3, column: 3, name: "age")) {
            try read("age", isCategory: false)
        }
        #expect(throws: FileError.notANumber(path: path, line: 4, column: 9, value: "A1", name: "zip")) {
            try read("zip", isCategory: false)
        }
        #expect(try read("zip", isCategory: true).table.categories("zip").levels == ["01234", "7", "A1"])
        #expect(throws: FileError.missingValue(path: path, line: 4, column: 8, name: "city")) {
            try read("city", isCategory: true)
        }
    }

    /// As many bytes a code as levels need.
    @Test(arguments: [2, 255, 256, 10_000]) func manyLevels(_ count: Int) throws {
        let values = (0..<12_000).map { "v\($0 * 7919 % count)" }
        try scratch.file("t.csv", (["x"] + values).joined(separator: "\n"))
        let table = try file(threads: 2, rangeSize: 4096).table(of: [CSVColumnWish("x", isCategory: true)]).table
        #expect(try texts(table, "x") == values && table.categories("x").levels.count == count)
    }

    @Test func tooManyLevels() throws {
        try scratch.file("t.csv", (["x"] + (0...10_000).map { "v\($0)" }).joined(separator: "\n"))
        for size in [4096, 1 << 20] {
            let error = #expect(throws: FileError.self) {
                try file(rangeSize: size).table(of: [CSVColumnWish("x", isCategory: true)])
            }
            guard case .illegalText(_, let line, _, let reason)? = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(line == 10_002 && reason.contains("more than 10000 different texts"))
        }
    }

    /// A table, its terms, a model, and another file: by public names alone.
    @Test func tablesOfFilesForTermsOfModels() throws {
        let rows = (0..<40).map { "\($0 * 7 % 11),\(["a", "b", "c"][$0 * 5 % 7 % 3]),\($0 * 13 % 17)" }
        try scratch.file("y.csv", (["x,g,y"] + rows).joined(separator: "\n"))
        let table = try Table(csv: scratch.path("y.csv"))
        #expect(table.columnNames == ["x", "g", "y"] && table.sampleCount == 40)
        let learned = try Terms(formula: "y ~ x * g", for: table).learned(from: table)
        let fit = try learned.dataset(of: table).fit(neuron: .linear)
        try Model(fit.layer, terms: learned).write(to: scratch.path("m.safetensors"))
        let terms = try #require(try Model<Double>(scratch.path("m.safetensors")).terms)
        try scratch.file("new.csv", "note;g;x\n?;b;1\n?;d;2\n?;;3\n?;a;4\n")
        let options = CSVOptions(separator: UInt8(ascii: ";")), path = scratch.path("new.csv")
        func predict(_ options: CSVOptions, _ unknown: UnknownLevel) throws -> [Double] {
            let new = try Table(csv: path, for: terms, options, unknown: unknown)
            return try fit.layer.predict(samples: terms.samples(of: new, unknown: unknown)).row(0)
        }
        func expected(_ g: String, _ x: Double) throws -> Double {
            let one = try Table(["g": .texts([g]), "x": .numbers([x])])
            return try fit.layer.predict(samples: learned.samples(of: one)).row(0)[0]
        }
        #expect(throws: FileError.unknownLevel(path: path, line: 3, column: 3, value: "d", name: "g")) {
            try predict(options, .refuse)
        }
        #expect(
            try predict(options, .reference)
                == [expected("b", 1), expected("a", 2), expected("a", 3), expected("a", 4)])
        var dropping = options
        dropping.missing = .drop
        #expect(try predict(dropping, .blank) == [expected("b", 1), expected("a", 4)])
        var filling = CSVOptions()
        (filling.missing, filling.missingIsLevel) = (.mean, true)
        try scratch.file("gaps.csv", "x,g\n1,a\n,b\n2,\n")
        let gaps = try Table(csv: scratch.path("gaps.csv"), filling)
        #expect(gaps.numbers("x") == [1, 1.5, 2])
        #expect(try texts(gaps, "g") == ["a", "b", nil])
        #expect(throws: FileError.missingValue(path: scratch.path("gaps.csv"), line: 3, column: 1, name: "x")) {
            try Table(csv: scratch.path("gaps.csv"))
        }
    }
}
