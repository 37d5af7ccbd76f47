/// What an audit has asked so far, and found.
struct AuditTrail: Sendable {
    /// Whether the fit begins where another one has looked already, and only goes on: nothing is asked then.
    var isTail = false
    var hasBegun = false
    var hasLookedForAliases = false
    /// Whether some feature depends on others, which may hide that data are separated.
    var hasDependences = false
    /// ‖R‖₁‖R⁻¹‖₁ of the triangle of the features that are left, scaled; nil where nobody has looked.
    var condition: Double?
    var hasTestedSeparation = false
    /// Whether the data may be separated, and rounding has left it open.
    var isSeparationOpen = false
    /// The solver's own loop as it last was, once Newton's method has taken its place for a closer look.
    var first: FitLoop?
    /// Steps of loops that others have taken the place of.
    var taken = 0
    /// Closer looks so far: no two of a kind are of use, so there are few.
    var looks = 0
    static let mostLooks = 4
    /// How far corners of the loss are rounded off, while it is looked at so.
    var width: Double?
    /// Whether that has led to where Newton's method on the loss itself began again.
    var hasEased = false
    var certificate = Certificate.none
}
