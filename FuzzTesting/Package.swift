// swift-tools-version: 6.2
import PackageDescription

// A package of its own, so that the one that people depend on knows nothing of fuzzing. `FuzzTesting/run` builds it.
let targets = ["npy", "csv", "libsvm", "model", "json", "state"]
let descent: [Target.Dependency] = [
    .product(name: "Descent", package: "descent"), .product(name: "DescentFiles", package: "descent"),
]

let package = Package(
    name: "fuzz-testing",
    platforms: [.macOS(.v15)],
    dependencies: [.package(name: "descent", path: "..")],
    targets: [.target(name: "FuzzSupport", dependencies: descent)]
        + targets.map { .executableTarget(name: "fuzz-\($0)", dependencies: ["FuzzSupport"] + descent) },
    swiftLanguageModes: [.v6]
)
