import Foundation
import TestSupport
import Testing

/// Data whose answers others have certified, by the command alone.
@Suite(.enabled(if: Corpora.folder != nil, "no corpora")) struct CertifiedTests {
    private let bench: Bench
    init() throws { bench = try Bench() }

    /// Agreement of the numbers one by one, in digits.
    private func digits(_ found: [Double], _ certified: [Double]) -> Double {
        guard found.count == certified.count else { return 0 }
        return zip(found, certified).map { -log10(max(1e-17, abs($0 - $1) / max(1e-300, abs($1)))) }.min() ?? 0
    }

    private func numbers(_ value: Any?) -> [Double] { (value as? [String] ?? []).compactMap { Double($0) } }

    private func train(_ file: String, _ words: String) throws -> [String: Any] {
        let parts = words.split(separator: " ").map(String.init)
        let ended = try bench.run(
            ["train", file.hasPrefix("/") ? file : Corpora.folder! + "/" + file, "--output", "m.safetensors", "--json"]
                + parts)
        guard ended.status == 0 else { throw Trouble("\(file): \(ended)") }
        return try ended.json
    }

    static let likelihoods = [
        ("spector/spector.csv", "--target grade"),
        ("birthwt/stata_lbw_glm.csv", "--target low --columns age,lwt,race,smoke,ptl,ht,ui --contrast race"),
        ("icu/ICU.csv", "--target Survive --columns Age,Sex,Infection,SysBP,Pulse,Emergency"),
    ]

    @Test(arguments: likelihoods.indices) func logistic(_ index: Int) throws {
        let (file, words) = Self.likelihoods[index]
        let certified = try Corpora.object(file.prefix { $0 != "/" } + "/certified.json")
        // The first text in order is the one that the bias stands for; certified is that of white.
        let text = try Corpora.text(file).replacing("\"white\"", with: "\"a white\"")
        let fit = try train(bench.files.file("data.csv", text), words)
        // In the file's order, which puts what a contrast makes where its column was.
        try #expect(fit.featureNames.count + 1 == (certified["names"] as? [String])?.count)
        try #expect(digits(fit.fitted, numbers(certified["coefficients_ref"])) > 10, "\(fit)")
        try #expect(digits(fit.errors.compactMap { $0 }, numbers(certified["std_errors_ref"])) > 9, "\(fit)")
    }

    /// Digits that a Double matrix leaves (Filip's condition is 10¹⁵).
    static let nist: [(String, Double)] = [
        ("Norris", 12), ("Longley", 11), ("NoInt1", 12), ("NoInt2", 12),
    ]

    @Test(arguments: nist.indices) func leastSquares(_ index: Int) throws {
        let (name, least) = Self.nist[index]
        let certified = try Corpora.object("nist-strd/certified.json")[name] as? [String: Any] ?? [:]
        let hasBias = !name.hasPrefix("NoInt")
        let fit = try train("nist-strd/\(name).csv", "--target y --neuron linear" + (hasBias ? "" : " --no-bias"))
        try #expect(digits(fit.fitted, numbers(certified["coefficients_ref"])) > least, "\(fit)")
        try #expect(digits(fit.errors.compactMap { $0 }, numbers(certified["std_errors_ref"])) > least - 1, "\(fit)")
    }

    @Test func softmax() throws {
        let certified = try Corpora.object("softmax-iris/certified.json")
        let fit = try train("softmax-iris/iris.csv", "--target class --neuron softmax --sum --l2 1 --penalty-on raw")
        let rows = (certified["coefficients_ref_intercept_first"] as? [[String]] ?? []).map { numbers($0) }
        let outputs = try fit.outputs
        #expect(rows.count == 3 && outputs.count == 3)
        for (output, row) in zip(outputs, rows) { #expect(digits(output.estimates, row) > 8) }
        try #expect(digits([fit.number("risk")], numbers([certified["objective_ref"] ?? ""])) > 12)
    }

    @Test func libsvm() throws {
        let certified = try Corpora.object("libsvm/heart_scale_certified.json")
        let fit = try train("libsvm/heart_scale", "--format libsvm --labels=-1,1")
        let reference = certified["mle"] as? [String: Any] ?? [:]
        try #expect(digits(fit.fitted, numbers(reference["coefficients_ref"])) > 9)
        let ridge = certified["l2_lambda1_unpenalised_intercept"] as? [String: Any] ?? [:]
        let penalised = try train("libsvm/heart_scale", "--format libsvm --labels=-1,1 --sum --l2 1 --penalty-on raw")
        try #expect(digits(penalised.fitted, numbers(ridge["coefficients_ref"])) > 8)
    }

    /// An answer that runs to infinity is none: status 3, and the weights that do are named.
    @Test func separation() throws {
        let file = Corpora.folder! + "/separation/endometrial.csv"
        let ended = try bench.run("train", file, "--target", "HG", "--output", "m.safetensors", "--json")
        #expect(ended.status == 3)
        let fit = try ended.json, warnings = try fit.texts("warnings")
        try #expect(fit.text("outcome") == "separated" && warnings.contains { $0.contains("NV") && $0.contains("+∞") })
        let limit = (try Corpora.object("separation/certified.json")["endometrial"] as? [String: Any])?["ml_limit"]
        let finite = numbers((limit as? [String: Any])?["coefficients_ref"]), found = try fit.fitted
        #expect(digits([found[0], found[2], found[3]], finite) > 8)
        // What stays finite has errors; what runs to infinity has none.
        try #expect(fit.errors.map { $0 == nil } == [false, true, false, false])
        try #expect(fit.coefficients[1].text("standing") == "plusInfinity")
        let table = try bench.run("train", file, "--target", "HG", "--output", "m.safetensors")
        #expect(table.status == 3 && table.out.contains("the weight of NV runs to +∞"))
    }
}
