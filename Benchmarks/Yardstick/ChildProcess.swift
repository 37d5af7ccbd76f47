import DescentSystem

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// This program once more, with other arguments and variables, at the other end of two pipes. Only on Linux.
final class ChildProcess {
    /// What it reads.
    let input: Int32
    /// What it writes.
    let output: Int32
    private let process: pid_t

    /// Nil where the system refuses.
    init?(arguments: [String], variables: [String: Int]) {
        #if os(Linux)
            guard let program = System.executable else { return nil }
            var down: [Int32] = [0, 0], up: [Int32] = [0, 0]
            guard pipe(&down) == 0 else { return nil }
            guard pipe(&up) == 0 else {
                Self.close(down)
                return nil
            }
            // No end may stay open in the child beside the two that it gets, or it would not see that we are gone.
            for file in down + up { _ = fcntl(file, F_SETFD, FD_CLOEXEC) }
            // A child that died is an answer that does not come, not a signal.
            signal(SIGPIPE, SIG_IGN)
            var actions = posix_spawn_file_actions_t()
            posix_spawn_file_actions_init(&actions)
            defer { posix_spawn_file_actions_destroy(&actions) }
            posix_spawn_file_actions_adddup2(&actions, down[0], 0)
            posix_spawn_file_actions_adddup2(&actions, up[1], 1)
            let inherited = System.environment.filter { entry in
                !variables.keys.contains { entry.hasPrefix($0 + "=") }
            }
            let words = Self.terminated([program] + arguments)
            let environment = Self.terminated(inherited + variables.map { "\($0)=\($1)" })
            defer { for text in words + environment { free(text) } }
            var process = pid_t()
            let code = posix_spawn(&process, program, &actions, nil, words, environment)
            guard code == 0 else {
                Self.close(down + up)
                return nil
            }
            Self.close([down[0], up[1]])
            self.process = process
            input = down[1]
            output = up[0]
        #else
            return nil
        #endif
    }

    /// The child ends when its input does.
    deinit {
        Self.close([input, output])
        var status: Int32 = 0
        waitpid(process, &status, 0)
    }

    private static func close(_ files: [Int32]) {
        for file in files {
            #if canImport(Glibc)
                _ = Glibc.close(file)
            #elseif canImport(Musl)
                _ = Musl.close(file)
            #else
                _ = Darwin.close(file)
            #endif
        }
    }

    /// C's array of C's strings.
    private static func terminated(_ texts: [String]) -> [UnsafeMutablePointer<CChar>?] {
        var pointers: [UnsafeMutablePointer<CChar>?] = texts.map { text in strdup(text) }
        pointers.append(nil)
        return pointers
    }
}
