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
System.rerun(CommandLine.arguments, with: [System.withoutThreadsOfBLAS, System.withOneHeap])
exit(Command.run(Array(CommandLine.arguments.dropFirst())))
