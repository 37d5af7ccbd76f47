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
    func number(_ name: String) throws -> Double {
        guard let value = self[name] as? Double else { throw Trouble("no number \(name) in \(self)") }
        return value
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

    /// The bias first, as where standard errors are.
    var fitted: [Double] { get throws { [try number("bias")] + (try numbers("coefficients")) } }
}
