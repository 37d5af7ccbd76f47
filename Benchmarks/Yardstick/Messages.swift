import DescentSystem

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// What the two processes say to each other, as plain memory through pipes: both are the same program.
struct YardstickRequest: BitwiseCopyable {
    enum Action: Int {
        /// Make the samples of a shape; answered with 0 where there is no memory for them.
        case prepare
        /// Both products, timed.
        case measure
    }

    var action: Int
    var features = 0
    var samples = 0
    var isFloat = false
    var isFeatureMajor = false
    var outputs = 1
}

struct YardstickReply: BitwiseCopyable {
    var seconds = 0.0
    /// ‖Z‖ and ‖X Zᵀ/m‖: they show that the work was done.
    var scores = 0.0
    var gradient = 0.0
}

/// Whole messages over a file descriptor.
enum Pipe {
    /// Nil where the other end is closed.
    static func receive<Message: BitwiseCopyable>(_ message: Message, from file: Int32) -> Message? {
        var message = message
        let isWhole = withUnsafeMutableBytes(of: &message) { bytes in
            var rest = bytes[...]
            while !rest.isEmpty {
                let count = read(file, UnsafeMutableRawBufferPointer(rebasing: rest).baseAddress, rest.count)
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { return false }
                rest = rest.dropFirst(count)
            }
            return true
        }
        return isWhole ? message : nil
    }

    /// False where the other end is closed.
    static func send<Message: BitwiseCopyable>(_ message: Message, to file: Int32) -> Bool {
        withUnsafeBytes(of: message) { System.write($0, to: file) }
    }
}
