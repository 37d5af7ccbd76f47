// swift-tools-version: 6.2
import PackageDescription

// A package of its own, so that the one that people depend on knows nothing of fuzzing. `FuzzTesting/run` builds it.
let targets = ["npy", "csv", "libsvm", "model", "json", "state", "tensors", "formula"]
let descent: [Target.Dependency] = [
    .product(name: "Descent", package: "descent"), .product(name: "DescentFiles", package: "descent"),
]

// So that `CWatchedCode` stands between the program and the fuzzer.
let watched: [LinkerSetting] = ["8bit_counters", "pcs"].map {
    .unsafeFlags(["-Xlinker", "--wrap=__sanitizer_cov_\($0)_init"], .when(platforms: [.linux]))
}

let package = Package(
    name: "fuzz-testing",
    platforms: [.macOS(.v15)],
    dependencies: [.package(name: "descent", path: "..")],
    targets: [
        .target(name: "CMemoryFile"), .target(name: "CWatchedCode"),
        .target(name: "FuzzSupport", dependencies: descent + ["CMemoryFile", "CWatchedCode"]),
    ]
        + targets.map {
            .executableTarget(
                name: "fuzz-\($0)", dependencies: ["FuzzSupport"] + descent, linkerSettings: watched)
        },
    swiftLanguageModes: [.v6]
)
