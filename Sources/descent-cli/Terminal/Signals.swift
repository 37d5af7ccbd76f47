#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif
internal import DescentSystem
internal import Synchronization

/// The wish of a terminal or a supervisor that the command ends.
///
/// It ends at once, in the middle of whatever it does: files are replaced whole, so none is ever half written. Only a fit that has
/// something to save is asked instead, and answers between two steps; where a step takes longer than a second, such as one with the
/// factor of a large matrix, the command ends without its answer, and what was saved before stands. Nobody in between needs to ask.
/// A second signal ends it at once in any case.
enum Signals {
    private static let received = Atomic<Int32>(0)
    private static let state = Atomic<Int>(0)
    /// What is said at the end, by whoever hears the signal: the address of bytes that are never freed, or 0, and how many.
    private static let words = Atomic<UInt>(0)
    private static let wordCount = Atomic<Int>(0)

    private static var atOnce: Int { 0 }
    private static var afterASecond: Int { 1 }
    private static var whenAnswered: Int { 2 }

    /// What a program's handlers may do is little: these set a number, set an alarm, write, or end the process.
    static func install() {
        // So that no handler is the first to ask for them, which would take a lock.
        received.store(0, ordering: .relaxed)
        state.store(atOnce, ordering: .relaxed)
        words.store(0, ordering: .relaxed)
        wordCount.store(0, ordering: .relaxed)
        for number in [SIGINT, SIGTERM] {
            install(number) { number in
                let isFirst = Signals.received.exchange(number, ordering: .relaxed) == 0
                switch Signals.state.load(ordering: .relaxed) {
                case Signals.whenAnswered where isFirst: break
                case Signals.afterASecond where isFirst: alarm(1)
                default: Signals.end(number)
                }
            }
        }
        install(SIGALRM) { number in
            let first = Signals.received.load(ordering: .relaxed)
            Signals.end(first == 0 ? number : first)
        }
        // Whoever writes to a pipe that nobody reads is told so by the call.
        signal(SIGPIPE, SIG_IGN)
        // So is who writes more than files may have.
        signal(SIGXFSZ, SIG_IGN)
    }

    private static func install(_ number: Int32, _ handler: @escaping @convention(c) (Int32) -> Void) {
        var action = sigaction()
        #if canImport(Darwin)
            action.__sigaction_u.__sa_handler = handler
        #else
            action.__sigaction_handler.sa_handler = handler
        #endif
        // Calls that wait go on, so that a file is written to its end.
        action.sa_flags = Int32(SA_RESTART)
        var before = sigaction()
        sigaction(number, &action, &before)
        // Whoever started this in the background, or by nohup, wants it to go on.
        if number != SIGALRM, Self.isIgnored(before) { sigaction(number, &before, nil) }
    }

    /// Ends the process from within a handler.
    private static func end(_ number: Int32) {
        if let words = UnsafeRawPointer(bitPattern: words.load(ordering: .acquiring)) {
            _ = write(2, words, wordCount.load(ordering: .relaxed))
        }
        _exit(128 + number)
    }

    private static func isIgnored(_ action: sigaction) -> Bool {
        #if canImport(Darwin)
            let handler = action.__sigaction_u.__sa_handler
        #else
            let handler = action.__sigaction_handler.sa_handler
        #endif
        return unsafeBitCast(handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
    }

    /// A fit begins, whose end by a signal is told of.
    ///
    /// - Parameters:
    ///   - checkpoint: where it is saved; nil where nothing is.
    ///   - isShared: whether ranks end together, by `pending` alone: of a rank that ends for itself the others know nothing.
    static func heed(saving checkpoint: String?, isShared: Bool) {
        let text =
            checkpoint.map {
                "interrupted in the middle of a step; --resume goes on from what \($0.shown) has, if it is there already"
            } ?? Failure.interrupted(signal: 0, checkpoint: nil).message!
        let whole = (StatusLine().isOn ? StatusLine.cleared : "") + Output.line(text) + "\n"
        let bytes = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: whole.utf8.count)
        _ = bytes.initialize(from: whole.utf8)
        wordCount.store(bytes.count, ordering: .relaxed)
        if Ranks.isFirst { words.store(UInt(bitPattern: bytes.baseAddress), ordering: .releasing) }
        state.store(isShared ? whenAnswered : checkpoint == nil ? atOnce : afterASecond, ordering: .relaxed)
    }

    /// Whoever asked has heard, and takes the time that saving takes; a second signal does not wait for it.
    static func answer() { alarm(0) }

    /// The fit is over. Where its last step was the answer, what is left has the rest of the second.
    static func ignoreNoMore() {
        state.store(atOnce, ordering: .relaxed)
        words.store(0, ordering: .relaxed)
    }

    static var pending: Int32? {
        let number = received.load(ordering: .relaxed)
        return number == 0 ? nil : number
    }
}
