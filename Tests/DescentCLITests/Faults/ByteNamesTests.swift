import Foundation
import TestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#endif

/// FAULTS 96: names of files that are no text, and text of files that a terminal would obey.
@Suite struct ByteNamesTests {
    private let bench: Bench
    init() throws { bench = try Bench() }

    /// What the system has, which a `String` would not tell.
    private func names(_ folder: String = ".") throws -> [[UInt8]] {
        let listed = try bench.shell("ls -A1 \(folder)").output.split(separator: UInt8(ascii: "\n"))
        return listed.map(Array.init).sorted { $0.lexicographicallyPrecedes($1) }
    }

    /// Invalid bytes, half a character, and a character that stands for such bytes inside the command.
    static let spellings = [#"\377"#, #"a\200\376b"#, #"\303"#, #"\342\202"#, #"\364\217\277\277"#, #"\355\240\200é"#]

    @Test(arguments: spellings) func bytesAreKept(_ name: String) throws {
        try bench.files.file("X.csv", Samples.binary(40, features: 2).csv)
        let script = """
            set -e; n=$(printf '\(name)'); cp X.csv "q$n.csv"
            descent train "q$n.csv" --target y --output "o$n.st" --report "r$n.html" --quiet > text
            descent predict --model="o$n.st" -- "q$n.csv" > stdout.csv
            descent predict --model "o$n.st" "q$n.csv" --output "p$n.csv"
            cmp stdout.csv "p$n.csv"
            descent convert "q$n.csv" "c$n.csv"; descent export "o$n.st" --onnx "e$n"
            descent train X.csv --target y --output plain > /dev/null; cmp plain "o$n.st"
            test -f "r$n.html" && test -f "c$n.csv" && test -f "e$n"
            """
        let ended = try bench.shell(script)
        #expect(ended.status == 0 && ended.err == "", "\(ended)")
        let found = try names()
        #expect(found.count == 10, "\(found)")
    }

    @Test func foldersAndPatterns() throws {
        try bench.write(.binary(40, features: 2))
        let ended = try bench.shell(
            """
            set -e; n=$(printf '\\377'); mkdir "d$n"; cp X.npy "d$n/X-$n.npy"; cp X-y.npy "y$n.npy"
            descent train --features "d$n" --targets "y$n.npy" --output a > /dev/null
            descent train --features "d$n/X-*.npy" --targets "y?.npy" --output b > /dev/null
            descent train --features X.npy --targets X-y.npy --output c > /dev/null
            cmp a c; cmp b c
            """)
        #expect(ended.status == 0, "\(ended)")
        let refused = try bench.shell(
            """
            n=$(printf '\\377'); descent train --features "d$n" --targets "y$n.npy" --output "d$n/X-$n.npy"
            """)
        #expect(
            refused.status == 2 && refused.err.contains(#"--output d\xff/X-\xff.npy would take the place of"#),
            "\(refused)")
        #expect(try bench.shell("cmp X.npy \"$(printf 'd\\377/X-\\377.npy')\"").status == 0)
    }

    @Test func messagesShowEscapes() throws {
        for words in ["inspect", "train --target y --output m --", "predict X.csv --model", "convert"] {
            let ended = try bench.shell(
                "descent \(words) \"$(printf 'q\\377\\033[31m.csv')\" \(words == "convert" ? "n.npy" : "")")
            #expect(ended.status == 1 && ended.err.contains(#"q\xff\u{1B}[31m.csv"#), "\(ended)")
        }
    }

    /// Of columns and classes: a colour, a line's end, a turn of direction, an eight-bit control.
    static let hostile = ["a\u{1B}[31m", "b\nc", "d\u{202E}e", "f\u{9B}1m", "g\u{2066}h\u{2028}i", "j\r", "k\u{7}"]

    /// Everything that people see, and what programs get.
    @Test(arguments: hostile) func textOfFilesIsShown(_ name: String) throws {
        let rows = Samples.binary(60, features: 2)
        let lines = zip(rows.rows, rows.targets).map { row, target in
            "\(row[0]),\(row[1]),\(row[0]),\"\(target == 1 ? name : "no")\""
        }
        // The third column is the first again, so that a warning names it.
        try bench.files.file(
            "X.csv", "\"\(name)\",x,\"\(name)2\",\"\(name)y\"\n" + lines.joined(separator: "\n") + "\n")
        func check(_ words: [String], status: Int32 = 0, shows: Bool = true) throws {
            let ended = try bench.run(words)
            #expect(ended.status == status, "\(words): \(ended)")
            let all = ended.out + ended.err
            for scalar in name.unicodeScalars where scalar.shownByEscape && scalar != "\n" {
                #expect(!all.unicodeScalars.contains(scalar), "\(words): \(ended)")
            }
            #expect(!all.contains("b\nc"), "\(words): \(ended)")
            #expect(!shows || all.contains("\\"), "\(words): \(ended)")
        }
        let target = name + "y"
        try check(["train", "X.csv", "--target", target, "--output", "m", "--report", "r.html"])
        try check(["train", "X.csv", "--target", target, "--l2", "0.1", "--output", "n"])
        try check(["inspect", "m"])
        try check(["evaluate", "--model", "m", "X.csv", "--target", target])
        try check(["cv", "X.csv", "--target", target, "--path", "3"], shows: false)
        try check(["train", "X.csv", "--target", "absent", "--output", "l"], status: 1)
        try check(["train", "X.csv", "--target", target, "--neuron", "linear", "--output", "l"], status: 1)
        let page = try bench.files.text("r.html")
        for scalar in name.unicodeScalars where scalar.shownByEscape && scalar != "\n" {
            #expect(!page.unicodeScalars.contains(scalar))
        }
        // As it is, in the encoding of the format.
        let model = try bench.json("inspect m")
        try #expect(model.texts("classes").contains(name))
        let fit = try bench.run("train", "X.csv", "--target", target, "--output", "m", "--json")
        try #expect(fit.json.featureNames == [name, "x", name + "2"])
        let classes = try bench.run("predict", "--model", "m", "X.csv", "--classes")
        #expect(classes.out.contains(name))
    }
}

extension Unicode.Scalar {
    fileprivate var shownByEscape: Bool {
        properties.generalCategory == .control || [0x202E, 0x2066, 0x2028].contains(value)
    }
}
