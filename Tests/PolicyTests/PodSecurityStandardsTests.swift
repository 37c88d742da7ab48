import Documents
import Policy
import Testing

/// A change of a minimal valid pod, and in which versions of which level it is a violation.
struct PodMutation: Sendable, CustomTestStringConvertible {
  let rule: String
  let name: String
  /// The minor versions in which it is a violation.
  let baselineVersions: Range<Int>
  let restrictedVersions: Range<Int>
  /// Pointers and what stands there then, nothing where the value is `nil`. A `*` is each class of
  /// containers in turn; `+` is all of them.
  let changes: [(pointer: String, value: Value?)]

  /// A violation from `since` and before `until`, where both levels have the check until
  /// `untilInRestricted` at the level restricted.
  init(
    _ rule: String, _ name: String, restricted: Bool = false, since: Int = 0, until: Int = 38,
    untilInRestricted: Int? = nil, _ changes: [(pointer: String, value: Value?)]
  ) {
    self.rule = "pss/" + rule
    self.name = name
    baselineVersions = restricted ? 0..<0 : since..<until
    restrictedVersions = since..<(untilInRestricted ?? until)
    self.changes = changes
  }

  var testDescription: String { "\(rule): \(name)" }

  /// The pods that it makes: one, or one for each class of containers.
  func pods(from minimal: Value) -> [Value] {
    let classes = changes.contains { $0.pointer.contains("*") } ? MinimalPod.containers : [""]
    return classes.map { place in
      var pod = minimal
      for (pointer, value) in changes {
        let places = pointer.contains("+") ? MinimalPod.containers : [place]
        for place in places {
          let path = pointer.replacing("*", with: place).replacing("+", with: place)
          pod.set(path.split(separator: "/")[...], to: value)
        }
      }
      return pod
    }
  }
}

/// The pod that passes and says nothing that it need not say.
enum MinimalPod {
  static let containers = [
    "spec/initContainers/0", "spec/containers/0", "spec/ephemeralContainers/0",
  ]

  static func make(restricted: Bool, minor: Int) -> Value {
    var pod: Value = [
      "apiVersion": "v1", "kind": "Pod", "metadata": ["name": "app"],
      "spec": [
        "initContainers": [["name": "init", "image": "registry.example.com/app:1.4.2"]],
        "containers": [["name": "app", "image": "registry.example.com/app:1.4.2"]],
        "ephemeralContainers": [["name": "debug", "image": "registry.example.com/app:1.4.2"]],
      ],
    ]
    guard restricted else { return pod }
    func set(_ path: String, _ value: Value) { pod.set(path.split(separator: "/")[...], to: value) }
    set("spec/securityContext/runAsNonRoot", true)
    if minor >= 19 { set("spec/securityContext/seccompProfile/type", "RuntimeDefault") }
    for container in containers {
      let context = container + "/securityContext"
      if minor >= 8 { set(context + "/allowPrivilegeEscalation", false) }
      if minor >= 22 { set(context + "/capabilities/drop", ["ALL"]) }
    }
    return pod
  }
}

extension Value {
  /// Puts a value at a path, making the mappings on the way; `nil` takes away what is there.
  mutating func set(_ path: ArraySlice<Substring>, to value: Value?) {
    guard let first = path.first else {
      self = value ?? .null
      return
    }
    if case .sequence(var elements) = self, let index = Int(first), index < elements.count {
      elements[index].set(path.dropFirst(), to: value)
      self = .sequence(elements)
      return
    }
    var entries: [Entry] = []
    if case .mapping(let old) = self { entries = old }
    // Annotations have slashes in their names: `~1`.
    let key = String(first).replacing("~1", with: "/")
    let index = entries.firstIndex { $0.key == key }
    if path.count == 1 {
      if let index { entries.remove(at: index) }
      if let value { entries.append(.init(key, value)) }
    } else {
      var child: Value = .mapping([])
      if let index { child = entries.remove(at: index).value }
      child.set(path.dropFirst(), to: value)
      entries.append(.init(key, child))
    }
    self = .mapping(entries)
  }
}

@Suite("The Pod Security Standards at every version")
struct PodSecurityStandardsTests {
  /// From which version on a check of restricted says what one of baseline would.
  static let overrides: [String: (rule: String, since: Int)] = [
    "pss/host-path-volumes": ("pss/restricted-volumes", 0),
    "pss/seccomp-baseline": ("pss/seccomp-restricted", 19),
    "pss/capabilities-baseline": ("pss/capabilities-restricted", 22),
    "pss/proc-mount": ("pss/proc-mount-restricted", 35),
  ]

  /// By preset and minor version; made once.
  private static let engines: [String: [Engine]] = ["baseline", "restricted"].reduce(into: [:]) {
    engines, preset in
    engines[preset] = (0...37).compactMap { minor in
      let settings = CommandLineSettings(preset: preset, kubernetesVersion: "1.\(minor)")
      return try? Engine(compiled([PolicyLayer(commandLine: settings)]))
    }
  }

  private static func rules(
    _ pod: Value, _ preset: String, _ minor: Int, sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> [String] {
    let engine = try #require(engines[preset]?[minor])
    let findings = try engine.evaluate(object: Document(pod).root).findings
    #expect(findings.allSatisfy { $0.action == .deny }, sourceLocation: sourceLocation)
    #expect(
      Set(findings.map(\.pointer)).count == findings.count, "one fault is one finding",
      sourceLocation: sourceLocation)
    return Set(findings.map(\.rule)).sorted()
  }

  @Test("A minimal pod passes its level", arguments: 0...37)
  func minimal(minor: Int) throws {
    #expect(
      try Self.rules(MinimalPod.make(restricted: false, minor: minor), "baseline", minor) == [])
    #expect(
      try Self.rules(MinimalPod.make(restricted: true, minor: minor), "restricted", minor) == [])
    // So does one that says more than its version asks for.
    #expect(
      try Self.rules(MinimalPod.make(restricted: true, minor: 37), "restricted", minor) == [])
  }

  @Test("Each change is a violation where upstream says so", arguments: PodMutation.all)
  func changes(mutation: PodMutation) throws {
    for minor in 0...37 {
      for preset in ["baseline", "restricted"] {
        let isRestricted = preset == "restricted"
        let minimal = MinimalPod.make(restricted: isRestricted, minor: minor)
        let versions = isRestricted ? mutation.restrictedVersions : mutation.baselineVersions
        let fails = versions.contains(minor)
        var rule = mutation.rule
        if isRestricted, let other = Self.overrides[rule], minor >= other.since {
          rule = other.rule
        }
        for pod in mutation.pods(from: minimal) {
          #expect(
            try Self.rules(pod, preset, minor) == (fails ? [rule] : []), "\(preset) at 1.\(minor)")
        }
      }
    }
  }

  @Test("Every rule of the standards has a change that it finds")
  func complete() {
    let overriding = PodMutation.all.compactMap { Self.overrides[$0.rule]?.rule }
    for rule in PodSecurityStandards.rules {
      #expect((PodMutation.all.map(\.rule) + overriding).contains(rule.id), "\(rule.id)")
    }
    #expect(PodSecurityStandards.rules.count == 19)
    #expect(PodSecurityStandards.rules.allSatisfy { $0.parameters.isEmpty })
  }
}
