import Foundation

/// Data sets with certified answers, which are no part of the package: in the folder that `DESCENT_CORPORA` names, else
/// beside the package in `shared/corpora`. Tests that need them are skipped where they are absent.
public enum Corpora {
    public static let folder: String? = {
        let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let beside = package.deletingLastPathComponent().appendingPathComponent("shared/corpora").path
        let named = ProcessInfo.processInfo.environment["DESCENT_CORPORA"]
        return [named ?? beside].first { FileManager.default.fileExists(atPath: $0) }
    }()

    public static func has(_ name: String) -> Bool {
        folder.map { FileManager.default.fileExists(atPath: $0 + "/" + name) } ?? false
    }

    public static func text(_ name: String) throws -> String {
        try String(contentsOfFile: (folder ?? "") + "/" + name, encoding: .utf8)
    }

    /// A file of one object, as Foundation reads it.
    public static func object(_ name: String) throws -> [String: Any] {
        try JSONSerialization.jsonObject(with: Data(try text(name).utf8)) as? [String: Any] ?? [:]
    }
}
