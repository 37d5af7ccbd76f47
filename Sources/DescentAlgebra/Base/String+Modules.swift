extension String {
    /// Values within values are described with the module that declares them. In words that are kept, or that decide whether a
    /// state is of this fit, all modules of the library are `Descent`, so that a type may move from one to another.
    package var namingOneModule: String { replacing(/\bDescent[A-Z]\w*\./, with: "Descent.") }
}
