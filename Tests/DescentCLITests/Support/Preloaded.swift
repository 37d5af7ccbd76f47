import Foundation

#if canImport(Glibc)
    import Glibc
#endif

/// Libraries in C that are loaded before a program's own, and so come between it and the system.
enum Preloaded {
    /// The path of one that was compiled from a file of these tests; nil without a compiler.
    ///
    /// - Parameter flags: of the compiler, in the shell's words.
    static func library(_ source: String, flags: String = "") -> String? {
        let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        let file = tests.appendingPathComponent(source)
        let name = file.deletingPathExtension().lastPathComponent
        let target = NSTemporaryDirectory() + "descent-\(name)-\(getpid()).so"
        let words = "-shared -fPIC \(flags) -o '\(target)' '\(file.path)' -ldl"
        let made = try? Bench().shell("\"${CC:-cc}\" \(words) || clang \(words)")
        return made?.status == 0 ? target : nil
    }
}
