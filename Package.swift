// swift-tools-version: 6.3
import PackageDescription

/// Every Swift target: warnings are errors (SwiftPM itself relaxes this where Descent is somebody's dependency).
let strict: [SwiftSetting] = [
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("ExistentialAny"),
    // What returns a span says how long it lives.
    .enableExperimentalFeature("Lifetimes"),
]

/// Of tests that run programs and read files, and compute little: their optimiser would take a fifth of the time of a release build.
let unoptimised =
    strict + [
        .unsafeFlags(["-Onone", "-no-whole-module-optimization", "-enable-batch-mode"], .when(configuration: .release))
    ]

/// What `import Descent` brings. Who depends on it depends on each of them: the module that re-exports them stays the same to
/// the byte when they change, so that a build would keep what was compiled against the ones before.
let library = ["DescentAlgebra", "DescentSolvers", "DescentSweep", "DescentFit", "DescentGraph"]
let descent = (["Descent"] + library).map(Target.Dependency.init(stringLiteral:))

let package = Package(
    name: "descent",
    platforms: [.macOS(.v15)],
    products: [
        .library(name: "Descent", targets: ["Descent"] + library),
        .library(name: "DescentFiles", targets: ["DescentFiles"]),
        .library(name: "DescentMPI", targets: ["DescentMPI"]),
        // `swift run bench` needs no product, and one would keep a client from a target of that name.
        .executable(name: "descent", targets: ["descent-cli"]),
    ],
    traits: [
        .trait(name: "MPI", description: "Fits shared by processes on many machines. Needs an MPI, such as Open MPI.")
    ],
    targets: [
        .systemLibrary(
            name: "CDescentBLAS",
            pkgConfig: "openblas",
            providers: [.apt(["libopenblas-dev", "liblapacke-dev"]), .brew(["openblas"])]
        ),
        .target(
            name: "CDescentKernels",
            exclude: ["Math/coefficients.py"],
            cSettings: [.treatAllWarnings(as: .error), .enableWarning("extra")]
        ),
        .target(
            name: "DescentAlgebra",
            dependencies: ["CDescentBLAS"],
            swiftSettings: strict,
            linkerSettings: [.linkedLibrary("lapacke", .when(platforms: [.linux]))]
        ),
        .target(name: "DescentSolvers", dependencies: ["DescentAlgebra"], swiftSettings: strict),
        .target(
            name: "DescentSweep",
            dependencies: ["DescentAlgebra", "DescentSolvers", "CDescentKernels"],
            swiftSettings: strict
        ),
        .target(
            name: "DescentFit",
            dependencies: ["DescentAlgebra", "DescentSolvers", "DescentSweep", "CDescentKernels"],
            swiftSettings: strict
        ),
        .target(
            name: "DescentGraph",
            dependencies: ["DescentAlgebra", "DescentSolvers", "DescentSweep", "CDescentKernels"],
            swiftSettings: strict
        ),
        .target(
            name: "Descent",
            dependencies: library.map(Target.Dependency.init(stringLiteral:)),
            swiftSettings: strict
        ),
        .target(
            name: "CDescentFiles",
            cSettings: [.treatAllWarnings(as: .error), .enableWarning("extra")]
        ),
        .target(
            name: "CDescentNumbers",
            cxxSettings: [.treatAllWarnings(as: .error), .enableWarning("extra")]
        ),
        .target(
            name: "DescentFiles",
            dependencies: descent + ["CDescentFiles", "CDescentNumbers"],
            swiftSettings: strict
        ),
        .systemLibrary(
            name: "CDescentMPI",
            pkgConfig: "mpi-c",
            providers: [.apt(["libopenmpi-dev"]), .brew(["open-mpi"])]
        ),
        .target(
            name: "DescentMPI",
            dependencies: descent + [
                "DescentSystem", .target(name: "CDescentMPI", condition: .when(traits: ["MPI"])),
            ],
            swiftSettings: strict
        ),
        .target(name: "DescentDrawing", swiftSettings: strict),
        .target(name: "DescentReport", dependencies: ["DescentDrawing"], swiftSettings: strict),
        .target(name: "DescentSystem", swiftSettings: strict),
        .executableTarget(
            name: "figures",
            dependencies: descent + ["DescentDrawing", "DescentFiles"],
            path: "Figures",
            swiftSettings: strict
        ),
        .executableTarget(
            name: "bench",
            dependencies: descent + ["DescentDrawing", "DescentFiles", "DescentMPI", "DescentSystem"],
            path: "Benchmarks",
            exclude: ["peers", "Results"],
            swiftSettings: strict
        ),
        .executableTarget(
            name: "descent-cli",
            dependencies: descent + ["DescentFiles", "DescentMPI", "DescentReport", "DescentSystem"],
            swiftSettings: strict
        ),
        .target(name: "CAllocationCount", path: "Tests/Support/CAllocationCount"),
        .target(
            name: "TestSupport",
            path: "Tests/Support/TestSupport",
            swiftSettings: strict
        ),
        .testTarget(
            name: "CDescentKernelsTests",
            dependencies: ["CDescentKernels", "TestSupport"],
            exclude: ["References/references.py"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "DescentAlgebraTests",
            dependencies: ["DescentAlgebra", "TestSupport"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "DescentTests",
            dependencies: descent + ["TestSupport", "CAllocationCount"],
            exclude: [
                "References/references.py",
                "Solvers/references.py",
                "LeastSquares/residuals.py",
                "Penalties/penalties.py",
                "Separation/designs.py",
                "Statistics/Inference/references.py",
                "Statistics/references.py",
            ],
            swiftSettings: strict
        ),
        .testTarget(
            name: "DifferentialTests",
            dependencies: descent + ["TestSupport"],
            path: "Tests/Differential",
            exclude: ["reference.py"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "DescentFilesTests",
            dependencies: descent + ["DescentFiles", "TestSupport"],
            exclude: ["Formulas/R/fits.R", "Formulas/references.py", "Python"],
            swiftSettings: unoptimised
        ),
        .testTarget(
            name: "DescentReportTests",
            dependencies: ["DescentReport", "TestSupport"],
            swiftSettings: unoptimised
        ),
        // What it expects of the help is read from its sources, so that it can be written there too.
        .testTarget(
            name: "DescentCLITests",
            dependencies: descent + ["DescentSystem", "descent-cli", "TestSupport"],
            exclude: [
                "Faults/failing.c", "Faults/holding.c", "Help", "Python", "Ranks/killing.c", "Support/unfinished.h",
            ],
            swiftSettings: unoptimised
        ),
    ],
    swiftLanguageModes: [.v6],
    cxxLanguageStandard: .cxx17
)
