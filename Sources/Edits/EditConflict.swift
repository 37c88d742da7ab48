import Documents

/// Two edits that cannot both be done, or one that cannot be done at all.
package struct EditConflict: Error, Sendable, Equatable {
  package enum Cause: Sendable, Equatable {
    /// Two origins want different values at one place.
    case differentValues
    /// One origin replaces or removes what the other one edits inside of.
    case insideOfChanged
    /// A parent on the way is neither a mapping nor null, so nothing can be put below it.
    case parentIsNoMapping
    /// A sequence is needed where something else stands.
    case noSequence
  }

  package let cause: Cause
  /// The place, from the root of the document.
  package let pointer: JSONPointer
  /// The origins that disagree; one where the document is what stands in the way.
  package let origins: [String]

  package init(cause: Cause, pointer: JSONPointer, origins: [String]) {
    self.cause = cause
    self.pointer = pointer
    self.origins = origins
  }

  /// Who disagrees: `prometheus and patches`, or `two parts of labels`, at odds with itself.
  package var disputants: String {
    switch cause {
    case .differentValues, .insideOfChanged:
      if origins.count == 1 { return "two parts of \(origins[0])" }
    case .parentIsNoMapping, .noSequence: break
    }
    return origins.joined(separator: " and ")
  }
}
