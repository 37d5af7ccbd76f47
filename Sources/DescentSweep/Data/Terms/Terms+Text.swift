package import DescentAlgebra

extension Terms: CustomStringConvertible {
    /// As a formula: what was written, or what would be.
    public var description: String { text.formula }

    /// With the places of factors in it, where they stand first.
    package var text: (formula: String, places: [Factor: Range<Int>]) {
        if let written { return written }
        var line = "", length = 0
        var places: [Factor: Range<Int>] = [:]
        func append(_ text: String, _ factor: Factor? = nil) {
            let start = length
            line += text
            length += text.unicodeScalars.count
            if let factor, places[factor] == nil { places[factor] = start..<length }
        }
        if let response { append(response.text, response) }
        append(response == nil ? "~ " : " ~ ")
        var isFirst = true
        func join() {
            if !isFirst { append(" + ") }
            isFirst = false
        }
        for product in products {
            join()
            for (index, place) in product.enumerated() {
                if index > 0 { append(":") }
                append(factors[place].text, factors[place])
            }
        }
        for offset in offsets {
            join()
            append("offset(\(offset))", .number(offset))
        }
        if isFirst { append(hasIntercept ? "1" : "0") } else if !hasIntercept { append(" - 1") }
        return (line, places)
    }

    /// An error about a factor, or about the whole.
    package func fault(_ reason: String, at factor: Factor? = nil) -> DescentError {
        let (formula, places) = text
        return .illegalFormula(
            formula: formula, place: factor.flatMap { places[$0] } ?? 0..<formula.unicodeScalars.count, reason: reason)
    }
}
