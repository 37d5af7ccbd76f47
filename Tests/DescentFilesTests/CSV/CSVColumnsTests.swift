import Descent
import TestSupport
import Testing

@testable import DescentFiles

/// New tables for a model that learned from another.
@Suite struct CSVColumnsTests {
    private let scratch: Scratch
    private let columns: FeatureColumns
    init() throws {
        scratch = try Scratch()
        let text = "age,city,size,y\n20,Bern,1,no\n,Rome,2,yes\n40,Bern,3,yes\n"
        let options = CSVOptions(target: "y", contrasts: ["city"], missing: .mean)
        let table = try CSVFile<Double>(try scratch.file("old.csv", Array(text.utf8)), options)
        let layer = try Layer(neuron: .logistic, weights: [1.0, 2, 3])
        try Model(layer, columns: table.columns, classes: table.labels).write(to: scratch.path("m"))
        columns = try Model<Double>(scratch.path("m")).columns!
    }

    private func read(
        _ text: String, _ options: CSVOptions = CSVOptions(), as columns: FeatureColumns? = nil
    ) throws -> CSVFile<Double> {
        try CSVFile(try scratch.file("new.csv", Array(text.utf8)), as: columns ?? self.columns, options)
    }

    @Test func byName() throws {
        #expect(columns.featureNames == ["age", "city=Rome", "size"])
        let file = try read("size,other,city,age\n1,x,Rome,2\n3,,Bern,NA\n")
        #expect(file.X.values == [2, 1, 1, 30, 0, 3])
        #expect(file.columns == columns && file.y == nil)
        #expect(file.missing.columns.map(\.name) == ["age"])
        let evaluated = try read(
            "y,size,city,age\nyes,1,Rome,2\n", CSVOptions(target: "y", labels: ["no", "yes"], missing: .mean))
        #expect(evaluated.y == [1] && evaluated.labels == ["no", "yes"])
        let single = try CSVFile<Float>(scratch.path("new.csv"), as: columns)
        #expect(single.X.values == [2, 1, 1])
    }

    @Test func withoutNames() throws {
        var options = CSVOptions(hasHeader: false)
        #expect(try read("1,Rome,3\n", options).X.values == [1, 1, 3])
        for (text, count) in [("1,Rome,3,4\n", 4), ("1,Rome\n", 2)] {
            let error = FileError.shape(
                path: scratch.path("new.csv"), found: [count],
                needed: "a model needs 3 columns where no line names them")
            #expect(throws: error) { try read(text, options) }
        }
        options.target = "2"
        let file = try read("1,7,Rome,3\n", options)
        #expect(file.X.values == [1, 1, 3] && file.y == [7])
    }

    @Test func whatDoesNotFit() throws {
        let path = scratch.path("new.csv")
        #expect(throws: FileError.noColumn(path: path, names: ["city"], columns: ["age", "size"])) {
            try read("age,size\n1,2\n")
        }
        #expect(throws: FileError.unknownLevel(path: path, line: 3, column: 3, value: "Oslo", name: "city")) {
            try read("age,city,size\n1,Rome,2\n1,Oslo,2\n")
        }
        #expect(throws: FileError.missingValue(path: path, line: 2, column: 8, name: "size")) {
            try read("age,city,size\n1,Rome,\n", as: columns.withoutMeans)
        }
        #expect(throws: FileError.missingValue(path: path, line: 2, column: 3, name: "city")) {
            try read("age,city,size\n1,,2\n", CSVOptions(missing: .mean))
        }
        #expect(throws: FileError.notANumber(path: path, line: 2, column: 8, value: "NA", name: "size")) {
            try read("age,city,size\n1,Rome,NA\n", CSVOptions(missing: .mean), as: columns.withoutMeans)
        }
        for (options, name) in [
            (CSVOptions(oneHot: ["city"]), "columns"), (CSVOptions(target: "age"), "a column of the model"),
        ] {
            let error = #expect(throws: FileError.self) { try read("age,city,size\n1,Rome,2\n", options) }
            guard case .illegalOption(name, _, _) = error else {
                Issue.record("\(String(describing: error))")
                continue
            }
        }
        let text = "age,city,size\n1,Rome,\n,Bern,2\n3,,4\n5,Rome,6\n"
        let dropped = try read(text, CSVOptions(missing: .drop))
        #expect(dropped.X.values == [1, 1, 2, 30, 0, 2, 5, 1, 6] && dropped.missing.rows == [2])
        let strict = try read(text, CSVOptions(missing: .drop), as: columns.withoutMeans)
        #expect(strict.X.values == [5, 1, 6] && strict.missing.rows == [0, 1, 2])
    }
}
