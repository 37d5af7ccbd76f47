import Foundation
import TestSupport
import Testing

/// The table of `train` beside the numbers that R's manual and Venables and Ripley print.
@Suite struct StatisticsTests {
    private let bench: Bench
    init() throws { bench = try Bench() }

    /// The Poisson example of R's page of glm, with a row that has a gap and a column that is the double of another.
    private static var dobson: String {
        let counts = [18, 17, 15, 20, 10, 20, 25, 13, 12]
        let rows = counts.enumerated().map { i, count in
            "\(["a", "b", "c"][i % 3]),\(["u", "v", "w"][i / 3]),\(i % 3 == 1 ? 2 : 0),1,\(count)"
        }
        return (["outcome,treatment,double,one,count"] + rows + ["b,u,NA,1,17"]).joined(separator: "\n") + "\n"
    }

    private static let line =
        "train D.csv --target count --neuron poisson --contrast outcome,treatment"
        + " --missing drop --output m.safetensors"

    @Test func textGapsAndDependentColumns() throws {
        try bench.files.file("D.csv", Self.dobson)
        let fit = try bench.json(Self.line)
        try #expect(abs(fit.number("deviance") - 5.1291410770011) < 1e-9 && fit.number("degreesOfFreedom") == 4)
        try #expect(abs(fit.number("aic") - 56.761318401957674) < 1e-9)
        let rows = try fit.coefficients, known = rows.filter { $0["standardError"] is Double }
        // Of the column and its double, and of the constant beside the bias, one each has a row of its own.
        #expect(known.count == 5 && rows.count == 7, "\(fit)")
        for row in rows where row["standardError"] is NSNull {
            #expect(row["estimate"] is NSNull && row["p"] is NSNull && row["standing"] as? String == "aliased")
        }
        try #expect(
            known.contains {
                try abs($0.number("standardError") - 0.19274234515979) < 1e-9
                    && abs($0.number("p") - 0.1284865150135) < 1e-8
            })
        try #expect(fit.number("rowsDropped") == 1)
        let table = try bench.descent(Self.line)
        #expect(table.status == 0 && table.out.contains("5.13 on 4 degrees of freedom"), "\(table)")
        #expect(table.lines.filter { $0.contains("  aliased") }.count == 2, "\(table)")
        #expect(!table.out.contains("NaN") && !table.out.contains("weights taken"))
    }

    /// Deaths of budworms in groups of 20 (Modern Applied Statistics with S, 7.2).
    @Test func sharesOfTrials() throws {
        let dead = [1, 4, 9, 13, 18, 20, 0, 2, 6, 10, 12, 16]
        let rows = dead.enumerated().map { i, dead in
            let male = i < 6 ? 1 : 0, dose = i % 6
            return "\(male),\(dose),\(male * dose),20,\(Double(dead) / 20)"
        }
        try bench.files.file("B.csv", (["male,dose,both,n,share"] + rows).joined(separator: "\n") + "\n")
        let line = "train B.csv --target share --sample-weights n --output m.safetensors"
        let fit = try bench.json("\(line) --weights-are precisions")
        try #expect(abs(fit.number("deviance") - 4.9937) < 5e-5 && fit.number("degreesOfFreedom") == 8)
        try #expect(abs(fit.number("aic") - 43.104) < 5e-4 && fit.text("weightsAre") == "precisions")
        let repeated = try bench.json(line)
        try #expect(repeated.number("degreesOfFreedom") == 236 && repeated.text("weightsAre") == "repetitions")
        try #expect(repeated.errors == fit.errors)
        for (words, said) in [("", "repetitions: 240"), (" --weights-are precisions", "precisions: 12")] {
            let ended = try bench.descent("\(line)\(words) --report r.html")
            #expect(ended.out.contains("weights taken as \(said) observations"), "\(ended)")
            try #expect(bench.files.text("r.html").contains("weights taken as \(said) observations"))
        }
    }

    /// Coefficients that run to infinity have a word, and the others their errors; the status says that there is no optimum.
    @Test func separatedInPart() throws {
        var samples = Samples.binary()
        samples.rows = samples.rows.indices.map { samples.rows[$0] + [$0 % 4 == 0 ? 1 : 0] }
        samples.targets = samples.targets.indices.map { $0 % 4 == 0 ? 1 : samples.targets[$0] }
        try bench.files.file("S.csv", samples.csv)
        let line = "train S.csv --target y --output m.safetensors"
        let table = try bench.descent("\(line) --report r.html")
        #expect(table.status == 3 && table.lines.contains { $0.hasPrefix("x5") && $0.contains("+∞") }, "\(table)")
        #expect(table.lines.contains { $0.hasPrefix("x1") && $0.split(separator: " ").count >= 5 }, "\(table)")
        let fit = try bench.json(line, status: 3), errors = try fit.errors
        try #expect(errors.count == 6 && fit.coefficients[5].text("standing") == "plusInfinity")
        #expect(errors[5] == nil && errors.dropLast().allSatisfy { $0 != nil })
        try #expect(bench.files.text("r.html").contains("+∞"))
    }

    @Test func meaningsWithoutWeights() throws {
        try bench.files.file("X.csv", Samples.binary().csv)
        let line = "train X.csv --target y --output m.safetensors --weights-are"
        for (words, part) in [("precisions", "--sample-weights"), ("weights --sample-weights x1", "repetitions")] {
            let ended = try bench.descent("\(line) \(words)")
            #expect(ended.status == 2 && ended.err.contains(part), "\(ended)")
        }
    }
}
