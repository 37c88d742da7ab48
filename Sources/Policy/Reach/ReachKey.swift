/// What the tables of the reach find things by: objects by kind, namespace and name, and labels by
/// namespace, key and value.
///
/// One type for all of them: the first dictionary of each type of keys costs a process as much as
/// to judge a container, since Swift looks for the type's conformance among all there are.
struct ReachKey: Hashable, Sendable {
  private let first: String
  private let second: String
  private let third: String
  private let fourth: String

  /// Objects of a kind: all of them, those of a namespace, or the one of a name.
  init(_ kind: ObjectKind, in namespace: String = "", named name: String = "") {
    first = kind.group
    second = kind.kind
    third = namespace
    fourth = name
  }

  /// What has a label in a namespace, with any value where a table has none.
  init(label key: String, _ value: String = "", in namespace: String) {
    first = namespace
    second = key
    third = value
    fourth = ""
  }
}
