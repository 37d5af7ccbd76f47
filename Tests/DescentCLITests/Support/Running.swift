import Foundation
import TestSupport

#if canImport(Glibc)
    import Glibc
#endif

/// A process that has been started. Its words go to files, so that nothing waits for a reader.
final class Running {
    let pid: pid_t
    private let folder: Scratch
    private var status: Int32?

    /// - Parameters:
    ///   - output: where stdout goes, if not to the test.
    ///   - environment: what is other than the test's own; an empty value takes a name out.
    init(
        _ program: String, _ words: [String], in directory: String, environment changes: [String: String] = [:],
        output: String? = nil
    ) throws {
        folder = try Scratch()
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, output ?? folder.path("out"), O_WRONLY | O_CREAT, 0o666)
        posix_spawn_file_actions_addopen(&actions, 2, folder.path("err"), O_WRONLY | O_CREAT, 0o666)
        // Threads of the test's own take no signals, and what they start would inherit that.
        var attributes = posix_spawnattr_t(), none = sigset_t(), usual = sigset_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        sigemptyset(&none)
        sigemptyset(&usual)
        for signal in [SIGINT, SIGTERM, SIGPIPE] { sigaddset(&usual, signal) }
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &usual)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
        var environment = ProcessInfo.processInfo.environment.merging(changes) { $1 }
        environment["OPENBLAS_NUM_THREADS"] = changes["OPENBLAS_NUM_THREADS"]
        let pairs = environment.filter { !$0.value.isEmpty }.map { "\($0)=\($1)" }
        // A shell goes to the folder, and becomes the program: to go there by the call itself is not portable. What a killed test
        // leaves behind does not run for ever.
        let shell = ["/bin/sh", "-c", "ulimit -t 200; cd \"$0\" && exec \"$@\"", directory, program]
        let arguments = (shell + words).map { strdup($0) } + [nil], variables = pairs.map { strdup($0) } + [nil]
        defer { for pointer in arguments + variables { free(pointer) } }
        var pid: pid_t = 0
        let code = posix_spawn(&pid, shell[0], &actions, &attributes, arguments, variables)
        guard code == 0 else { throw Trouble("\(program): \(String(cString: strerror(code)))") }
        self.pid = pid
    }

    deinit { if status == nil { stop() } }

    /// Whether it runs still.
    var isAlive: Bool {
        guard status == nil else { return false }
        var found: Int32 = 0
        guard waitpid(pid, &found, WNOHANG) == pid else { return true }
        let signal = found & 0x7f
        status = signal == 0 ? (found >> 8) & 0xff : 128 + signal
        return false
    }

    /// - Throws: where it takes longer, after its end.
    func wait(seconds: Double = 60) throws -> Ended {
        let clock = ContinuousClock(), end = clock.now + .seconds(seconds)
        while isAlive {
            guard clock.now < end else {
                stop()
                throw Trouble("still running after \(seconds) seconds; stderr: \(words("err"))")
            }
            usleep(1000)
        }
        return Ended(status: status!, output: (try? folder.bytes("out")) ?? [], err: words("err"))
    }

    /// Waits until something is so.
    ///
    /// - Throws: where that takes longer, or the process ends before.
    func wait(seconds: Double = 60, until isSo: () throws -> Bool) throws {
        let clock = ContinuousClock(), end = clock.now + .seconds(seconds)
        while try !isSo() {
            guard isAlive, clock.now < end else { throw Trouble("it never came: \(try wait(seconds: 0.1))") }
            usleep(1000)
        }
    }

    /// What the system says of its memory; 0 where it says nothing.
    func kilobytes(_ name: String) -> Int {
        let text = (try? String(contentsOfFile: "/proc/\(pid)/status", encoding: .utf8)) ?? ""
        let line = text.split(separator: "\n").first { $0.hasPrefix(name + ":") }
        return line?.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Int($0) } ?? 0
    }

    func signal(_ number: Int32) { if isAlive { kill(pid, number) } }

    private func stop() {
        kill(pid, SIGKILL)
        var found: Int32 = 0
        waitpid(pid, &found, 0)
        status = 128 + SIGKILL
    }

    private func words(_ name: String) -> String { (try? folder.text(name)) ?? "" }
}
