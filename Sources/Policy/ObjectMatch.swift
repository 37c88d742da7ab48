import Documents
import Kubernetes
import Patterns

/// Which objects and containers something is about: `match` and `exclude` of the policy document.
///
/// As a `match` every list that is given must hold; as an `exclude` one is enough, so that
/// `exclude: {kinds: [Job], containers: ["istio-*"]}` leaves out jobs and, elsewhere, the proxies.
package struct ObjectMatch: Sendable {
  package var kinds: [Glob] = []
  package var namespaces: [Glob] = []
  package var names: [Glob] = []
  /// Label names with a pattern for the value.
  package var labels: [(name: String, value: Glob)] = []
  package var containers: [Glob] = []

  package init() {}

  /// The labels on which it depends: names are also those of the workload that made a pod, which
  /// the label with the template's hash tells.
  var labelsRead: [String] {
    labels.map(\.name) + (names.isEmpty ? [] : [KubernetesObject.templateHashLabel])
  }

  /// For `match`: whether every list that is given holds for the object. Containers are not looked
  /// at.
  func includes(_ object: KubernetesObject, _ context: EvaluationContext) -> Bool {
    (kinds.isEmpty || matchesKind(object))
      && (namespaces.isEmpty || matchesNamespace(object, context))
      && (names.isEmpty || matchesName(object)) && matchesLabels(object)
  }

  /// For `exclude`: whether one of the lists holds for the object. Labels are one list: all of them
  /// must hold. Containers are not looked at.
  func excludes(_ object: KubernetesObject, _ context: EvaluationContext) -> Bool {
    matchesKind(object) || matchesNamespace(object, context) || matchesName(object)
      || !labels.isEmpty && matchesLabels(object)
  }

  /// For `match`: whether a finding about this container, or about none, is meant.
  func covers(container: String?) -> Bool {
    if containers.isEmpty { return true }
    guard let container else { return false }
    return containers.contains { $0.matches(container) }
  }

  private func matchesLabels(_ object: KubernetesObject) -> Bool {
    labels.allSatisfy { name, value in
      object.labels?[named: name]?.labelValue.map { value.matches($0) } == true
    }
  }

  private func matchesKind(_ object: KubernetesObject) -> Bool {
    kinds.contains { $0.matches(object.kind) }
  }

  private func matchesNamespace(_ object: KubernetesObject, _ context: EvaluationContext) -> Bool {
    if namespaces.isEmpty { return false }
    guard let namespace = context.namespace(of: object) else { return false }
    return namespaces.contains { $0.matches(namespace) }
  }

  private func matchesName(_ object: KubernetesObject) -> Bool {
    if names.isEmpty { return false }
    let known = object.knownNames
    return names.contains { pattern in known.contains { pattern.matches($0) } }
  }
}

/// Where a rule or a mutator applies: its `match` and its `exclude`.
package struct Scope: Sendable {
  package var match: ObjectMatch?
  package var exclude: ObjectMatch?

  /// The labels on which it depends.
  var labels: [String] { (match?.labelsRead ?? []) + (exclude?.labelsRead ?? []) }

  /// Whether the object is meant.
  func covers(_ object: KubernetesObject, _ context: EvaluationContext) -> Bool {
    if let match, !match.includes(object, context) { return false }
    if let exclude, exclude.excludes(object, context) { return false }
    return true
  }

  /// Whether a finding about this container, or about none, is meant.
  func covers(container: String?) -> Bool {
    if let match, !match.covers(container: container) { return false }
    if let exclude, let container, !exclude.containers.isEmpty,
      exclude.containers.contains(where: { $0.matches(container) })
    {
      return false
    }
    return true
  }
}
