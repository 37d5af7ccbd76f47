import Foundation
import Testing

/// Pages of real fits: what they say, and that they say it once.
@Suite struct ReportTests {
    private let bench: Bench
    init() throws {
        bench = try Bench()
        let cities = ["Bonn", "Oslo", "Rome"]
        let rows = (0..<240).map { i -> String in
            let age = 20 + (i * 37) % 50, city = i % 3, days = 30 + (i * 13) % 300
            let noise = (i * 7919) % 101
            let bought = age + 10 * city + noise > 100 ? "yes" : "no"
            let claims = (noise + age) % (3 + city)
            let income = 1000 + 40 * age + 10 * noise
            return "\(age),\(cities[city]),\(days),\(bought),\(claims),\(income)"
        }
        try bench.files.file("t.csv", (["age,city,days,bought,claims,income"] + rows).joined(separator: "\n") + "\n")
        // Separated: every label follows from x.
        let apart = (0..<20).map { "\($0),\($0 * $0 % 7),\($0 < 10 ? 0 : 1)" }
        try bench.files.file("s.csv", (["x,z,y"] + apart).joined(separator: "\n") + "\n")
    }

    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        let words: [String]
        var status: Int32 = 0
        var testDescription: String { name }
    }

    static let cases = [
        Case(name: "yes or no", words: ["t.csv", "--formula", "bought ~ age * city + days"]),
        Case(
            name: "counts",
            words: ["t.csv", "--formula", "claims ~ spline(age, 4) + city + offset(log(days))", "--neuron", "poisson"]),
        Case(name: "numbers", words: ["t.csv", "--formula", "income ~ age * days + C(city)", "--neuron", "linear"]),
        Case(name: "classes", words: ["t.csv", "--formula", "city ~ age + income", "--neuron", "softmax"]),
        Case(name: "separated", words: ["s.csv", "--target", "y"], status: 3),
    ]

    private func page(_ one: Case, _ more: [String] = []) throws -> String {
        let ended = try bench.run(["train"] + one.words + ["--report", "r.html", "--quiet"] + more)
        guard ended.status == one.status else { throw Trouble("\(one.name): \(ended)") }
        return try bench.files.text("r.html")
    }

    /// Words between tags, without the style.
    private func texts(_ html: String) -> [String] {
        let body = html.components(separatedBy: "</style>").last ?? ""
        return body.components(separatedBy: "<").compactMap { $0.components(separatedBy: ">").dropFirst().first }
            .map { $0.trimmingCharacters(in: .whitespacesAndNewlines) }.filter { !$0.isEmpty }
    }

    @Test(arguments: cases) func isTheSameEveryTime(_ one: Case) throws {
        let first = try page(one, ["--threads", "1"])
        for threads in ["1", "2", "7"] {
            #expect(try page(one, ["--threads", threads]) == first, "\(threads) threads")
        }
        #expect(!first.contains("<script") && !first.contains("://"))
    }

    /// Whatever is as long as a sentence is said once, but for the titles of pictures, which those who do not see them hear.
    @Test(arguments: cases) func nothingIsSaidTwice(_ one: Case) throws {
        let sentences = texts(try page(one)).flatMap { $0.components(separatedBy: ". ") }.filter { $0.count > 60 }
            .filter { !$0.contains("; ") }
        let twice = Dictionary(grouping: sentences, by: \.self).filter { $1.count > 1 }.keys
        #expect(twice.isEmpty, "\(twice)")
    }

    @Test(arguments: cases) func saysWhatItIsAbout(_ one: Case) throws {
        let html = try page(one)
        for part in ["<dt>Target</dt>", "<dt>Rows left out</dt>", "<dt>Data written</dt>", "training data"] {
            #expect(html.contains(part), "\(part)")
        }
        let hasFormula = one.words.contains("--formula")
        #expect(html.contains("<dt>Formula</dt>") == hasFormula)
        #expect(html.contains("<dt>Null deviance</dt>") == (one.status == 0))
        #expect(html.contains("<dt>Class modelled</dt>") == ["yes or no", "separated"].contains(one.name))
    }

    @Test func effectsOfEveryTerm() throws {
        let html = try page(Self.cases[0])
        #expect(html.contains("<b>age × city</b>") && html.contains("<b>days</b>"))
        let text = texts(html)
        for city in ["Bonn", "Oslo", "Rome"] { #expect(text.contains(city)) }
        #expect(html.contains("class=\"band b2\""))
        let counts = try page(Self.cases[1])
        #expect(
            counts.contains("<b>age</b>") && counts.contains("<b>city</b>")
                && counts.contains("The offset is at its mean"))
    }

    @Test func residualsOfCountsAndNumbers() throws {
        let counts = try page(Self.cases[1]), numbers = try page(Self.cases[2]), classes = try page(Self.cases[0])
        #expect(
            counts.contains("How often each count occurs") && counts.contains("Deviance residuals against predictions"))
        #expect(
            numbers.contains("Residuals against predictions")
                && numbers.contains("Residuals against the normal distribution"))
        #expect(!classes.contains("esiduals against"))
    }
}
