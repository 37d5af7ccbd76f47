/// Text as it is written between tags or, with its quotes escaped, as the value of an attribute.
public func escaped(_ text: String, inAttribute: Bool = false) -> String {
    var result = ""
    result.reserveCapacity(text.utf8.count)
    for scalar in text.unicodeScalars {
        switch scalar {
        case "&": result += "&amp;"
        case "<": result += "&lt;"
        case ">": result += "&gt;"
        case "\"" where inAttribute: result += "&quot;"
        case "'" where inAttribute: result += "&#39;"
        default: result.unicodeScalars.append(scalar)
        }
    }
    return result
}
