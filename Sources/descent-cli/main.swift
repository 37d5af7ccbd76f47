internal import DescentFiles
internal import DescentSystem

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

System.openStandardStreams()
Signals.install()
System.rerun(with: [System.withoutThreadsOfBLAS, System.withOneHeap])
// Names of files are bytes; the array of arguments would have repaired those that are no text.
exit(Command.run((1..<max(1, Int(CommandLine.argc))).map { String(path: CommandLine.unsafeArgv[$0]!) }))
