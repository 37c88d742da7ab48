import Documents

/// One thing in which environments are not in step.
package struct ParityDifference: Sendable {
  /// What sort of difference it is: the words of the policy and of the JSON report.
  package enum Sort: String, Sendable, CaseIterable {
    /// An object that an environment lacks.
    case object
    /// A key of a ConfigMap or a Secret that one lacks.
    case key
    /// A value of a ConfigMap that a schema of the policy speaks about.
    case value
    case container
    /// The repository of an image.
    case image
    /// Its tag and digest.
    case imageVersion = "image-version"
    /// An environment variable, or a source of many, that one lacks.
    case env
    /// Where the value of a variable comes from; the value itself is nobody's business.
    case envSource = "env-source"
    case probe
    case probeSetting = "probe-setting"
    /// A request or a limit that one lacks.
    case resource
    case resourceAmount = "resource-amount"
  }

  /// What it is in one environment.
  package struct Side: Sendable {
    /// Where that is, or what is nearest to what is missing; `nil` where the whole object is.
    package let place: Place?
    package let isMissing: Bool
    /// The value where it may be said; `nil` where it may not, and where only presence counts.
    package let shown: String?
    /// Environments with the same answer have the same number; missing ones have -1.
    package let group: Int
  }

  /// Where something is written.
  package struct Place: Sendable {
    package let source: Source
    /// The document's place in its source, from 0.
    package let document: Int
    package let range: SourceRange
    /// From the object.
    package let pointer: JSONPointer
    /// The namespace of the object; `nil` where none is known.
    package let namespace: String?
  }

  package let sort: Sort
  /// Without a namespace where environments have different ones; with that of the first environment
  /// where only that tells it from another object.
  package let object: ObjectReference
  /// The container's name, where it is about one.
  package let container: String?
  /// A pointer from the object that has names in place of positions, so that it is the same in
  /// every environment: `/spec/template/spec/containers/web/env/DEBUG`.
  package let path: String
  /// What it is about, for people: `limits.memory`.
  package let subject: String
  /// One for each environment; `nil` where there is nothing to compare: what it would be in is
  /// missing too, and that is a difference of its own.
  package let sides: [Side?]
  /// The entries of the policy that allow it: several where each excuses some environments.
  package internal(set) var allowances: [Int] = []

  package var isAllowed: Bool { !allowances.isEmpty }

  /// Whether environments that have it differ in what it is.
  package var hasSeveralValues: Bool {
    Set(sides.compactMap { $0.flatMap { $0.isMissing ? nil : $0.group } }).count > 1
  }

  /// Whether the environments that count have one answer.
  func agree(but isExcused: (Int) -> Bool) -> Bool {
    var answer: Int?
    for (number, side) in sides.enumerated() where !isExcused(number) {
      guard let side else { continue }
      if let answer, answer != side.group { return false }
      answer = side.group
    }
    return true
  }
}
