import Foundation
import TestSupport
import Testing

/// What is in a table, before anybody says what its columns are.
@Suite struct InspectTableTests {
    private let bench: Bench
    init() throws { bench = try Bench() }

    private static let header = "age,city,member,nothing,share"
    private static let lines = [
        "34,Berlin,yes,,0.5", "NA,\"Bonn, Rhein\",no,,-1e3", "51,Berlin,yes,NA,?", " 20 ,,no,,2", "7,Köln,,,0",
        "8,A,no,,1",
    ]

    private func columns(_ line: String) throws -> [[String: Any]] {
        try bench.json("inspect \(line)").objects("columns")
    }

    @Test func columns() throws {
        try bench.files.file("t.csv", ([Self.header] + Self.lines).joined(separator: "\n") + "\n")
        let table = try bench.json("inspect t.csv --na ?"), columns = try table.objects("columns")
        try #expect(table.text("kind") == "table" && table.number("rows") == 6 && table.text("separator") == ",")
        #expect(try columns.map { try $0.text("name") } == Self.header.split(separator: ",").map(String.init))
        #expect(try columns.map { try $0.text("type") } == ["number", "text", "boolean", "empty", "number"])
        #expect(try columns.map { try $0.number("missing") } == [1, 1, 1, 6, 1])
        #expect(columns.map { $0["levels"] as? Int } == [nil, 4, 2, 0, nil])
        try #expect(columns[0].number("low") == 7 && columns[0].number("high") == 51)
        try #expect(columns[4].number("low") == -1000 && columns[4].number("high") == 2)
        try #expect(columns[1].texts("texts") == ["A", "Berlin", "Bonn, Rhein", "Köln"])
        let rows = try #require(table["firstRows"] as? [[String]])
        #expect(rows.count == 5 && rows[1] == ["NA", "Bonn, Rhein", "no", "", "-1e3"])
        // Without what means a gap, numbers with a mark are texts.
        #expect(try self.columns("t.csv")[4].text("type") == "text")
        let text = try bench.descent("inspect t.csv --na ?")
        #expect(text.status == 0 && text.err == "" && text.lines.contains("rows       6"), "\(text)")
        #expect(
            text.lines.contains {
                $0.hasPrefix("city ") && $0.contains("text") && $0.hasSuffix("A, Berlin, Bonn, Rhein, Köln")
            })
        #expect(text.lines.contains { $0.hasPrefix("age ") && $0.hasSuffix("7.0 … 51.0") })
        #expect(text.lines.allSatisfy { $0.last != " " })
    }

    /// Every kind of table is one.
    @Test(arguments: [
        "t.csv --separator ;", "t.tsv", "t.txt", "u.txt", "v.txt --decimal ,", "w.csv --no-header", "t.csv --decimal ,",
    ])
    func kinds(_ line: String) throws {
        let separator =
            line.hasPrefix("t.tsv") || line.hasPrefix("t.txt")
            ? "\t" : line.hasPrefix("w") || line.hasPrefix("u") ? "," : ";"
        let mark = line.contains("--decimal") ? "," : "."
        let rows = (0..<9).map { "\($0)\(mark)5;a\($0 % 3);\"x\(separator)\($0)\"\n" }.joined()
        let text = (line.contains("--no-header") ? "" : "n;t;q\n") + rows
        try bench.files.file(String(line.split(separator: " ")[0]), text.replacing(";", with: separator))
        let columns = try columns(line)
        #expect(try columns.map { try $0.text("type") } == ["number", "text", "text"])
        try #expect(columns[0].number("high") == 8.5 && columns[2].number("levels") == 9)
    }

    @Test func manyLevels() throws {
        try bench.files.file("m.csv", "id,n\n" + (0..<20_000).map { "row \($0),\($0)\n" }.joined())
        let columns = try columns("m.csv")
        #expect(columns[0]["levels"] is NSNull && columns[0]["type"] as? String == "text")
        try #expect(columns[1].number("high") == 19_999)
        #expect(try bench.descent("inspect m.csv").out.contains("more than 10000"))
    }

    @Test func whatIsNoTable() throws {
        try bench.files.file("short.csv", "a,b\n1,2\n3\n")
        try bench.expectRefused("inspect short.csv", "short.csv:3:2", "1 fields where 2 are needed")
        try bench.files.file("long.csv", "a,b\n1,2\n3,4,5\n")
        try bench.expectRefused("inspect long.csv", "long.csv:3", "more than 2 fields")
        try bench.files.file("empty.csv", "")
        try bench.expectRefused("inspect empty.csv", "empty.csv")
        try bench.files.file("a.npy", Npy.bytes([2], [1, 2]))
        for flag in ["--separator ;", "--no-header", "--na ?", "--decimal ,"] {
            try bench.expectRefused(
                "inspect a.npy \(flag)", status: 2,
                "\(flag.split(separator: " ")[0]) belongs to tables, and a.npy is none")
        }
        try bench.expectRefused("inspect none.csv", "none.csv")
    }
}
