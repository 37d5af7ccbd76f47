import Descent
import TestSupport
import Testing

@testable import DescentFiles

/// A file is read in ranges by several threads: what it says does not depend on either.
@Suite struct CSVRangeTests {
    private let scratch: Scratch
    init() throws { scratch = try Scratch() }

    private struct Outcome: Equatable {
        var X: [UInt64] = []
        var others: [[Double]?] = []
        var labels: [String]?
        var columns: FeatureColumns?
        var missing: MissingValues?
        var error: FileError?
    }

    private func outcome<T: Scalar>(
        _ path: String, _ options: CSVOptions, threads: Int, rangeSize: Int, as type: T.Type = Double.self
    ) -> Outcome {
        do {
            let file = try CSVFile<T>(path, as: nil, options, threads: threads, rangeSize: rangeSize)
            return Outcome(
                X: file.X.values.map { Double($0).bitPattern },
                others: [file.y, file.sampleWeights, file.offsets].map { $0?.map { Double($0) } },
                labels: file.labels, columns: file.columns, missing: file.missing)
        } catch { return Outcome(error: error) }
    }

    /// A table of numbers whose sums are exact, and of texts with all that quotes allow.
    private func table(_ generator: inout SplitMix64, faults: Bool) -> String {
        func pick(_ texts: [String]) -> String { texts.randomElement(using: &generator)! }
        var text = "a,city,\"b\nc\",y\n"
        for _ in 0..<Int.random(in: 1...12, using: &generator) {
            func number() -> String {
                let number = "\(Double(Int.random(in: -99...99, using: &generator)) / 4)"
                return pick([number, number, " \(number)", "\"\(number)\"", "", "NA"])
            }
            let city = pick(["x", "\"x\"", "\"\n\"", "\"a,\"\"\r\n\"\"\"", "\"\"\"\"", "\"\r\"", "y y", "", "é"])
            text += [number(), city, number(), pick(["u", "v", "\"u\"", ""])].joined(separator: ",")
            if faults, Int.random(in: 0..<20, using: &generator) == 0 {
                text += pick([",1", "\"", "x", "\n\"", "\n1,2"])
            }
            text += pick(["\n", "\r\n", "\r", "\n\n", "\r\r\n"])
        }
        return Bool.random(using: &generator) ? text : String(text.dropLast())
    }

    @Test(arguments: [false, true]) func anyRangesAndThreads(_ faults: Bool) throws {
        var generator = SplitMix64(seed: faults ? 1 : 2), read = 0
        for round in 0..<60 {
            let path = try scratch.file("t.csv", Array(table(&generator, faults: faults).utf8))
            for missing in CSVOptions.Missing.allCases {
                let options = CSVOptions(target: "y", oneHot: ["city"], missing: missing)
                let expected = outcome(path, options, threads: 1, rangeSize: 1 << 20)
                if expected.error == nil { read += 1 }
                for size in [1, 2, 3, 7, 13, 64] {
                    let found = outcome(path, options, threads: [1, 2, 7][round % 3], rangeSize: size)
                    #expect(found == expected, "ranges of \(size), \(missing)")
                }
            }
        }
        #expect(read > 20 && read < 180, "\(read)")
    }

    /// Quoted line ends, quotes and both ends of a CRLF on every border of ranges.
    @Test func bordersAnywhere() throws {
        let row = "1,\"\n\r\n\"\"\n\r\",\"2\"\r\n\n3,\"\"\"\",4\r5,\"\n\",6\n"
        let path = try scratch.file("b.csv", Array(("a,b,c\r\n" + String(repeating: row, count: 3)).utf8))
        let options = CSVOptions(oneHot: ["b"])
        let expected = outcome(path, options, threads: 1, rangeSize: 1 << 20)
        #expect(expected.error == nil && expected.X.count == 9 * 5)
        for size in 1...100 { #expect(outcome(path, options, threads: 2, rangeSize: size) == expected) }
    }

    /// Sums that round: the same for any number of threads.
    @Test func sameBitsForAnyThreads() throws {
        var generator = SplitMix64(seed: 3)
        var text = "a,b,c\n"
        for row in 0..<3000 {
            text += "\(generator.number()),\(row % 3 == 0 ? "" : "\(generator.number())"),\(row % 2)\n"
        }
        let path = try scratch.file("s.csv", Array(text.utf8)), options = CSVOptions(target: "c", missing: .mean)
        let expected = outcome(path, options, threads: 1, rangeSize: 1000)
        #expect(expected.error == nil && expected.missing?.columns.map(\.count) == [1000])
        let single = outcome(path, options, threads: 1, rangeSize: 1000, as: Float.self)
        for threads in [2, 7] {
            #expect(outcome(path, options, threads: threads, rangeSize: 1000) == expected)
            #expect(outcome(path, options, threads: threads, rangeSize: 1000, as: Float.self) == single)
        }
    }

    /// Vectors count by many bytes, and by single ones beside quotes and ends.
    @Test func countsRecordsOfAnyLength() throws {
        var generator = SplitMix64(seed: 4)
        for length in [1, 190, 191, 192, 193, 194, 400, 1000] {
            for _ in 0..<20 {
                let row = "\(length)," + String(repeating: "0", count: Int.random(in: 1...length, using: &generator))
                let quoted = Bool.random(using: &generator) ? "\"1\"," : "1,"
                let text = (0..<20).map { $0 == 11 ? quoted + "2" : row }.joined(separator: "\r\n")
                let path = try scratch.file("n.csv", Array(text.utf8))
                let file = try CSVFile<Double>(path, CSVOptions(hasHeader: false))
                #expect(file.X.columns == 20 && file.X[0, 11] == 1)
            }
        }
    }
}
