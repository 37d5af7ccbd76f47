import Descent
import TestSupport
import Testing

@testable import DescentFiles

/// What a model keeps of a table's columns.
@Suite struct FeatureColumnsTests {
    private let scratch: Scratch
    init() throws { scratch = try Scratch() }

    private static let cases: [[FeatureColumns.Column]] = [
        [.init("a", .number(mean: nil))],
        [.init("", .number(mean: -0.0)), .init("b", .number(mean: .leastNonzeroMagnitude))],
        [.init("ü\n\"", .levels(["", "a\u{0}", "b"], omitsFirst: false)), .init("b", .number(mean: 1e300))],
        [.init("c", .levels(["one"], omitsFirst: true)), .init("d", .levels(["one"], omitsFirst: false))],
        [.init("é", .number(mean: 1)), .init("e\u{301}", .number(mean: 2))],
    ]

    @Test(arguments: cases) func roundTrip(_ columns: [FeatureColumns.Column]) throws {
        let columns = try FeatureColumns(columns)
        #expect(columns.featureNames.count == columns.featureCount)
        let json = try JSONParser.parse(Array(columns.json.written.utf8))
        #expect(try FeatureColumns(json, path: "") == columns)
        let layer = try Layer(neuron: .logistic, weights: (0..<columns.featureCount).map { Double($0) })
        try Model(layer, columns: columns).write(to: scratch.path("m"))
        let model = try Model<Double>(scratch.path("m"))
        #expect(model.columns == columns && model.featureNames == columns.featureNames)
    }

    @Test func columnsThatAreNone() throws {
        let long = String(repeating: "x", count: 1 << 20)
        func levels(_ levels: [String], omitsFirst: Bool = false) -> [FeatureColumns.Column] {
            [.init("a", .levels(levels, omitsFirst: omitsFirst))]
        }
        let refused: [([FeatureColumns.Column], String)] = [
            ([], "its columns make no feature"),
            (
                [.init("a", .number(mean: nil)), .init("a", .number(mean: 1))],
                "two of its columns are called 'a'"
            ),
            ([.init("a", .number(mean: .nan))], "the mean of its column 'a' is nan"),
            ([.init("a", .number(mean: .infinity))], "the mean of its column 'a' is inf"),
            (levels([]), "its column 'a' has 0 levels, and not 1 to 10000"),
            (levels(["x"], omitsFirst: true), "its columns make no feature"),
            (levels(["x", "x"]), "the levels of its column 'a' do not ascend"),
            (levels(["y", "x"]), "the levels of its column 'a' do not ascend"),
            (levels((10_000...20_000).map { "\($0)" }), "its column 'a' has 10001 levels, and not 1 to 10000"),
            (
                [.init(long, .levels((1000...1100).map { "\($0)" }, omitsFirst: false))],
                "the names of its features have more than 67108864 bytes"
            ),
        ]
        for (columns, reason) in refused {
            #expect(throws: FileError.notAModel(path: "the columns", reason: reason)) {
                try FeatureColumns(columns)
            }
        }
    }

    @Test func modelsThatContradictTheirColumns() throws {
        let columns = try FeatureColumns([.init("a", .levels(["x", "y"], omitsFirst: false))])
        let layer = try Layer(neuron: .logistic, weights: [1.0, 2])
        #expect(try Model(layer, columns: columns).featureNames == ["a=x", "a=y"])
        #expect(try Model(layer, featureNames: ["a=x", "a=y"], columns: columns).columns == columns)
        #expect(
            throws: FileError.notAModel(
                path: "the model", reason: "its features have other names than its columns make")
        ) { try Model(layer, featureNames: ["a=x", "b"], columns: columns) }
        #expect(
            throws: FileError.notAModel(
                path: "the model", reason: "its columns make 2 features where its weights have 1")
        ) { try Model(Layer(neuron: .logistic, weights: [1.0]), columns: columns) }
    }

    /// In whole files, with a checksum of their own.
    @Test func filesThatAreNone() throws {
        func refusal(_ version: String, _ columns: String?, names: String? = nil) throws -> FileError? {
            var metadata = [("format", "descent"), ("format_version", version), ("neuron", "logistic")]
            if let columns { metadata.append(("feature_columns", columns)) }
            if let names { metadata.append(("feature_names", names)) }
            let weights = Safetensors.Tensor(
                name: "weights", precision: .double, shape: [1, 2], bytes: [UInt8](repeating: 0, count: 16))
            let path = try scratch.file("m", Safetensors(tensors: [weights], metadata: metadata).encoded)
            do {
                _ = try Model<Double>(path)
                return nil
            } catch { return error }
        }
        let good = #"[{"name":"a"},{"name":"b","mean":1}]"#
        #expect(try refusal("2", good) == nil)
        #expect(try refusal("2", good, names: #"["a","b"]"#) == nil)
        guard case .newerFormat(_, 7, 6) = try refusal("7", good) else {
            Issue.record("a newer format")
            return
        }
        let many = (0..<10_001).map { "\"\(100_000 + $0)\"" }.joined(separator: ",")
        for columns in [
            "", "x", "{}", "[]", "[1]", "[{}]", "null", #"[{"name":"a"}]"#, #"[{"name":"a"},{"name":"a"}]"#,
            #"[{"name":"a"},{"name":1}]"#, #"[{"name":"a"},{"name":"b","mean":null}]"#,
            #"[{"name":"a"},{"name":"b","mean":1e400}]"#, #"[{"name":"a"},{"name":"b","mean":"1"}]"#,
            #"[{"name":"a"},{"name":"b","mean":nan}]"#, #"[{"name":"a"},{"name":"b","other":1}]"#,
            #"[{"name":"a","levels":["x","y"]}]"#, #"[{"name":"a","levels":["x","y"],"omits_first":1}]"#,
            #"[{"name":"a","levels":["x","x"],"omits_first":false}]"#,
            #"[{"name":"a","levels":["y","x"],"omits_first":false}]"#,
            #"[{"name":"a","levels":["x",1],"omits_first":false}]"#,
            #"[{"name":"a","levels":[],"omits_first":false},{"name":"b"},{"name":"c"}]"#,
            #"[{"name":"a","levels":["x"],"omits_first":true},{"name":"b"}]"#,
            #"[{"name":"a","levels":["x","y"],"omits_first":false,"mean":1}]"#,
            #"[{"name":"a","levels":[\#(many)],"omits_first":false}]"#,
            String(repeating: "[", count: 100_000),
        ] {
            guard case .notAModel = try refusal("2", columns) else {
                Issue.record("\(columns.prefix(80)): \(String(describing: try refusal("2", columns)))")
                continue
            }
        }
        #expect(try refusal("1", good) != nil && refusal("2", nil) != nil)
        #expect(try refusal("2", good, names: #"["a","c"]"#) != nil)
        #expect(try refusal("2", good, names: #"["a"]"#) != nil)
    }
}
