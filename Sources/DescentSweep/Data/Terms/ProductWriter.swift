internal import DescentAlgebra

/// Multiplies factors and writes the columns of products, for a run of samples.
///
/// Of indicators only the one column is written that is not 0, so that a category costs a sample the same however many levels
/// it has, but for the zeros.
struct ProductWriter<Element: Scalar> {
    let plan: TermPlan
    let numbers: UnsafeMutablePointer<Double>
    /// Room for a product of several columns.
    let product: UnsafeMutablePointer<Double>
    let places: UnsafeMutablePointer<Int32>
    let count: Int
    let out: UnsafeMutablePointer<Element>
    let sampleStep: Int
    let featureStep: Int

    @specialized(where Element == Double)
    @specialized(where Element == Float)
    func write(_ term: TermPlan.Product) {
        let base = out + term.first * featureStep
        let places = combinedPlaces(term)
        if places != nil { clear(base, term.width) }
        let columns = term.numbers.reduce(1) { $0 * $1.width }
        for column in 0..<columns {
            let (values, offset) = values(term, column)
            let target = base + offset * featureStep
            switch (places, values) {
            case (nil, let values?):
                for i in 0..<count { target[i * sampleStep] = Element(values[i]) }
            case (let places?, let values?):
                for i in 0..<count where places[i] >= 0 {
                    target[i * sampleStep + Int(places[i]) * featureStep] = Element(values[i])
                }
            case (let places?, nil):
                for i in 0..<count where places[i] >= 0 { target[i * sampleStep + Int(places[i]) * featureStep] = 1 }
            case (nil, nil): break
            }
        }
        guard plan.hasBlanks, let places else { return }
        for i in 0..<count where places[i] == TermPlan.blank {
            for column in 0..<term.width { base[i * sampleStep + column * featureStep] = .nan }
        }
    }

    private func clear(_ base: UnsafeMutablePointer<Element>, _ width: Int) {
        if featureStep == 1 {
            for i in 0..<count { (base + i * sampleStep).update(repeating: 0, count: width) }
        } else {
            for column in 0..<width { (base + column * featureStep).update(repeating: 0, count: count) }
        }
    }

    /// Where the columns of indicators lie among the term's; nil without any.
    private func combinedPlaces(_ term: TermPlan.Product) -> UnsafePointer<Int32>? {
        guard let first = term.places.first else { return nil }
        if term.places.count == 1 && first.step == 1 { return UnsafePointer(places + first.run * plan.block) }
        let result = places + plan.placeRuns * plan.block
        result.update(repeating: 0, count: count)
        for (run, step) in term.places {
            let own = places + run * plan.block
            for i in 0..<count {
                // A blank stays one, and beats what is merely no column.
                let (one, other) = (result[i], own[i])
                result[i] = one < 0 || other < 0 ? min(one, other, TermPlan.none) : one + other * step
            }
        }
        return UnsafePointer(result)
    }

    /// The product of one column of each factor of numbers, the first factor's changing fastest, and its place in the term.
    private func values(
        _ term: TermPlan.Product, _ column: Int
    ) -> (values: UnsafePointer<Double>?, offset: Int) {
        var rest = column, offset = 0
        var values: UnsafePointer<Double>?
        for (run, width, step) in term.numbers {
            let (next, own) = rest.quotientAndRemainder(dividingBy: width)
            rest = next
            offset += own * step
            let run = numbers + (run + own) * plan.block
            guard let before = values else {
                values = UnsafePointer(run)
                continue
            }
            for i in 0..<count { product[i] = before[i] * run[i] }
            values = UnsafePointer(product)
        }
        return (values, offset)
    }
}
