/// How many steps from one representable value to the next lie between two numbers: 0 for the same number (−0 and 0
/// are one), infinite where either is not a number.
public func ulps(_ a: Double, _ b: Double) -> Double {
    if a.isNaN || b.isNaN { return .infinity }
    return distance(place(Int64(bitPattern: a.bitPattern)), place(Int64(bitPattern: b.bitPattern)))
}

public func ulps(_ a: Float, _ b: Float) -> Double {
    if a.isNaN || b.isNaN { return .infinity }
    return distance(
        place(Int64(Int32(bitPattern: a.bitPattern)) << 32), place(Int64(Int32(bitPattern: b.bitPattern)) << 32))
        / 0x1p32
}

/// Bit patterns of positive numbers are ordered as the numbers are; those of negative ones the other way round.
private func place(_ bits: Int64) -> Int64 { bits >= 0 ? bits : Int64.min - bits }

private func distance(_ a: Int64, _ b: Int64) -> Double {
    let (difference, overflow) = a.subtractingReportingOverflow(b)
    return overflow ? abs(Double(a) - Double(b)) : Double(difference.magnitude)
}
