import Documents
import Kubernetes

// What a rule of the level baseline and the one of the level restricted that contains it have in
// common: the same places and the same words, so that one fault is one finding.

extension FindingSink {
  /// Reports a `procMount` that is not `Default`.
  mutating func reportProcMount(_ container: ContainerScope, of pod: PodScope) {
    guard let mount = container.security[.procMount], !mount.isString("Default") else { return }
    report(
      container, of: pod, at: ["securityContext", "procMount"],
      "procMount (container \(container.label) must not set securityContext.procMount to "
        + "\(quoted(mount.string ?? ""))): it takes away the masks of /proc",
      fix: .set("Default"))
  }

  /// Reports each seccomp profile, of the pod and of its containers, that is of a forbidden type.
  mutating func reportForbiddenSeccomp(_ pod: PodScope) {
    let place = ["securityContext", "seccompProfile", "type"]
    if let type = Self.forbiddenSeccompType(pod.security) {
      report(
        pod, at: place,
        "seccompProfile (pod must not set securityContext.seccompProfile.type to \(type)): "
          + "its containers may make every call of the kernel",
        fix: .set("RuntimeDefault"))
    }
    for container in pod.containers {
      guard let type = Self.forbiddenSeccompType(container.security) else { continue }
      report(
        container, of: pod, at: place,
        "seccompProfile (container \(container.label) must not set "
          + "securityContext.seccompProfile.type to \(type)): it may make every call of the kernel",
        fix: .set("RuntimeDefault"))
    }
  }

  /// The type in quotes where it is forbidden. A profile without a type has the empty one.
  private static func forbiddenSeccompType(_ security: SecurityContextScope) -> String? {
    guard let profile = security[.seccompProfile] else { return nil }
    let type = profile["type"]
    if let type, type.isString("RuntimeDefault") || type.isString("Localhost") { return nil }
    return quoted(type?.string ?? "")
  }
}

extension ContainerScope {
  /// Upstream's words for a capability that may not be added.
  func mustNotAdd(_ capability: Node) -> String {
    "container \(label) must not include \(quoted(capability.string ?? "")) in "
      + "securityContext.capabilities.add"
  }
}

extension Node {
  /// The name of a volume in quotes; its position where it has none.
  func label(at position: Int) -> String {
    self["name"]?.string.map { quoted($0) } ?? "volumes[\(position)]"
  }

  /// Whether the text of a scalar begins with these bytes.
  func hasPrefix(_ prefix: String) -> Bool {
    withText { $0.begins(with: prefix) }
  }

  /// Whether a scalar's text has these bytes somewhere.
  func contains(_ part: String) -> Bool {
    let wanted = part.utf8Span.span
    return withText { text in
      guard wanted.count > 0, text.count >= wanted.count else { return false }
      for start in 0...text.count - wanted.count {
        var index = 0
        while index < wanted.count, text[start + index] == wanted[index] { index += 1 }
        if index == wanted.count { return true }
      }
      return false
    }
  }
}
