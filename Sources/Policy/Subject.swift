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
