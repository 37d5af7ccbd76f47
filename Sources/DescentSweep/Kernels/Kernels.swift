package import CDescentKernels

/// The tables of C kernels at the level in use.
package enum Kernels {
    package static let double =
        descent_kernels_f64_at(descent_level(UInt32(KernelLevel.ofTables.rawValue))).pointee
    package static let single =
        descent_kernels_f32_at(descent_level(UInt32(KernelLevel.ofTables.rawValue))).pointee
    /// Pairs of Doubles.
    package static let wide =
        descent_wide_kernels_at(descent_level(UInt32(KernelLevel.ofTables.rawValue))).pointee
}

/// The same memory under another element type: how generic code reaches the kernels of its precision. Only for use
/// under a check that the types are the same.
extension UnsafePointer {
    @inlinable package func cast<Other>(to: Other.Type = Other.self) -> UnsafePointer<Other> {
        UnsafeRawPointer(self).assumingMemoryBound(to: Other.self)
    }
}

extension UnsafeMutablePointer {
    @inlinable package func cast<Other>(to: Other.Type = Other.self) -> UnsafeMutablePointer<Other> {
        UnsafeMutableRawPointer(self).assumingMemoryBound(to: Other.self)
    }
}
