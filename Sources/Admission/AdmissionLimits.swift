import Documents

/// What an answer holds at most, and what a review may hold at most.
///
/// The API server drops or cuts what is larger than its own limits without telling anybody, so
/// answers stay inside them and say what they leave out.
package struct AdmissionLimits: Sendable {
  /// Limits of the review's JSON. An API server's request is at most 3 MiB and a review can hold
  /// two objects, written larger than they came.
  package var document: DocumentLimits
  /// Unicode scalars of one warning. The API documentation asks for this.
  package var preferredWarningRunes: Int
  /// Unicode scalars of one warning. The API server may cut what is longer.
  package var maximumWarningRunes: Int
  /// Unicode scalars of all warnings of an answer. The API server drops what is beyond.
  package var totalWarningRunes: Int
  /// Findings that a denial lists; it says how many more there are.
  package var denialFindings: Int
  /// Unicode scalars of one line of a denial.
  package var denialLineRunes: Int
  /// Unicode scalars of the value of one audit annotation.
  package var auditValueRunes: Int

  package init(
    document: DocumentLimits = DocumentLimits(
      maximumBytes: 16 << 20, maximumDepth: 1_000, maximumNodes: 4_000_000),
    preferredWarningRunes: Int = 120, maximumWarningRunes: Int = 256,
    totalWarningRunes: Int = 4_096, denialFindings: Int = 25, denialLineRunes: Int = 400,
    auditValueRunes: Int = 4_096
  ) {
    self.document = document
    self.preferredWarningRunes = preferredWarningRunes
    self.maximumWarningRunes = maximumWarningRunes
    self.totalWarningRunes = totalWarningRunes
    self.denialFindings = denialFindings
    self.denialLineRunes = denialLineRunes
    self.auditValueRunes = auditValueRunes
  }

  package static let standard = AdmissionLimits()
}
