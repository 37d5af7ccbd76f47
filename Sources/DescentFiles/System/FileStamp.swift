#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// What changes when somebody writes a file.
struct FileStamp: Sendable {
    let size: Int
    /// When its bytes were written, which whoever writes may set to what it was.
    private let written: Moment
    /// When anything of the file was, which nobody sets.
    private let touched: Moment
    private let attributes: Attributes

    private struct Moment: Equatable {
        let seconds: Int
        let nanoseconds: Int

        init(_ time: timespec) { (seconds, nanoseconds) = (time.tv_sec, time.tv_nsec) }
    }

    /// What else moves the second time: the names of a file, of which another that takes its place removes one, its mode and owner.
    private struct Attributes: Equatable {
        let names: UInt64
        let mode: UInt32
        let owner: UInt32
        let group: UInt32
    }

    init(_ status: stat) {
        size = Int(status.st_size)
        #if canImport(Darwin)
            (written, touched) = (Moment(status.st_mtimespec), Moment(status.st_ctimespec))
        #else
            (written, touched) = (Moment(status.st_mtim), Moment(status.st_ctim))
        #endif
        attributes = Attributes(
            names: UInt64(status.st_nlink), mode: UInt32(status.st_mode), owner: status.st_uid, group: status.st_gid)
    }

    /// Whether a status of the same file says that nobody has written it since. Where its attributes are others, the time at which
    /// anything changed says nothing about its bytes.
    func isThat(of status: stat) -> Bool {
        let now = FileStamp(status)
        return size == now.size && written == now.written && (touched == now.touched || attributes != now.attributes)
    }
}
