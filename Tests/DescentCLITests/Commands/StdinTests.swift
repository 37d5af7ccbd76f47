import TestSupport
import Testing

/// Samples by stdin are the same samples.
@Suite struct StdinTests {
    private let bench: Bench
    init() throws {
        bench = try Bench()
        let samples = Samples.binary(50)
        try bench.write(samples)
        try bench.files.file("X.csv", samples.csv)
        try bench.files.file("X.libsvm", samples.libsvm)
        try bench.files.file("X.tsv", samples.csv.replacing(",", with: "\t"))
        #expect(try bench.descent("train X.csv --target y --quiet --output m.st").status == 0)
    }

    static let lines = [
        "predict --model m.st FILE < X.csv", "predict --model m.st FILE --carry x1 < X.csv",
        "predict --model m.st --features FILE --format npy < X.npy",
        "predict --model m.st FILE --format libsvm < X.libsvm",
        "predict --model m.st FILE --separator tab < X.tsv", "predict --model m.st FILE --no-mmap < X.csv",
        "evaluate --model m.st FILE --target y --json < X.csv",
        "cat X.csv | descent evaluate --model m.st FILE --target y",
    ]

    @Test(arguments: lines) func isTheFile(_ line: String) throws {
        let command = line.hasPrefix("cat") ? line : "descent \(line)"
        let file = String(line.split(separator: " ").first { $0.hasPrefix("X.") } ?? "")
        let named = try bench.shell(command.replacing("FILE", with: file))
        let names = try bench.files.names
        let piped = try bench.shell(command.replacing("FILE", with: "-"), environment: ["TMPDIR": bench.files.folder])
        #expect(
            piped.status == 0 && named.status == 0 && piped.out == named.out && !piped.out.isEmpty, "\(piped) \(named)")
        #expect(piped.err.contains("stdin is kept in a temporary file") && piped.errLines.count == 1)
        try #expect(bench.files.names == names)
        let quiet = try bench.shell(command.replacing("FILE", with: "- --quiet"))
        #expect(quiet.err == "" && quiet.out == named.out)
    }

    @Test func whatIsWrongIsCalledStdin() throws {
        for (script, part) in [
            ("printf 'x1,x2,x3,x4\\n1,2,3,a\\n'", "stdin:2:7"),
            ("printf 'x1,x2\\n1,2\\n'", "stdin: no columns \"x3\", \"x4\""),
            ("printf ''", "stdin: no samples"),
        ] {
            let ended = try bench.shell("\(script) | descent predict --model m.st - --quiet")
            #expect(ended.status == 1 && ended.out == "" && ended.err.contains(part), "\(ended)")
        }
        let nowhere = try bench.shell("descent predict --model m.st - < X.csv", environment: ["TMPDIR": "/nowhere"])
        #expect(nowhere.status == 1 && nowhere.out == "" && nowhere.err.contains("/nowhere/"), "\(nowhere)")
        try bench.expectRefused("cv - --target y", status: 2, "cv reads its samples from a file")
        let bad = try bench.shell("printf 'x1,y\n1,0\na,1\n' | descent convert - a.npy")
        #expect(bad.status == 1 && bad.err.contains("stdin:3:1") && !bench.files.has("a.npy"), "\(bad)")
    }

    @Test func isLearnedFrom() throws {
        let named = try bench.shell("descent train X.csv --target y --json --output a.st")
        let piped = try bench.shell("cat X.csv | descent train - --target y --json --output b.st")
        try #expect(piped.status == 0 && named.json.fitted == piped.json.fitted, "\(piped)")
        #expect(piped.errLines.count == 1 && piped.err.contains("stdin is kept"))
        try #expect(bench.files.bytes("a.st") == bench.files.bytes("b.st"))
        let arrays = try bench.shell("descent train - --format npy --targets X-y.npy --json --quiet < X.npy")
        try #expect(arrays.status == 0 && arrays.json.fitted == named.json.fitted, "\(arrays)")
        let page = try bench.shell("descent train - --target y --quiet --report r.html < X.csv")
        try #expect(
            page.status == 0 && bench.files.text("r.html").contains("stdin")
                && !bench.files.text("r.html").contains("/dev/fd"))
    }

    @Test func isConverted() throws {
        #expect(try bench.descent("convert X.csv a.npy --target y --targets a-y.npy").status == 0)
        let piped = try bench.shell("descent convert - b.npy --target y --targets b-y.npy --quiet < X.csv")
        #expect(piped.status == 0 && piped.err == "", "\(piped)")
        try #expect(
            bench.files.bytes("a.npy") == bench.files.bytes("b.npy")
                && bench.files.bytes("a-y.npy") == bench.files.bytes("b-y.npy"))
        #expect(try bench.shell("descent convert - c.csv --format libsvm --quiet < X.libsvm").status == 0)
        #expect(try bench.descent("convert X.libsvm d.csv").status == 0)
        try #expect(bench.files.bytes("c.csv") == bench.files.bytes("d.csv"))
    }
}
