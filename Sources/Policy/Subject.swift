import Kubernetes

/// The kinds of objects that a rule judges or a mutator changes.
package enum Subject: Sendable, Equatable {
  /// Pods and everything that makes pods.
  case pods
  /// The same, and objects of these kinds.
  case podsAnd([ObjectKind])
  /// Every object.
  case objects
  /// Objects of these kinds.
  case kinds([ObjectKind])

  /// Whether an object with these pods is of the subject.
  func covers(_ object: KubernetesObject, pods: [PodScope]) -> Bool {
    switch self {
    case .objects: true
    case .pods: !pods.isEmpty
    case .kinds(let kinds): kinds.contains { $0.isKind(of: object) }
    case .podsAnd(let kinds): !pods.isEmpty || kinds.contains { $0.isKind(of: object) }
    }
  }

  package var summary: String {
    switch self {
    case .pods: "pods and pod templates"
    case .podsAnd(let kinds):
      (["pods and pod templates"] + kinds.map(\.kind)).joined(separator: ", ")
    case .objects: "all objects"
    case .kinds(let kinds): kinds.map(\.kind).joined(separator: ", ")
    }
  }
}
