import Descent
import Testing

/// Tables say what is wrong with their columns.
@Suite struct TableTests {
    private func reason(_ columns: KeyValuePairs<String, Table.Column>) -> String {
        do {
            _ = try Table(columns)
            return "taken"
        } catch { return "\(error)" }
    }

    @Test func columnsAreChecked() throws {
        #expect(reason(["a": .numbers([1, 2]), "b": .texts(["x", nil])]) == "taken")
        #expect(
            reason(["a": .numbers([1, 2]), "b": .texts(["x"])])
                == "the column 'b' is of 1 values, but must be of 2, as 'a' is")
        #expect(
            reason(["a": .numbers([1]), "a": .numbers([2])]) == "the column 'a' is there twice, but must be there once")
        #expect(
            reason(["a": .categories([0, 1, 4], levels: ["x", "y", "z"])])
                == "the column 'a' is of the index 4 in sample 2, but must be of indices from 0 to 3")
        #expect(
            reason(["a": .categories([0, -1], levels: ["x"])])
                == "the column 'a' is of the index -1 in sample 1, but must be of indices from 0 to 1")
        #expect(
            reason(["a": .categories([0], levels: ["x", "x"])])
                == "the column 'a' is of two levels of one name, but must be of different levels")
        #expect(reason(["a": .numbers([(1, 2)])]) == "the column 'a' is of (Int, Int), but must be of numbers")
    }

    @Test func namesAndColumnsAreAsMany() throws {
        do {
            _ = try Table(names: ["a", "b"], columns: [.numbers([1])])
            Issue.record("taken")
        } catch { #expect("\(error)" == "input: 2 features where 1 is needed") }
    }

    @Test func orderIsKept() throws {
        let table = try Table(["b": .numbers([1, 2]), "a": .numbers([3.5, 4])])
        #expect(table.columnNames == ["b", "a"] && table.sampleCount == 2)
    }

    @Test func emptyTablesTeachNothing() throws {
        let table = try Table(["a": .numbers([Double]())])
        do {
            _ = try Terms.number("a").learned(from: table)
            Issue.record("taken")
        } catch { #expect("\(error)" == "the data has no samples; at least 1 is needed") }
    }
}
