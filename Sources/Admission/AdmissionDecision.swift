import Policy

/// What was decided about a request and why: all that a log line or a metric may say of it.
///
/// It has names and positions, and no values of the object.
package struct AdmissionDecision: Sendable {
  package let request: ReviewRequest
  package let allowed: Bool
  /// Whether the object was looked at; false for what passes through.
  package let isEvaluated: Bool
  /// Whether the API takes a patch of this request.
  package let isMutable: Bool
  /// All findings, in the order of the engine.
  package let findings: [Finding]
  /// What the mutators warn of, and which findings were fixed.
  package let notes: [MutatorNote]
  /// The mutators that the patch is from.
  package let mutators: [String]
  /// Bytes of the patch as JSON; 0 where there is none.
  package let patchBytes: Int

  /// The strongest action of the findings, or ``Action/off`` where there is none.
  package var worstAction: Action { findings.map(\.action).max() ?? .off }
}

/// The answer to a review: the body to send, and the decision that it states.
package struct AdmissionAnswer: Sendable {
  /// An AdmissionReview with a response, as JSON.
  package let body: [UInt8]
  package let decision: AdmissionDecision
}
