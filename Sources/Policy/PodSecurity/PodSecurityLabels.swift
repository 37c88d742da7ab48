import Documents

/// The labels of a namespace by which it chooses its levels:
/// `pod-security.kubernetes.io/{enforce,warn,audit}` and the same with `-version`.
///
/// They are read as Pod Security Admission does: a level that is none counts as restricted, a
/// version that is none as the latest.
struct PodSecurityLabels {
  /// The level and the version of a mode, where the labels say them.
  struct Mode {
    var level: PodSecurityLevel?
    var version: KubernetesVersion?
  }

  private(set) var enforce = Mode()
  private(set) var warn = Mode()
  private(set) var audit = Mode()

  static let prefix = "pod-security.kubernetes.io/"

  /// `nil` where there is none of these labels. `latest` is the version of the cluster, which knows
  /// no later one.
  init?(_ labels: Node, latest: KubernetesVersion) {
    var found: [(name: String, value: Node)] = []
    labels.forEachEntry { key, value in
      // Not many labels get past this: they are read for every object of the namespace.
      guard key.count > Self.prefix.utf8.count, key.count <= 42 else { return }
      let wanted = Self.prefix.utf8Span.span
      for index in 0..<wanted.count where key[index] != wanted[index] { return }
      var name = ""
      for index in wanted.count..<key.count {
        name.unicodeScalars.append(Unicode.Scalar(key[index]))
      }
      found.append((name, value))
    }
    if found.isEmpty { return nil }
    for (name, value) in found {
      let text = value.string ?? ""
      switch name {
      case "enforce": enforce.level = Self.level(text)
      case "warn": warn.level = Self.level(text)
      case "audit": audit.level = Self.level(text)
      case "enforce-version": enforce.version = Self.version(text, latest)
      case "warn-version": warn.version = Self.version(text, latest)
      case "audit-version": audit.version = Self.version(text, latest)
      default: continue
      }
    }
  }

  private static func level(_ text: String) -> PodSecurityLevel {
    PodSecurityLevel(name: text) ?? .restricted
  }

  /// `latest`, or `v1.` and a number without leading zeros.
  private static func version(_ text: String, _ latest: KubernetesVersion) -> KubernetesVersion {
    guard text.utf8.starts(with: "v1.".utf8),
      let version = KubernetesVersion(parsing: text), "v\(version)" == text
    else { return latest }
    return min(version, latest)
  }

  /// The modes of the policy with what the labels say in place of them.
  func applied(to modes: PodSecurityModes) -> PodSecurityModes {
    var modes = modes
    for (path, mode) in [
      (\PodSecurityModes.enforce, enforce), (\.warn, warn), (\.audit, audit),
    ] as [(WritableKeyPath<PodSecurityModes, PodSecurityMode>, Mode)] {
      if let level = mode.level { modes[keyPath: path].level = level }
      if let version = mode.version { modes[keyPath: path].version = version }
    }
    return modes
  }
}
