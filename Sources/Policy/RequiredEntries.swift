import Documents
import Patterns

/// Labels or annotations that the policy demands of every object.
struct RequiredEntries: Sendable {
  /// `labels` or `annotations`.
  let field: String
  /// One of them, for messages.
  let noun: String
  let names: [String]
  /// Patterns for the values of those that are there.
  let values: [(key: String, value: Glob)]

  func check(_ scope: ObjectScope, podTemplates: Bool, _ findings: inout FindingSink) {
    check(scope.object.metadata?[named: field], ["metadata", field], "the object", &findings)
    guard podTemplates else { return }
    for pod in scope.pods where !pod.template.isPod {
      check(
        pod.template.metadata?[named: field], pod.template.metadataPath + [field],
        "the pod template",
        &findings)
    }
  }

  private func check(
    _ entries: Node?, _ path: [String], _ holder: String, _ findings: inout FindingSink
  ) {
    for name in names {
      if let value = entries?[named: name], !value.isNull, !value.isString("") { continue }
      findings.report(
        at: path + [name], "\(holder) has no \(noun) \(quoted(name)), which the policy requires",
        remedy: "Add the \(noun) \(quoted(name)) to \(path.joined(separator: ".")).")
    }
    for (name, pattern) in values {
      guard let value = entries?[named: name], !value.isNull, !pattern.matches(value) else {
        continue
      }
      findings.report(
        at: path + [name],
        "the \(noun) \(quoted(name)) of \(holder) does not match \(quoted(pattern.text)), "
          + "which the policy requires",
        remedy: "Give the \(noun) \(quoted(name)) a value that matches \(quoted(pattern.text)).")
    }
  }
}
