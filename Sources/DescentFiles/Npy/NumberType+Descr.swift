package import Descent

/// NumPy's word for a type, such as `<f8`.
extension NumberType {
    /// Nil for what is not a number that a `Double` is made of.
    init?(descr: String) {
        var rest = Substring(descr)
        guard let order = rest.popFirst(), "<>|=".contains(order), let letter = rest.popFirst(), let size = Int(rest),
            String(size) == rest
        else { return nil }
        let kind: Kind
        switch (letter, size) {
        case ("f", 2), ("f", 4), ("f", 8): kind = .float
        case ("i", 1), ("i", 2), ("i", 4), ("i", 8): kind = .signed
        case ("u", 1), ("u", 2), ("u", 4), ("u", 8): kind = .unsigned
        case ("b", 1): kind = .boolean
        default: return nil
        }
        // Of one byte there is one order; of more, `|` would mean none.
        guard size == 1 || order != "|" else { return nil }
        let isBig = order == ">" || order == "=" && Self.machineIsBigEndian
        self.init(kind, size: size, isBigEndian: size > 1 && isBig)
    }

    /// NumPy has none for brain floats, which no array of its is made of.
    package var descr: String {
        let letter: Character =
            switch kind {
            case .float: "f"
            case .brain: "V"
            case .signed: "i"
            case .unsigned: "u"
            case .boolean: "b"
            }
        return "\(size == 1 ? "|" : isBigEndian ? ">" : "<")\(letter)\(size)"
    }
}
