// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "server",
    platforms: [.macOS(.v15)],
    // In a package of your own: .package(url: "…", from: "0.1.0").
    dependencies: [.package(name: "descent", path: "../..")],
    targets: [
        .executableTarget(
            name: "server",
            dependencies: [
                .product(name: "Descent", package: "descent"), .product(name: "DescentFiles", package: "descent"),
            ])
    ],
    swiftLanguageModes: [.v6]
)
