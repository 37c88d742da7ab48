// swift-tools-version: 6.2
import PackageDescription

// No package dependency, ever: nothing but the Swift toolchain and OpenSSL is in the trust path.
// A target imports only from floors below its own; Tests/RepositoryTests holds it to that.

let settings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .strictMemorySafety(),
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
]

/// A library target of `Sources`, with the targets of lower floors that it imports. `rooms` are
/// folders in it that have a README of their own.
func library(_ name: String, _ dependencies: [String] = [], rooms: [String] = []) -> Target {
  .target(
    name: name,
    dependencies: dependencies.map { .byName(name: $0) },
    exclude: ["README.md"] + rooms.map { "\($0)/README.md" },
    swiftSettings: settings)
}

/// The tests of one target, with what else they import.
func tests(_ name: String, _ dependencies: [String]) -> Target {
  .testTarget(
    name: "\(name)Tests",
    dependencies: (["TestSupport"] + dependencies).map { .byName(name: $0) },
    swiftSettings: settings)
}

let package = Package(
  name: "kpatch",
  products: [
    .executable(name: "kpatch", targets: ["kpatch"]),
    .executable(name: "kpatch-webhook", targets: ["kpatch-webhook"]),
  ],
  targets: [
    // Floor 0
    library("Documents"),
    .systemLibrary(name: "CLinux"),
    .systemLibrary(name: "COpenSSL"),
    // Floor 1
    library("Edits", ["Documents"]),
    library("Patterns", ["Documents"]),
    // Floor 2
    library("JSONSyntax", ["Documents", "Edits"]),
    library("YAMLSyntax", ["Documents", "Edits"]),
    library("Kubernetes", ["Documents", "Edits", "Patterns"]),
    library("Schemas", ["Documents", "Patterns"]),
    // Floor 3
    library("Embedded", ["Documents", "Schemas", "JSONSyntax", "YAMLSyntax"]),
    // Floor 4
    library(
      "Policy", ["Documents", "Edits", "Patterns", "Kubernetes", "Schemas", "Embedded"],
      rooms: ["Mutators"]),
    // Floor 5
    library(
      "Admission",
      ["Documents", "Edits", "JSONSyntax", "Kubernetes", "Policy"], rooms: ["Registration"]),
    library(
      "Manifests",
      ["Documents", "Edits", "JSONSyntax", "YAMLSyntax", "Kubernetes", "Policy"]),
    library(
      "Reports",
      ["Documents", "Edits", "JSONSyntax", "Kubernetes", "Policy"]),
    library("ClusterClient", ["CLinux", "COpenSSL", "Documents", "JSONSyntax", "YAMLSyntax"]),
    library("CommandLine", []),
    library("HTTPServer", ["CLinux", "COpenSSL"]),
    library("Telemetry"),
    // Floor 6
    .executableTarget(
      name: "kpatch",
      dependencies: [
        "Documents", "Edits", "JSONSyntax", "YAMLSyntax", "Kubernetes", "Policy", "Admission",
        "Manifests", "Reports", "CommandLine",
      ],
      exclude: ["README.md"],
      swiftSettings: settings),
    .executableTarget(
      name: "kpatch-webhook",
      dependencies: [
        "CLinux", "Documents", "JSONSyntax", "YAMLSyntax", "Kubernetes", "Policy",
        "Admission", "ClusterClient", "Manifests", "CommandLine", "HTTPServer", "Telemetry",
      ],
      exclude: ["README.md"],
      swiftSettings: settings),
    // Tests
    .target(
      name: "TestSupport", dependencies: ["Documents"], path: "Tests/TestSupport",
      exclude: ["README.md"], swiftSettings: settings),
    .target(
      name: "ClusterSupport",
      dependencies: ["CLinux", "COpenSSL", "Documents", "JSONSyntax", "HTTPServer"],
      path: "Tests/ClusterSupport", exclude: ["README.md"], swiftSettings: settings),
    tests("Documents", ["Documents"]),
    tests("Edits", ["Documents", "Edits"]),
    tests("YAMLSyntax", ["Documents", "JSONSyntax", "YAMLSyntax"]),
    tests("YAMLRendering", ["Documents", "Edits", "JSONSyntax", "YAMLSyntax"]),
    tests(
      "Policy",
      ["Documents", "Edits", "Patterns", "JSONSyntax", "YAMLSyntax", "Kubernetes", "Policy"]),
    tests(
      "ClusterClient",
      ["ClusterClient", "ClusterSupport", "Documents", "JSONSyntax", "HTTPServer"]),
    tests("CommandLine", ["CommandLine"]),
    tests("Patterns", ["Documents", "Patterns"]),
    tests("Kubernetes", ["Documents", "Patterns", "JSONSyntax", "Kubernetes"]),
    tests("Schemas", ["Documents", "JSONSyntax", "Schemas"]),
    tests("Embedded", ["Documents", "JSONSyntax", "Schemas", "Embedded"]),
    tests("Patch", ["Documents", "Edits", "JSONSyntax"]),
    tests("Mutator", ["Documents", "Edits", "YAMLSyntax", "Kubernetes", "Policy"]),
    tests("Manifests", ["Documents", "Edits", "Policy", "Manifests"]),
    tests("EndToEnd", ["kpatch"]),
    tests("JSONSyntax", ["Documents", "Edits", "JSONSyntax"]),
    tests("Reports", ["Documents", "Edits", "JSONSyntax", "Policy", "Reports"]),
    tests("Repository", ["Documents", "YAMLSyntax", "Policy", "kpatch"]),
    tests(
      "Admission",
      ["Documents", "Edits", "JSONSyntax", "YAMLSyntax", "Kubernetes", "Policy", "Admission"]),
    tests("HTTPServer", ["HTTPServer", "CLinux", "COpenSSL"]),
    tests(
      "Webhook",
      [
        "Documents", "Edits", "JSONSyntax", "YAMLSyntax", "Kubernetes", "Policy", "Admission",
        "HTTPServer", "COpenSSL", "ClusterClient", "ClusterSupport", "kpatch-webhook",
      ]),
    tests("Telemetry", ["Telemetry"]),
    tests(
      "Chart",
      [
        "Documents", "JSONSyntax", "YAMLSyntax", "Kubernetes", "Schemas", "Policy", "Telemetry",
        "kpatch", "kpatch-webhook",
      ]),
  ]
)

