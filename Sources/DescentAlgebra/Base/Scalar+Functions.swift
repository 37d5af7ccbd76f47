// For a neuron of one's own, whose loops are generic: what the C library has for Float and for Double by names of their own.

/// eˣ, as the C library has it.
@specialized(where Element == Double)
@specialized(where Element == Float)
public func exp<Element: Scalar>(_ x: Element) -> Element {
    if let x = x as? Double { return Math.exponential(x) as! Element }
    return Math.exponential(x as! Float) as! Element
}

/// ln x, as the C library has it: −∞ of 0, and NaN of a negative number.
@specialized(where Element == Double)
@specialized(where Element == Float)
public func log<Element: Scalar>(_ x: Element) -> Element {
    if let x = x as? Double { return Math.logarithm(x) as! Element }
    return Math.logarithm(x as! Float) as! Element
}
