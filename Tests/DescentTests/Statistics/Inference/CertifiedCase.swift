import Descent
import Foundation
import TestSupport
import Testing

/// A data set with a certified maximum of likelihood: 30 digits of coefficients, standard errors and log-likelihood.
enum CertifiedCase: String, CaseIterable {
    case spector, icu, birthwt, admissions, heart

    /// Bias first.
    var certified: (coefficients: [Double], errors: [Double], logLikelihood: Double) {
        get throws {
            let path =
                switch self {
                case .heart: "libsvm/heart_scale_certified.json"
                case .admissions: "ucla-admissions/certified.json"
                default: "\(rawValue)/certified.json"
                }
            var object = try Corpora.object(path)
            if self == .heart { object = try #require(object["mle"] as? [String: Any]) }
            func numbers(_ key: String) -> [Double] {
                (object[key] as? [Any] ?? []).compactMap { Double("\($0)") }
            }
            // The reader of JSON rounds once to a Double, or to a decimal of 38 digits, as it likes.
            let likelihood = try #require(object["loglik_ref"].flatMap { Double("\($0)") })
            return (numbers("coefficients_ref"), numbers("std_errors_ref"), likelihood)
        }
    }

    var names: [String] {
        switch self {
        case .spector: ["gpa", "tuce", "psi"]
        case .icu: ["Age", "Sex", "Infection", "SysBP", "Pulse", "Emergency"]
        case .birthwt: ["age", "lwt", "race_black", "race_other", "smoke", "ptl", "ht", "ui"]
        case .admissions: ["gre", "gpa", "rank2", "rank3", "rank4"]
        case .heart: (1...13).map { "x\($0)" }
        }
    }

    func samples() throws -> (x: [[Double]], y: [Double]) {
        switch self {
        case .spector: return try read("spector/spector.csv", names.map { ($0, nil) }, target: "grade")
        case .icu: return try read("icu/ICU.csv", names.map { ($0, nil) }, target: "Survive")
        case .birthwt:
            return try read(
                "birthwt/stata_lbw_glm.csv",
                names.map { name in
                    name.hasPrefix("race_") ? ("race", String(name.dropFirst(5))) : (name, nil)
                }, target: "low")
        case .admissions:
            return try read(
                "ucla-admissions/binary.csv",
                [("gre", nil), ("gpa", nil), ("rank", "2"), ("rank", "3"), ("rank", "4")],
                target: "admit")
        case .heart:
            var x: [[Double]] = [], y: [Double] = []
            for line in try Corpora.text("libsvm/heart_scale").split(separator: "\n") {
                let words = line.split(separator: " ")
                var row = [Double](repeating: 0, count: 13)
                for word in words.dropFirst() {
                    let pair = word.split(separator: ":")
                    row[Int(pair[0])! - 1] = Double(pair[1])!
                }
                x.append(row)
                y.append(Double(words[0])! > 0 ? 1 : 0)
            }
            return (x, y)
        }
    }

    func dataset() throws -> Dataset<Double> {
        let (x, y) = try samples()
        return try Dataset(Matrix(samples: x), targets: y)
    }

    /// Columns as they are, or 1 where they have a value.
    private func read(
        _ path: String, _ columns: [(String, String?)], target: String
    ) throws -> (x: [[Double]], y: [Double]) {
        let lines = try Corpora.text(path).split(whereSeparator: \.isNewline)
        let header = lines[0].split(separator: ",").map { String($0).replacingOccurrences(of: "\"", with: "") }
        func place(_ name: String) throws -> Int { try #require(header.firstIndex(of: name)) }
        let places = try columns.map { try place($0.0) }, last = try place(target)
        var x: [[Double]] = [], y: [Double] = []
        for line in lines.dropFirst() {
            let words = line.split(separator: ",", omittingEmptySubsequences: false)
            x.append(
                try zip(places, columns).map { place, column in
                    let word = words[place].replacingOccurrences(of: "\"", with: "")
                    if let value = column.1 { return word == value ? 1 : 0 }
                    return try #require(Double(word))
                })
            y.append(try #require(Double(words[last])))
        }
        return (x, y)
    }
}

/// −log₁₀ of the relative error, at most the 15.95 of a Double.
func agreement(_ found: Double, _ expected: Double) -> Double {
    let error = (found - expected).magnitude / expected.magnitude
    return error == 0 ? 15.95 : min(15.95, -log10(error))
}
