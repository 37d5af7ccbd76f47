import Foundation

/// A folder of one test's own, which goes when the test does.
public final class Scratch: Sendable {
    public let folder: String

    public init() throws {
        folder = NSTemporaryDirectory() + "descent-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    public func path(_ name: String) -> String { folder + "/" + name }

    /// Writes a file and returns its path.
    @discardableResult public func file(_ name: String, _ bytes: some Collection<UInt8>) throws -> String {
        try Data(bytes).write(to: URL(fileURLWithPath: path(name)))
        return path(name)
    }

    @discardableResult public func file(_ name: String, _ text: String) throws -> String {
        try file(name, text.utf8)
    }

    public func folder(_ name: String) throws {
        try FileManager.default.createDirectory(atPath: path(name), withIntermediateDirectories: true)
    }

    public func bytes(_ name: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: URL(fileURLWithPath: path(name))))
    }

    public func text(_ name: String) throws -> String { String(decoding: try bytes(name), as: UTF8.self) }

    public func has(_ name: String) -> Bool { FileManager.default.fileExists(atPath: path(name)) }

    public func remove(_ name: String) throws { try FileManager.default.removeItem(atPath: path(name)) }

    public var names: [String] { get throws { try FileManager.default.contentsOfDirectory(atPath: folder).sorted() } }
}
