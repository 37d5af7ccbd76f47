internal import Descent

/// `descent explain`: descent by hand.
struct Explain {
    private let derivation: Derivation
    private let digits: Int
    private let isJSON: Bool
    private let page: String?

    init(_ arguments: Arguments) throws {
        digits = try arguments.count(.digits, to: 16) ?? 6
        isJSON = arguments.has(.json)
        page = arguments[.html]
        let neuron = try NeuronSettings(arguments)
        _ = try arguments.required(.x, "the features of a sample, such as 0.1,0.3")
        _ = try arguments.required(.y, "the target of each sample, such as 0.2")
        _ = try arguments.required(.w, "the weights at the start, such as --w=-0.8,0.5")
        _ = try arguments.required(.rate, "the rate of a step, such as 0.5")
        let numbers = "numbers between commas, and rows of them between semicolons"
        let x = try arguments.rows(.x, numbers)!, w = try arguments.rows(.w, numbers)!
        let y = try arguments.rows(.y, numbers)!.flatMap { $0 }
        let b = try arguments.rows(.b, numbers)?.flatMap { $0 } ?? w.map { _ in 0 }
        let rate = try arguments.number(.rate, "a number above 0") { $0 > 0 }!
        guard x.allSatisfy({ $0.count == x[0].count }) else {
            throw arguments.wrong(.x, "as many features of every sample")
        }
        guard w.allSatisfy({ $0.count == x[0].count }) else {
            throw arguments.wrong(.w, "\(x[0].count) weights of every output, as many as --x has features")
        }
        guard b.count == w.count else { throw arguments.wrong(.b, "\(w.count) numbers, one per output") }
        guard y.count == x.count else { throw arguments.wrong(.y, "\(x.count) numbers, one per sample") }
        func layer(_ neuron: some Neuron) throws(DescentError) -> Layer<Double> {
            try Layer(neuron: neuron, weights: Matrix(rows: x[0].count, columns: w.count, w.flatMap { $0 }), bias: b)
        }
        derivation = try layer(neuron.neuron(outputs: w.count)).derivation(
            Matrix(samples: x), targets: y, rate: rate, steps: try arguments.count(.steps, to: 10_000) ?? 1)
    }

    func run() throws -> Int32 {
        let lines = DerivationLines(derivation.text(digits: digits))
        if let page {
            var files = CommandFiles(.explain)
            try files.prints()
            try files.writes(page, as: Flag.Name.html.typed)
            try lines.page.write(to: page)
        }
        if isJSON {
            try Output.print(lines.json(of: derivation))
        } else if page == nil {
            try Output.print(lines.text)
        }
        return 0
    }
}
