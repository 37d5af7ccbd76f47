import Foundation
import TestSupport
import Testing

import Descent

/// A corpus as a problem for a classifier: its samples, its classes and its certified answers.
struct CertifiedFit {
    var x: [[Double]] = []
    /// 0 or 1, or class indices.
    var y: [Int] = []
    let certified: [String: Any]

    /// The unpenalised fits of a logistic neuron.
    static let maximumLikelihood = ["spector", "ucla-admissions", "birthwt", "icu", "heart_scale"]

    init(_ name: String) throws {
        switch name {
        case "spector":
            certified = try Corpora.object("spector/certified.json")
            for row in try Self.table("spector/spector.csv") {
                add(["gpa", "tuce", "psi"].map { row[$0]! }, row["grade"])
            }
        case "ucla-admissions":
            certified = try Corpora.object("ucla-admissions/certified.json")
            for row in try Self.table("ucla-admissions/binary.csv") {
                add([row["gre"]!, row["gpa"]!] + Self.indicators(row["rank"]!, ["2", "3", "4"]), row["admit"])
            }
        case "birthwt":
            certified = try Corpora.object("birthwt/certified.json")
            for row in try Self.table("birthwt/stata_lbw_glm.csv") {
                let race = Self.indicators(row["race"]!, ["black", "other"])
                add([row["age"]!, row["lwt"]!] + race + ["smoke", "ptl", "ht", "ui"].map { row[$0]! }, row["low"])
            }
        case "icu":
            certified = try Corpora.object("icu/certified.json")
            let names = ["Age", "Sex", "Infection", "SysBP", "Pulse", "Emergency"]
            for row in try Self.table("icu/ICU.csv") { add(names.map { row[$0]! }, row["Survive"]) }
        case "heart_scale", "a9a":
            certified = try Corpora.object("libsvm/\(name)_certified.json")
            try addSparse("libsvm/\(name)", features: name == "a9a" ? 123 : 13)
        case "wdbc":
            certified = try Corpora.object("uci-wdbc/certified.json")
            for line in try Corpora.text("uci-wdbc/wdbc.data").split(whereSeparator: \.isNewline) {
                let words = line.split(separator: ",")
                x.append(words.dropFirst(2).compactMap { Double($0) })
                y.append(words[1] == "M" ? 1 : 0)
            }
        case "iris":
            certified = try Corpora.object("softmax-iris/certified.json")
            let names = ["sepal_length", "sepal_width", "petal_length", "petal_width"]
            for row in try Self.table("softmax-iris/iris.csv") { add(names.map { row[$0]! }, row["class"]) }
        default:
            certified = try Corpora.object("softmax-anes96/certified.json")
            for row in try Self.table("softmax-anes96/anes96_raw.tsv", separator: "\t") {
                let size = log(try #require(Double(row["popul"]!)) + 0.1)
                add(["\(size)"] + ["selfLR", "age", "educ", "income"].map { row[$0]! }, row["PID"])
            }
        }
    }

    func binary() throws -> Dataset<Double> { try Dataset(Matrix(samples: x), targets: y.map { Double($0) }) }
    func classes(_ count: Int) throws -> Dataset<Double> { try Dataset(Matrix(samples: x), classes: y, of: count) }

    func numbers(_ key: String, in group: String? = nil) throws -> [Double] {
        let group = try group.map { try #require(certified[$0] as? [String: Any]) } ?? certified
        return try #require(group[key] as? [String]).compactMap(Double.init)
    }
    func number(_ key: String, in group: String? = nil) throws -> Double {
        let group = try group.map { try #require(certified[$0] as? [String: Any]) } ?? certified
        return try #require((group[key] as? String).flatMap(Double.init))
    }

    private mutating func add(_ words: [String], _ target: String?) {
        x.append(words.compactMap(Double.init))
        y.append(target.flatMap(Double.init).map { Int($0) } ?? -1)
    }

    private mutating func addSparse(_ file: String, features: Int) throws {
        for line in try Corpora.text(file).split(whereSeparator: \.isNewline) {
            let words = line.split(separator: " ")
            var row = [Double](repeating: 0, count: features)
            for word in words.dropFirst() {
                let pair = word.split(separator: ":")
                row[Int(pair[0])! - 1] = Double(pair[1])!
            }
            x.append(row)
            y.append(words[0].hasPrefix("-") ? 0 : 1)
        }
    }

    private static func indicators(_ value: String, _ levels: [String]) -> [String] {
        levels.map { value == $0 ? "1" : "0" }
    }

    private static func table(_ file: String, separator: Character = ",") throws -> [[String: String]] {
        let lines = try Corpora.text(file).split(whereSeparator: \.isNewline).map {
            $0.split(separator: separator).map { $0.trimmingCharacters(in: CharacterSet(charactersIn: "'\" \r")) }
        }
        return lines.dropFirst().map { Dictionary(zip(lines[0], $0), uniquingKeysWith: { first, _ in first }) }
    }
}
