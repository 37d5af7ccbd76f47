internal import DescentFiles

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// When data were written, for whoever finds a page of them later: a property of the file, and not of when it is read.
enum FileDate {
    /// Of the file, or of the last of those that a folder or a pattern stands for, such as `2026-03-01 14:05 UTC`; nil where there is none.
    static func latest(of word: String, ending: String) -> String? {
        let paths = (try? FilePaths.matching(word, ending: ending)) ?? []
        return paths.compactMap(seconds).max().flatMap(text)
    }

    private static func seconds(_ path: String) -> Int? {
        var status = stat()
        guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        #if canImport(Darwin)
            return status.st_mtimespec.tv_sec
        #else
            return status.st_mtim.tv_sec
        #endif
    }

    static func text(_ seconds: Int) -> String? {
        var moment = time_t(seconds), parts = tm()
        guard gmtime_r(&moment, &parts) != nil else { return nil }
        func two(_ value: Int32) -> String { (value < 10 ? "0" : "") + "\(value)" }
        return "\(Int(parts.tm_year) + 1900)-\(two(parts.tm_mon + 1))-\(two(parts.tm_mday))"
            + " \(two(parts.tm_hour)):\(two(parts.tm_min)) UTC"
    }
}
