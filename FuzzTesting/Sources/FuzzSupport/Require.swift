/// Ends the process where a law does not hold, and says which: a precondition has no words in an optimised build.
public func require(_ holds: Bool, _ law: @autoclosure () -> String) {
    if !holds { fatalError(law()) }
}
