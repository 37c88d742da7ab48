/// The names under which an API server serves kinds.
package enum ResourceName {
  /// The resource of a kind: in lower case and plural. Of Kubernetes' own kinds, and of all that
  /// keep to the convention of their field, this is what they are called; no definition of a kind
  /// is at hand to look it up (apimachinery, `meta.UnsafeGuessKindToResource`).
  package static func plural(of kind: String) -> String {
    let name = kind.lowercased()
    if unchanged.contains(name) { return name }
    if name.hasSuffix("s") { return name + "es" }
    if name.hasSuffix("y") { return name.dropLast() + "ies" }
    return name + "s"
  }

  /// Kinds whose names are plural as they are, in lower case.
  package static let unchanged: Set<String> = ["endpoints", "securitycontextconstraints"]
}
