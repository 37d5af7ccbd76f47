import Foundation
import TestSupport
import Testing

/// A question as a formula: its terms are made of the table's columns, kept in the model, and made again of tables to come.
@Suite struct FormulaCommandTests {
    private let bench: Bench
    init() throws {
        bench = try Bench()
        try bench.files.file("people.csv", Self.table())
    }

    /// Three cities, two colours, counts, and columns that are products of others.
    private static func table(rows: Range<Int> = 0..<120) -> String {
        let lines = rows.map { row -> String in
            let age = 20 + row * 7 % 41, days = 1 + row * 5 % 9, income = 900 + row * row * 13 % 7001
            let city = ["Bonn", "Oslo", "Rome"][row * 11 % 7 % 3], color = ["blue", "red"][row % 5 % 2]
            let score = Double(age) / 20 + (city == "Oslo" ? 1.2 : 0) + (color == "red" ? -0.6 : 0.2)
            let noise = Double(row * 37 % 23) / 11 - 1, count = Int(Double(days) * exp(0.2 * score + 0.3 * noise))
            let oslo = city == "Oslo" ? age : 0, rome = city == "Rome" ? age : 0
            return "\(row % 2),\(age),\(city),\(color),\(income),\(days),\(log(Double(days))),\(oslo),\(rome),"
                + "\(score + noise),\(score + noise > 2.7 ? "yes" : "no"),\(count)"
        }
        let header = "half,age,city,color,income,days,logdays,ageOslo,ageRome,y,bought,count"
        return ([header] + lines).joined(separator: "\n") + "\n"
    }

    /// Formulas, and the same by columns.
    static let pairs = [
        ("--formula bought~age+income --neuron logistic", "--target bought --columns age,income"),
        ("--formula bought~age+city", "--target bought --columns age,city --contrast city"),
        (
            "--formula y~age+city+color --neuron linear",
            "--target y --columns age,city,color --contrast city,color --neuron linear"
        ),
        (
            "--formula y~age+city-1 --neuron linear",
            "--target y --columns age,city --one-hot city --neuron linear --no-bias"
        ),
        ("--formula age+city --target bought", "--target bought --columns age,city --contrast city"),
        (
            "--formula city~age+income --neuron softmax --l2 1e-3",
            "--target city --columns age,income --neuron softmax --l2 1e-3"
        ),
        (
            "--formula count~age+offset(log(days)) --neuron poisson",
            "--target count --columns age --offset logdays --neuron poisson"
        ),
        (
            "--formula bought~age+income --sample-weights days",
            "--target bought --columns age,income --sample-weights days"
        ),
    ]

    @Test(arguments: pairs.indices) func fitsAreThoseOfTheColumns(_ index: Int) throws {
        let (formula, columns) = Self.pairs[index]
        for precision in ["double", "float"] {
            let found = try bench.json("train people.csv \(formula) --precision \(precision) --output f.st")
            let expected = try bench.json("train people.csv \(columns) --precision \(precision) --output c.st")
            #expect(try found.fitted == expected.fitted)
            for name in ["loss", "risk"] { #expect(try found.number(name) == expected.number(name)) }
            let target = columns.contains("--target bought") ? "bought" : String(columns.split(separator: " ")[1])
            #expect(try found.text("target") == target)
            let predicted = try bench.descent("predict --model f.st people.csv")
            #expect(try predicted.status == 0 && predicted.out == bench.descent("predict --model c.st people.csv").out)
            let judged = try bench.json("evaluate --model f.st people.csv")
            try #expect(
                judged.number("loss")
                    == bench.json("evaluate --model c.st people.csv --target \(target)").number("loss"))
        }
    }

