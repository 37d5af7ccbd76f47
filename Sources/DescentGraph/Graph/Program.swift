internal import CDescentKernels
internal import DescentAlgebra
internal import DescentSweep

/// A loss and its derivatives as a flat list of operations, each of which is one loop over a block of a tile.
struct Program: Sendable {
    let instructions: [descent_instruction]
    /// They fill the first registers.
    let constants: [Double]

    /// The most values that wait at a time, constants included.
    static let registers = Int(descent_registers)

    func callAsFunction<Element>(_ tile: Pointwise<Element>) {
        if Element.self == Double.self {
            Kernels.double.program(
                tile.count, instructions, instructions.count, constants, constants.count, tile.scores.cast(),
                tile.targets.cast(), tile.losses.cast(), tile.residuals.cast(), tile.curvatures.cast())
        } else {
            Kernels.single.program(
                tile.count, instructions, instructions.count, constants, constants.count, tile.scores.cast(),
                tile.targets.cast(), tile.losses.cast(), tile.residuals.cast(), tile.curvatures.cast())
        }
    }
}

extension Program: CustomStringConvertible {
    /// One line per instruction; ∂ and ∂² are the residual and the curvature.
    var description: String {
        instructions.map { step in
            let operation = Operation(rawValue: step.operation)!
            return "\(label(step.out)) = \(operation.formula([label(step.a), label(step.b)]))"
        }
        .joined(separator: "\n")
    }

    private func label(_ slot: Int32) -> String {
        switch Int(slot) {
        case descent_slot_score: "z"
        case descent_slot_target: "y"
        case descent_slot_loss: "loss"
        case descent_slot_residual: "∂"
        case descent_slot_curvature: "∂²"
        case let slot where slot - descent_first_register < constants.count:
            constants[slot - descent_first_register].shortened
        case let slot: "r\(slot - descent_first_register - constants.count)"
        }
    }
}
