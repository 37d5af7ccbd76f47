import Foundation

/// How a process ended, and what it said.
struct Ended: CustomStringConvertible {
    /// As a shell says it: 128 + the signal's number for a process that a signal ended.
    let status: Int32
    let output: [UInt8]
    let err: String

    var out: String { String(decoding: output, as: UTF8.self) }
    var lines: [Substring] { out.split(separator: "\n", omittingEmptySubsequences: false).dropLast() }
    var errLines: [Substring] { err.split(separator: "\n") }

    /// The one object on stdout.
    var json: [String: Any] {
        get throws {
            guard let object = try JSONSerialization.jsonObject(with: Data(output)) as? [String: Any] else {
                throw Trouble("no object: \(self)")
            }
            return object
        }
    }

    var description: String { "status \(status)\n\(out.suffix(2000))\n\(err.suffix(2000))" }
}

/// What a test cannot go on without.
struct Trouble: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}

extension [String: Any] {
    /// To the bit: Foundation rounds numbers of many digits on their way through decimals, whose text is still exact.
    func number(_ name: String) throws -> Double {
        guard let value = self[name] as? NSNumber, let number = Double(value.description) else {
            throw Trouble("no number \(name) in \(self)")
        }
        return number
    }

    func numbers(_ name: String) throws -> [Double] {
        guard let values = self[name] as? [Double] else { throw Trouble("no numbers \(name) in \(self)") }
        return values
    }

    func rows(_ name: String) throws -> [[Double]] {
        guard let values = self[name] as? [[Double]] else { throw Trouble("no rows \(name) in \(self)") }
        return values
    }

    func text(_ name: String) throws -> String {
        guard let text = self[name] as? String else { throw Trouble("no text \(name) in \(self)") }
        return text
    }

    func texts(_ name: String) throws -> [String] {
        guard let texts = self[name] as? [String] else { throw Trouble("no texts \(name) in \(self)") }
        return texts
    }

    /// Rows of a list, such as coefficients.
    func objects(_ name: String) throws -> [[String: Any]] {
        guard let rows = self[name] as? [[String: Any]] else { throw Trouble("no rows \(name) in \(self)") }
        return rows
    }

    var coefficients: [[String: Any]] { get throws { try objects("coefficients") } }
    /// Estimates of all coefficients in their order, of each output the bias first.
    var fitted: [Double] { get throws { try coefficients.map { try $0.number("estimate") } } }
    /// The same of the features alone.
    var weights: [Double] {
        get throws { try coefficients.filter { $0["name"] as? String != "(bias)" }.map { try $0.number("estimate") } }
    }
    /// Nil where there is none.
    var errors: [Double?] { get throws { try coefficients.map { $0["standardError"] as? Double } } }
    /// Of one output.
    var featureNames: [String] {
        get throws { try coefficients.map { try $0.text("name") }.filter { $0 != "(bias)" } }
    }
    /// Estimates by output, under what it is called, of each the bias first.
    var outputs: [(name: String, estimates: [Double])] {
        get throws {
            var found: [(name: String, estimates: [Double])] = []
            for row in try coefficients {
                let name = try row.text("class")
                if found.last?.name != name { found.append((name, [])) }
                found[found.count - 1].estimates.append(try row.number("estimate"))
            }
            return found
        }
    }
}
