import Documents

/// Something in an object that the API server does not take, or would leave out.
package struct ShapeFault: Sendable {
  package enum Reason: Sendable {
    /// The type has no such field.
    case unknownField
    /// The field came with this minor version, after the one that judges.
    case notYet(Int)
    /// The field went with this minor version.
    case gone(Int)
    /// The field must be there.
    case missing
    /// The value has another type.
    case wrongType(APIShape)
    /// A whole number that is too large for the field.
    case outOfRange
    case noQuantity
    case noBase64
  }

  package let reason: Reason
  /// From the object to the place, which is missing where the reason is ``Reason/missing``.
  package let path: [String]
  /// The key or the value that it is about; the mapping around what is missing.
  package let node: Node
  /// The types of the mappings that lead to the place, the object's first.
  package let types: [Int]
}
