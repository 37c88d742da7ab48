import Documents
import Kubernetes

// `podSecurity`: the levels of the Pod Security Standards, who is exempt, and what becomes of
// workloads.

extension LayerReader {
  static let podSecurityKeys = [
    "level", "version", "warn", "audit", "exemptions", "controllers", "namespaceLabels",
  ]
  static let podSecurityExemptions = ["usernames", "namespaces", "runtimeClasses"]
  static let podSecurityControllers = ["deny", "warn"]

  mutating func readPodSecurity(_ node: Node) {
    guard reader.isMapping(node, "podSecurity") else { return }
    reader.keys(of: node, known: Self.podSecurityKeys, in: "podSecurity")
    for (key, value) in node.entries {
      switch key.text {
      case "level":
        if let level = readLevel(value, "level") {
          layer.podSecurity.level = .init(value: level, origin: origin(value))
        }
      case "version":
        if let version = readStandardsVersion(value, "version") {
          layer.podSecurity.version = .init(value: version, origin: origin(value))
        }
      case "warn": layer.podSecurity.warn = readMode(value, "warn")
      case "audit": layer.podSecurity.audit = readMode(value, "audit")
      case "exemptions": readPodSecurityExemptions(value)
      case "controllers":
        let words = Self.podSecurityControllers
        if let word = reader.choice(value, of: words, "controllers") {
          layer.podSecurity.controllers = .init(
            value: word == "warn" ? .warn : .deny, origin: origin(value))
        }
      case "namespaceLabels":
        if let reads = reader.boolean(value, "namespaceLabels") {
          layer.podSecurity.namespaceLabels = .init(value: reads, origin: origin(value))
        }
      default: continue
      }
    }
  }

  private mutating func readLevel(_ node: Node, _ what: String) -> PodSecurityLevel? {
    reader.choice(node, of: PodSecurityLevel.allCases.map(\.name), what).flatMap {
      PodSecurityLevel(name: $0)
    }
  }

  /// A version of the standards; inside `nil` for `latest`, which is that of the policy. Outside
  /// `nil` where it is none.
  private mutating func readStandardsVersion(
    _ node: Node, _ what: String
  ) -> KubernetesVersion?? {
    guard let text = reader.string(node, what) else { return nil }
    if text == "latest" { return .some(nil) }
    guard let version = KubernetesVersion(parsing: text) else {
      reader.fail(
        node, "\(what) \(quoted(text)) is not known",
        "expected latest, or \"1.0\" to \"\(KubernetesVersion.newest)\"")
      return nil
    }
    return .some(version)
  }

  /// A level, or a mapping of level and version.
  private mutating func readMode(
    _ node: Node, _ what: String
  ) -> LayerSettings.Sourced<PodSecuritySettings.Mode>? {
    guard node.isMapping else {
      return readLevel(node, what).map {
        .init(value: .init(level: $0, version: nil), origin: origin(node))
      }
    }
    let before = reader.problems.count
    reader.keys(of: node, known: ["level", "version"], in: what)
    var mode = PodSecuritySettings.Mode(level: .privileged, version: nil)
    if let value = node["level"] {
      mode.level = readLevel(value, "level") ?? mode.level
    } else {
      reader.fail(node, "\(what) has no level", "write level: restricted")
    }
    if let value = node["version"], let version = readStandardsVersion(value, "version") {
      mode.version = version
    }
    return reader.problems.count == before ? .init(value: mode, origin: origin(node)) : nil
  }

  private mutating func readPodSecurityExemptions(_ node: Node) {
    guard reader.isMapping(node, "exemptions") else { return }
    reader.keys(of: node, known: Self.podSecurityExemptions, in: "exemptions")
    for (key, value) in node.entries {
      let name = key.text
      guard Self.podSecurityExemptions.contains(name), let names = readNames(value, name) else {
        continue
      }
      switch name {
      case "usernames": layer.podSecurity.usernames = names
      case "namespaces": layer.podSecurity.namespaces = names
      default: layer.podSecurity.runtimeClasses = names
      }
    }
  }

  /// Names as they are: exemptions know no patterns. An empty list takes back what an earlier layer
  /// exempts.
  private mutating func readNames(
    _ node: Node, _ what: String
  ) -> LayerSettings.Sourced<[String]>? {
    guard let names = reader.strings(node, what) else { return nil }
    for (element, name) in zip(node.elements, names) where name.isEmpty {
      reader.fail(element, "a name in \(what) is empty", "name something or remove it")
    }
    return .init(value: names, origin: origin(node))
  }
}
