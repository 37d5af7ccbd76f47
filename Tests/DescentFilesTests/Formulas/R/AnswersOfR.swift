import DescentFiles
import DescentSweep
import Foundation
import TestSupport

/// What R makes of the formulas: it is started once for all of them.
struct AnswersOfR: Sendable {
    struct Column: Sendable {
        let name: String
        let values: [Double]
    }

    struct Coefficient: Sendable {
        let name: String
        /// NaN where R has none, since the column depends on those before it.
        let estimate: Double
        let standardError: Double
    }

    struct Answer: Sendable {
        var columns: [Column] = []
        var coefficients: [Coefficient] = []
        var deviance = Double.nan
        var degreesOfFreedom = Double.nan
        var rank = Double.nan
    }

    let tables: [String: Table]
    let answers: [Answer]

    static let shared = Result { try AnswersOfR() }

    private init() throws {
        let scratch = try Scratch(), cases = FormulasOfR.all
        let lines = cases.map {
            [$0.set, $0.family.rawValue, $0.weights ?? "", $0.formula].joined(separator: "\t") + "\n"
        }
        try scratch.file("cases.txt", lines.joined())
        _ = try R.run("DescentFilesTests/Formulas/R/fits.R", [scratch.folder])
        tables = try Dictionary(
            uniqueKeysWithValues: Set(cases.map(\.set)).map {
                ($0, try Self.table(Self.lines(scratch.text($0 + ".txt"))))
            })
        answers = try cases.map { Self.answer(Self.lines(try scratch.text("\($0.index).txt"))) }
    }

    private static func lines(_ text: String) -> [[Substring]] {
        text.split(separator: "\n").map { $0.split(separator: "\t", omittingEmptySubsequences: false) }
    }

    private static func number(_ text: Substring) -> Double { Double(text) ?? .nan }

    /// Numbers, texts and categories as they are there, so that the levels keep their order.
    private static func table(_ lines: [[Substring]]) throws -> Table {
        var names: [String] = [], columns: [Table.Column] = [], levels: [String] = []
        for line in lines {
            let values = line.dropFirst(2)
            switch line[0] {
            case "levels":
                levels = values.map(String.init)
                continue
            case "codes": columns.append(.categories(values.map { UInt8($0)! }, levels: levels))
            case "texts": columns.append(.texts(values.map(String.init)))
            case "flags": columns.append(.numbers(values.map { $0 == "1" }))
            case "integers": columns.append(.numbers(values.map { Int32($0)! }))
            default: columns.append(.numbers(values.map(number)))
            }
            names.append(String(line[1]))
        }
        return try Table(names: names, columns: columns)
    }

    private static func answer(_ lines: [[Substring]]) -> Answer {
        var answer = Answer()
        for line in lines {
            switch line[0] {
            case "column":
                answer.columns.append(Column(name: String(line[1]), values: line.dropFirst(2).map(number)))
            case "coefficient":
                answer.coefficients.append(
                    Coefficient(name: String(line[1]), estimate: number(line[2]), standardError: number(line[3])))
            default:
                (answer.deviance, answer.degreesOfFreedom, answer.rank) = (
                    number(line[1]), number(line[2]), number(line[3])
                )
            }
        }
        return answer
    }
}
