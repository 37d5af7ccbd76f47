#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif
internal import Synchronization

/// The wish of a terminal or a supervisor that the command ends.
///
/// While nothing is worth saving, it ends at once. During a fit the first signal is heard after the step; a second one ends it at once.
enum Signals {
    private static let received = Atomic<Int32>(0)
    private static let isDeferred = Atomic<Bool>(false)

    /// What a program's handlers may do is little: these set a number, or end the process.
    static func install() {
        // So that no handler is the first to ask for them, which would take a lock.
        received.store(0, ordering: .relaxed)
        isDeferred.store(false, ordering: .relaxed)
        for number in [SIGINT, SIGTERM] {
            var action = sigaction()
            let handler: @convention(c) (Int32) -> Void = { number in
                let isFirst = Signals.received.exchange(number, ordering: .relaxed) == 0
                if !isFirst || !Signals.isDeferred.load(ordering: .relaxed) { _exit(128 + number) }
            }
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
            if Self.isIgnored(before) { sigaction(number, &before, nil) }
        }
        // Whoever writes to a pipe that nobody reads is told so by the call.
        signal(SIGPIPE, SIG_IGN)
        // So is who writes more than files may have.
        signal(SIGXFSZ, SIG_IGN)
    }

    private static func isIgnored(_ action: sigaction) -> Bool {
        #if canImport(Darwin)
            let handler = action.__sigaction_u.__sa_handler
        #else
            let handler = action.__sigaction_handler.sa_handler
        #endif
        return unsafeBitCast(handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
    }

    /// From now on somebody asks `pending` now and then.
    static func heed() { isDeferred.store(true, ordering: .relaxed) }
    static func ignoreNoMore() { isDeferred.store(false, ordering: .relaxed) }

    static var pending: Int32? {
        let number = received.load(ordering: .relaxed)
        return number == 0 ? nil : number
    }
}
