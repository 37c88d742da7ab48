import Policy

/// Which requests a policy has anything to say to, by kind, operation and subresource. How reviews
/// are treated and what an API server is told to send both follow from here.
enum ReviewedRequests {
  /// The subresources whose object is a pod with a changed part; each is an update. All others
  /// (scale, status, binding, eviction, token, ...) carry another object or a part that no policy
  /// speaks of.
  static func subresource(of part: PodPart) -> String {
    switch part {
    case .ephemeralContainers: "ephemeralcontainers"
    case .resources: "resize"
    }
  }

  static func isJudged(subresource: String) -> Bool {
    subresource.isEmpty || PodPart.allCases.contains { self.subresource(of: $0) == subresource }
  }

  /// Whether objects of a kind are mutated by updates too, and not only where they are made. Nearly
  /// all of a pod's spec cannot change, and status churn must not set off mutation; the template of
  /// a job cannot change.
  static func mutatesUpdates(of kind: ObjectKind) -> Bool { kind != .pod && kind != .job }
}
