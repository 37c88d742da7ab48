import Documents

/// Why a schema could not be compiled, and where in it.
package struct SchemaProblem: Error, Sendable, Equatable {
  /// The address of the document, empty for the schema that was to be compiled.
  package let document: String
  /// The place in that document.
  package let pointer: JSONPointer
  /// What is wrong and what to do, as a sentence without its end.
  package let message: String

  package init(document: String, pointer: JSONPointer, message: String) {
    self.document = document
    self.pointer = pointer
    self.message = message
  }
}
