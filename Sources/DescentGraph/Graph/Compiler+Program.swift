internal import CDescentKernels
internal import DescentAlgebra

/// Makes instructions of terms.
extension Compiler {
    /// The program that computes these terms as loss, residual and, if there is a third, curvature. What they do not need
    /// is left out; a register is free again after its last use.
    func program(_ outputs: [Int]) throws(DescentError) -> Program {
        let needed = needed(by: outputs)
        let constants = try constants(needed)
        var slots = [Int](repeating: -1, count: terms.count), instructions: [descent_instruction] = []
        for (place, value) in constants.enumerated() {
            slots[terms.firstIndex(of: .constant(value))!] = descent_first_register + place
        }
        var free = Array((constants.count..<Swift.max(constants.count, Program.registers)).reversed())
        let lastUse = lastUses(needed)
        for index in terms.indices where needed[index] {
            switch terms[index] {
            case .score: slots[index] = descent_slot_score
            case .target: slots[index] = descent_slot_target
            case .constant: break
            case .operation(let operation, let a, let b):
                // A result gets its place before its operands give theirs back, so that a kernel never writes what it reads.
                if let output = outputs.firstIndex(of: index) {
                    slots[index] = descent_slot_loss + output
                } else {
                    guard let register = free.popLast() else { throw tooLarge }
                    slots[index] = descent_first_register + register
                }
                instructions.append(Self.instruction(operation, slots[a], slots[b], into: slots[index]))
                for operand in a == b ? [a] : [a, b] where lastUse[operand] == index {
                    let register = slots[operand] - descent_first_register
                    if register >= constants.count { free.append(register) }
                }
            }
        }
        for (place, index) in outputs.enumerated() where slots[index] != descent_slot_loss + place {
            instructions.append(Self.instruction(.copy, slots[index], slots[index], into: descent_slot_loss + place))
        }
        return Program(instructions: instructions, constants: constants)
    }

    private func needed(by outputs: [Int]) -> [Bool] {
        var needed = [Bool](repeating: false, count: terms.count)
        for output in outputs { needed[output] = true }
        for index in terms.indices.reversed() where needed[index] {
            if case .operation(_, let a, let b) = terms[index] {
                needed[a] = true
                needed[b] = true
            }
        }
        return needed
    }

    private func lastUses(_ needed: [Bool]) -> [Int] {
        var lastUse = [Int](repeating: -1, count: terms.count)
        for index in terms.indices where needed[index] {
            if case .operation(_, let a, let b) = terms[index] {
                lastUse[a] = index
                lastUse[b] = index
            }
        }
        return lastUse
    }

    private func constants(_ needed: [Bool]) throws(DescentError) -> [Double] {
        var constants: [Double] = []
        for index in terms.indices where needed[index] {
            guard case .constant(let value) = terms[index] else { continue }
            guard value == 0 || Float(value).isNormal else {
                throw refusal("the constant \(value) is not a number that both precisions hold")
            }
            constants.append(value)
        }
        guard constants.count < Program.registers else { throw tooLarge }
        return constants
    }

    private var tooLarge: DescentError {
        refusal("more than \(Program.registers) values are needed at a time; write it with fewer terms")
    }

    private static func instruction(
        _ operation: Operation, _ a: Int, _ b: Int, into out: Int
    ) -> descent_instruction {
        descent_instruction(operation: operation.rawValue, a: Int32(a), b: Int32(b), out: Int32(out))
    }
}
