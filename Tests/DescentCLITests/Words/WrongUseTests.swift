import Testing

@testable import descent_cli

/// Wrong words: status 2, nothing on stdout, and one or two lines on stderr that name what is wrong.
@Suite struct WrongUseTests {
    private let bench: Bench
    init() throws { bench = try Bench() }

    private func expectWrong(_ words: [String], _ parts: [String]) throws {
        let ended = try bench.run(words)
        #expect(ended.status == 2 && ended.out == "" && (1...2).contains(ended.errLines.count), "\(words): \(ended)")
        #expect(ended.err.hasPrefix("descent: "), "\(words): \(ended)")
        for part in parts { #expect(ended.err.contains(part), "\(words): \(ended)") }
        try #expect(bench.files.names.isEmpty)
    }

    /// A line, and what stderr has of it.
    static let lines: [(String, [String])] = [
        ("tarin", ["unknown command 'tarin'", "train", "predict"]),
        ("--frobnicate", ["--frobnicate"]),
        ("train a.csv --target y --output m --frobnicate", ["--frobnicate"]),
        ("train a.csv --target y --output m --itertions 5", ["--itertions", "is it --iterations?"]),
        ("train a.csv --target y --output", ["--output needs a value"]),
        ("train a.csv --target --output m", ["--target needs a value"]),
        ("train a.csv --target= --output m", ["--target needs a value"]),
        ("train a.csv --target y --output m --l2 1 --l2 2", ["--l2 is given twice"]),
        ("train a.csv --target y --output m --json --json", ["--json is given twice"]),
        ("train a.csv --target y --output m --json=1", ["--json takes no value", "'1'"]),
        ("train a.csv --target y --output m --folds 3", ["--folds belongs to cv"]),
        ("inspect a --threads 2", ["--threads belongs to"]),
        ("train a.npy b.npy --output m", ["'b.npy' is one word too many"]),
        ("train a.csv --features b.csv --target y --output m", ["'a.csv'", "--features"]),
        ("train --target y --output m", ["--features"]),
        ("train a.bin --output m", ["a.bin", "--format"]),
        ("train a.npy --output m --target y", ["--target", "a.npy"]),
        ("train a.csv --targets y.npy --output m", ["--targets", "--target"]),
        ("train a.libsvm --targets y.npy --output m", ["--targets"]),
        ("predict a.csv", ["--model"]),
        ("predict --model m a.csv --output p.txt", ["--output", "p.txt", ".npy or .csv"]),
        ("evaluate a.csv --target y", ["--model"]),
        ("convert a.csv", ["two files"]),
        ("convert a.csv b.txt", ["b.txt"]),
        ("export m", ["--onnx"]),
        ("export --onnx g", ["model"]),
        ("inspect", ["file"]),
        ("explain --x 1 --y 1 --w 1", ["--rate"]),
        ("explain --x 1,2 --y 1 --w 1 --rate 1", ["--w", "2 weights"]),
        ("explain --x 1,2;3 --y 1;1 --w 1,1 --rate 1", ["--x"]),
        ("explain --x 1,a --y 1 --w 1,1 --rate 1", ["--x", "1,a"]),
        ("explain --x 1 --y 1;2 --w 1 --rate 1", ["--y", "1 number"]),
    ]

    @Test(arguments: lines.indices) func namesWhatIsWrong(_ index: Int) throws {
        let (line, parts) = Self.lines[index]
        try expectWrong(line.split(separator: " ").map(String.init), parts)
    }

    /// Flags of train with words that they do not take.
    static let values: [(String, [String])] = [
        ("--neuron", ["neuro", "", "Logistic"]), ("--solver", ["sgd"]), ("--activation", ["sigmoidal"]),
        ("--cost", ["mse"]), ("--missing", ["ignore"]), ("--format", ["parquet"]), ("--precision", ["half", "32"]),
        ("--l1", ["-1", "nan", "inf", "1e999", "0x10", "1,5", " 1", "one"]), ("--l2", ["-0.1", "1e400"]),
        ("--delta", ["0", "1"]), ("--threads", ["0", "-1", "1.5", "1025", "9223372036854775808"]),
        ("--iterations", ["0", "-3", "1e3", "99999999999999999999"]), ("--epochs", ["0"]), ("--batch", ["0"]),
        ("--tolerance", ["-1", "x"]), ("--time-limit", ["0", "-1"]), ("--seed", ["-1", "1.5", "x"]),
        ("--rate", ["0", "-1"]), ("--clip", ["0"]), ("--validation", ["0", "1", "1.5"]), ("--patience", ["3"]),
        ("--every", ["5"]), ("--schedule", ["linear:3", "step", "step:1.5", "cosine:x"]),
        ("--warm-up", ["0"]), ("--class-weights", ["a", "a=", "=3", "a=-1", "0=1,,1=2"]),
        ("--labels", ["a", "a,a", "a,,b"]),
        ("--separator", ["ab", "é"]), ("--columns", ["a,,b", ","]),
    ]

    @Test(arguments: values.indices) func namesTheValue(_ index: Int) throws {
        let (flag, words) = Self.values[index]
        let usual = ["train", "a.csv", "--target", "y", "--output", "m"]
        let solver = ["--schedule", "--warm-up", "--clip", "--rate"].contains(flag) ? ["--solver", "adam"] : []
        for word in words { try expectWrong(usual + solver + ["\(flag)=\(word)"], [flag]) }
    }

    /// What the library refuses comes from a flag, too.
    @Test(arguments: ["--schedule=cosine:10,2", "--schedule=step:0,0.5", "--schedule=exponential:-1"])
    func namesTheFlagOfALibrarysWord(_ word: String) throws {
        let words = ["train", "a.csv", "--target", "y", "--output", "m", "--solver", "adam", word]
        try expectWrong(words, ["--schedule"])
    }

    /// Flags that say nothing beside others.
    static let together = [
        "--neuron linear --activation relu --cost huber", "--activation relu", "--activation relu --cost crossEntropy",
        "--delta 2", "--activation relu --cost squared --delta 2", "--cost hinge", "--solver newton --rate 0.1",
        "--solver lbfgs --batch 10", "--solver least-squares", "--neuron linear --solver least-squares --l1 1",
        "--neuron linear --solver least-squares --checkpoint c", "--rate 0.1", "--format npy",
    ]

    @Test(arguments: together) func refusesWhatDoesNotGoTogether(_ line: String) throws {
        let words = line.split(separator: " ").map(String.init)
        try expectWrong(["train", "a.csv", "--target", "y", "--output", "m"] + words, ["--"])
    }

    /// A flag of another command is named as such, of every command.
    @Test(arguments: Subcommand.allCases) func foreignFlags(_ command: Subcommand) throws {
        for flag in Flag.all where !Flag.all.contains(where: { $0.name == flag.name && $0.commands.contains(command) })
        {
            let failure = #expect(throws: Failure.self) { try Arguments(command, [flag.name.typed, "1"]) }
            #expect(failure?.status == 2 && failure?.message?.contains("\(flag.name.typed) belongs to ") == true)
        }
    }

    @Test func hostileWordsStayOnTheirLine() throws {
        let long = String(repeating: "x", count: 100_000)
        for word in ["--\u{1B}[31mred", "--a\nb", "--\(long)", "--\u{202E}olleh", "--é\u{301}"] {
            let ended = try bench.run("train", "a.csv", word)
            #expect(ended.status == 2 && ended.errLines.count <= 2 && ended.err.utf8.count < 2000, "\(ended)")
            #expect(!ended.err.contains("\u{1B}"))
        }
    }
}