    @Test func productsAreThoseWrittenOut() throws {
        let found = try bench.json("train people.csv --formula y~age*city --neuron linear")
        let expected = try bench.json(
            "train people.csv --target y --columns age,city,ageOslo,ageRome --contrast city --neuron linear")
        #expect(try found.fitted == expected.fitted)
        #expect(try found.featureNames == ["age", "cityOslo", "cityRome", "age:cityOslo", "age:cityRome"])
        #expect(
            try found.coefficients.map { $0["term"] as? String } == [
                nil, "age", "city", "city", "age:city", "age:city",
            ])
    }

    @Test func termsAreTestedTogether() throws {
        let fit = try bench.json("train people.csv --formula y~age*city+C(income,none) --neuron linear --l2 0")
        #expect(try fit.objects("terms").map { try $0.text("name") } == ["age", "city", "C(income, none)", "age:city"])
        let plain = try bench.json("train people.csv --formula y~age*city --neuron linear")
        let terms = try plain.objects("terms")
        #expect(try terms.map { try $0.number("coefficients") } == [1, 2, 2])
        let age = try #require(try plain.coefficients.first { $0["name"] as? String == "age" })
        let ratio = try age.number("statistic")
        #expect(try abs(terms[0].number("statistic") / (ratio * ratio) - 1) < 1e-9)
        #expect(try terms[1].number("degreesOfFreedom") == 2 && terms[1].number("p") < 1)
        let lines = try bench.descent("train people.csv --formula y~age*city --neuron linear").lines.map(String.init)
        #expect(lines.contains { $0.hasPrefix("All of a term") } && lines.contains { $0.hasPrefix("age:city  ") })
        // Also where columns are encoded in the short way.
        let short = try bench.json("train people.csv --target y --columns age,city --contrast city --neuron linear")
        #expect(try short.objects("terms").map { try $0.text("name") } == ["age", "city"])
    }

    @Test func termsOfManyRowsAreFolded() throws {
        let line = "train people.csv --formula y~color+C(age) --neuron linear --quiet"
        let folded = try bench.descent(line).out, whole = try bench.descent(line + " --all-rows").out
        #expect(folded.contains("C(age), 40 rows") && !folded.contains("C(age)21"))
        #expect(!whole.contains("40 rows") && whole.contains("C(age)21 "))
        #expect(folded.split(separator: "\n").count + 39 == whole.split(separator: "\n").count)
    }

    static let long = "bought~age*city+spline(income,4)+log(days+1)+poly(age,2):color+I(city==\"Oslo\"):half"

    @Test(arguments: ["1", "2", "7"]) func bitsAreThoseOfAnyThreads(_ threads: String) throws {
        let line = "people.csv --formula \(Self.long) --l2 1e-3"
        let expected = try bench.json("train \(line) --output a.st")
        #expect(try bench.json("train \(line) --threads \(threads) --output b.st").fitted == expected.fitted)
        #expect(try bench.files.bytes("a.st") == bench.files.bytes("b.st"))
        let choice = try bench.json(
            "cv people.csv --formula \(Self.long) --folds 3 --path 4 --threads \(threads) --output c.st")
        #expect(try (choice["fit"] as? [String: Any])?.coefficients.count == expected.coefficients.count)
        #expect(try bench.descent("predict --model c.st people.csv --threads \(threads)").lines.count == 121)
    }

    /// Rows, columns and what else is there may be others; what is predicted of a row is not.
    @Test func predictsOfRawTables() throws {
        _ = try bench.json("train people.csv --formula \(Self.long) --l2 1e-3 --output m.st")
        let all = try bench.descent("predict --model m.st people.csv").lines.dropFirst().map(String.init)
        let lines = try bench.files.text("people.csv").split(separator: "\n").map(String.init)
        let some = [5, 77, 31]
        try bench.files.file("some.csv", ([lines[0]] + some.map { lines[$0 + 1] }).joined(separator: "\n"))
        #expect(
            try bench.descent("predict --model m.st some.csv").lines.dropFirst().map(String.init)
                == some.map { all[$0] })
        let turned = lines.map { $0.split(separator: ",").reversed().joined(separator: ";") }
        try bench.files.file("turned.csv", turned.joined(separator: "\n"))
        #expect(
            try bench.descent("predict --model m.st turned.csv --separator ;").lines.dropFirst().map(String.init) == all
        )
        let facts = try bench.json("inspect m.st")
        #expect(try facts.text("formula") == Self.long)
        #expect(try facts.texts("columns").contains("city: Bonn, Oslo, Rome"))
        let features = try bench.json("train people.csv --formula \(Self.long) --l2 1e-3").featureNames.count
        #expect(try facts.number("features") == Double(features))
    }

    @Test func levelsThatAreNotKnown() throws {
        _ = try bench.json("train people.csv --formula bought~age+city --output m.st")
        try bench.files.file("new.csv", "age,city\n30,Oslo\n40,Paris\n50,\n60,Bonn\n")
        try bench.files.file("known.csv", "age,city\n30,Oslo\n40,Bonn\n50,Bonn\n60,Bonn\n")
        let known = try bench.descent("predict --model m.st known.csv").lines
        try bench.expectRefused("predict --model m.st new.csv", "new.csv:3:4", "Paris", "--unknown reference")
        let reference = try bench.descent("predict --model m.st new.csv --unknown reference")
        #expect(reference.lines == known)
        let blank = try bench.run("predict", "--model", "m.st", "new.csv", "--unknown", "blank", "--missing", "blank")
        #expect(blank.lines == [known[0], known[1], "\"\"", "\"\"", known[4]] && blank.err.contains("2 rows"))
        try bench.expectRefused("predict --model m.st new.csv --unknown blank", "new.csv:4:4", "missing")
        try bench.expectRefused(
            "predict --model m.st new.csv --unknown blank --missing drop", status: 2, "--unknown blank")
        try bench.expectRefused("predict --model m.st new.csv --unknown other", status: 2, "--unknown")
        // Of numbers too.
        _ = try bench.json("train people.csv --formula bought~age+C(half) --output h.st")
        try bench.files.file("halves.csv", "age,half\n30,0\n40,2\n50,1.0\n")
        try bench.expectRefused("predict --model h.st halves.csv", "halves.csv:3:4", "2", "half")
        let lines = try bench.descent("predict --model h.st halves.csv --unknown blank").lines
        #expect(lines.count == 4 && lines[2] == "\"\"" && lines[3] != "\"\"")
        try bench.expectRefused("predict --model c.st people.csv --unknown blank", "c.st")
    }

    @Test func gaps() throws {
        var lines = try bench.files.text("people.csv").split(separator: "\n").map(String.init)
        for row in [9, 40, 77] {
            var fields = lines[row].split(separator: ",").map(String.init)
            fields[row == 40 ? 2 : 1] = row == 77 ? "NA" : ""
            lines[row] = fields.joined(separator: ",")
        }
        try bench.files.file("gaps.csv", lines.joined(separator: "\n"))
        let formula = "--formula y~log(age)+city --neuron linear"
        try bench.expectRefused("train gaps.csv \(formula)", "gaps.csv:10:", "age", "--missing")
        let whole = lines.enumerated().filter { ![9, 40, 77].contains($0.offset) }.map(\.element)
        try bench.files.file("whole.csv", whole.joined(separator: "\n"))
        let dropped = try bench.json("train gaps.csv \(formula) --missing drop --output d.st")
        #expect(try dropped.fitted == bench.json("train whole.csv \(formula)").fitted)
        #expect(try dropped.number("rowsDropped") == 3)
        #expect(try bench.descent("predict --model d.st gaps.csv --missing drop").lines.count == 118)
        #expect(try bench.descent("predict --model d.st gaps.csv --missing blank").lines[40] == "\"\"")
        try bench.expectRefused("predict --model d.st gaps.csv --missing mean", "gaps.csv:10:", "age")
        // The mean takes a gap's place before the logarithm does, and is kept for tables to come.
        try bench.expectRefused("train gaps.csv \(formula) --missing mean", "gaps.csv:41:", "city")
        let mean = try bench.json("train gaps.csv \(formula) --missing mean --missing-level --output m.st")
        #expect(try mean.featureNames == ["log(age)", "cityOslo", "cityRome", "cityNA"])
        #expect(try bench.descent("predict --model m.st gaps.csv").lines.count == 121)
        let level = try bench.json("train gaps.csv --formula y~income+C(city,na=true) --neuron linear --output l.st")
        #expect(try level.featureNames == ["income", "cityOslo", "cityRome", "cityNA"])
        #expect(try bench.descent("predict --model l.st gaps.csv").lines.count == 121)
    }

    @Test func offsets() throws {
        let formula = "--formula count~age+offset(log(days)) --neuron poisson"
        _ = try bench.json("train people.csv \(formula) --output m.st")
        try bench.files.file("new.csv", "age,days\n30,1\n30,2\n")
        let rates = try bench.descent("predict --model m.st new.csv").lines.dropFirst().map { Double($0)! }
        #expect(abs(rates[1] / rates[0] - 2) < 1e-12)
        let without = try bench.descent("predict --model m.st new.csv --without-offset").lines.dropFirst()
        #expect(without.first == without.last && without.first.flatMap { Double($0) } == rates[0])
        try bench.files.file("less.csv", "age\n30\n")
        try bench.expectRefused("predict --model m.st less.csv", "days")
        #expect(try bench.descent("predict --model m.st less.csv --without-offset").lines.count == 2)
        try bench.expectRefused("predict --model m.st new.csv --offset age", status: 2, "--offset", "formula")
        try bench.files.file("none.csv", "age,days,count\n30,0,1\n40,2,3\n50,1,2\n")
        try bench.expectRefused(
            "train none.csv \(formula)".split(separator: " ").map(String.init), ["log of 0", "offset"], lines: 3)
    }

    /// Words and formulas that nobody can mean, each with what would be right.
    static let wrong: [(line: String, status: Int32, parts: [String])] = [
        ("--formula bought~age+citi", 1, ["no column 'citi'", "'city'", "    "]),
        ("--formula bought~log(city)", 1, ["'city' is a category", "^"]),
        ("--formula bought~age+", 1, ["ends", "^"]),
        ("--formula bought~age --target half", 2, ["--target", "~"]),
        ("--formula age+city", 2, ["--target", "~"]),
        ("--formula bought~age --columns age", 2, ["--columns", "--formula"]),
        ("--formula bought~age --one-hot city", 2, ["--one-hot", "C("]),
        ("--formula bought~age --no-bias", 2, ["--no-bias", "- 1"]),
        ("--formula bought~age --offset days", 2, ["--offset", "offset("]),
        ("--formula bought~age --exclude none", 1, ["none"]),
        ("--formula bought~bought+age", 1, ["response", "^"]),
        ("--formula bought~spline(half,9)", 1, ["too few different values", "^"]),
        ("--formula city~age", 1, ["3 classes", "softmax"]),
    ]

    @Test(arguments: wrong.indices) func whatIsWrong(_ index: Int) throws {
        let (line, status, parts) = Self.wrong[index]
        try bench.expectRefused(
            ("train people.csv " + line).split(separator: " ").map(String.init), status: status, parts, lines: 3)
    }

    @Test func columnsOfCodes() throws {
        try bench.files.file("codes.csv", "zip,y\n01234,1\nA12,2\n01234,2\nB7,3\nA12,4\n")
        let fit = try bench.json("train codes.csv --formula y~C(zip) --neuron linear --output m.st")
        #expect(try fit.featureNames == ["zipA12", "zipB7"])
        #expect(try bench.descent("predict --model m.st codes.csv").lines.count == 6)
        try bench.expectRefused("train codes.csv --formula y~zip --neuron linear", "codes.csv:3:1", "A12", "C(zip)")
        // Numbers of rows that have no name are no term.
        try bench.files.file("rows.csv", ",x,y\n0,1.5,2\n1,2.5,1\n2,1,4\n3,7,5\n")
        #expect(try bench.json("train rows.csv --formula y~. --neuron linear").featureNames == ["x"])
        #expect(
            try bench.json(
                "train people.csv --formula y~.-ageOslo-ageRome-logdays --exclude half,bought,count --neuron linear --l2 0.1"
            ).featureNames == ["age", "cityOslo", "cityRome", "colorred", "income", "days"])
    }

    @Test func convertWritesTheColumns() throws {
        _ = try bench.descent("convert people.csv f.csv --formula y~age*city --quiet")
        let header = try #require(try bench.files.text("f.csv").split(separator: "\n").first)
        #expect(header == "age,cityOslo,cityRome,age:cityOslo,age:cityRome,y")
        let written = try bench.json("train f.csv --target y --neuron linear")
        #expect(try written.fitted == bench.json("train people.csv --formula y~age*city --neuron linear").fitted)
    }
}
