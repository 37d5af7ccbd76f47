/// Which Descent this is: what the command says, and what models and pages are signed with. `Scripts/version` holds the texts to it.
package enum Version {
    package static let current = "0.1.0"
}