// `KPATCH_TESTS=Policy,EndToEnd swift test` builds only these tests, which is much quicker.
if let names = Context.environment["KPATCH_TESTS"] {
  let wanted = names.split(separator: ",").map { "\($0)Tests" }
  package.targets.removeAll { $0.type == .test && !wanted.contains($0.name) }
}

// Switched on by an environment variable: `Tests/Benchmarks/run` sets it.
if Context.environment["KPATCH_BENCHMARKS"] != nil {
  package.targets.append(
    .executableTarget(
      name: "kpatch-benchmarks",
      dependencies: [
        "Documents", "Patterns", "JSONSyntax", "YAMLSyntax", "Schemas", "Embedded", "Policy",
        "Admission",
      ],
      path: "Tests/Benchmarks",
      exclude: ["README.md", "run", "server", "server-inputs", "server-instructions", "peers"],
      swiftSettings: settings))
}

// Switched on by an environment variable: `Tests/Fuzz/run` sets it.
if Context.environment["KPATCH_FUZZ"] != nil {
  let support: [Target.Dependency] = ["Documents", "Edits", "JSONSyntax"]
  package.targets += [
    .target(
      name: "FuzzSupport", dependencies: support, path: "Tests/Fuzz/Support",
      swiftSettings: settings)
  ]
  let targets = [
    "JSON", "YAML", "Edits", "HTTP", "Admission", "Schema", "Embedded", "Patterns",
  ]
  package.targets += targets.map { name in
    .executableTarget(
      name: "fuzz-\(name.lowercased())",
      dependencies: support + [
        "FuzzSupport", "YAMLSyntax", "HTTPServer", "Policy", "Admission", "Schemas", "Embedded",
        "Patterns",
      ],
      path: "Tests/Fuzz/\(name)", swiftSettings: settings)
  }
}
