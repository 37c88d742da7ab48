import Documents
import Edits
import JSONSyntax
import Policy

/// The online door: the bytes of an AdmissionReview in, the bytes of its answer out.
///
/// A pure function of the bytes and the policy: the same review gives the same answer, with no
/// clock, no I/O and no state. The object is judged where it stands in the review; nothing is
/// copied.
package struct AdmissionHandler: Sendable {
  /// What an answer may say, by where the API server asks.
  package enum Endpoint: Sendable {
    /// A patch, no verdict: other webhooks may still change the object.
    case mutate
    /// A verdict on the object as it is, no patch.
    case validate
    /// Both: the patch, and the verdict on the patched object.
    case review

    var steps: Engine.Steps {
      switch self {
      case .mutate: .mutate
      case .validate: .judge
      case .review: .all
      }
    }
  }

  package let engine: Engine
  package let limits: AdmissionLimits

  package init(engine: Engine, limits: AdmissionLimits = .standard) {
    self.engine = engine
    self.limits = limits
  }

  /// Answers a review. What comes out is a complete response in the version that came in, with the
  /// uid that came in.
  package func handle(
    _ body: [UInt8], at endpoint: Endpoint
  ) throws(AdmissionError) -> AdmissionAnswer {
    let document: Document
    do {
      document = try JSONParser.parse(Source(body), limits: limits.document)
    } catch {
      throw AdmissionError(.syntax(error))
    }
    let request = try ReviewRequest(document.root)
    guard case .evaluate(let object, let mayMutate) = try Treatment(of: request) else {
      return allow(request)
    }
    var steps: Engine.Steps = endpoint.steps
    if !mayMutate { steps.remove(.mutate) }
    let evaluation: Evaluation
    do {
      evaluation = try engine.evaluate(object, context: context(of: request), steps: steps)
    } catch {
      throw AdmissionError(.conflict(error), uid: request.uid)
    }
    return answer(request, object.node, evaluation, mayMutate)
  }

  /// What the engine is told of a request.
  private func context(of request: ReviewRequest) -> EvaluationContext {
    var context = EvaluationContext(
      operation: request.operation, namespace: request.namespace, isRequest: true,
      oldObject: request.oldObject, user: request.user)
    context.wantsWarningsOnly = true
    return context
  }

  /// Whether it is the id of a rule, whose fix was done, and not of a mutator.
  private static func isRule(_ origin: String) -> Bool {
    let text = origin.utf8Span.span
    for index in text.indices where text[index] == UInt8(ascii: "/") { return true }
    return false
  }

  private func allow(_ request: ReviewRequest) -> AdmissionAnswer {
    let writer = ResponseWriter(
      to: request, allowed: true, patch: nil, denial: nil, warnings: [], auditAnnotations: [])
    return AdmissionAnswer(
      body: writer.bytes,
      decision: AdmissionDecision(
        request: request, allowed: true, isEvaluated: false, isMutable: false, findings: [],
        notes: [],
        mutators: [], patchBytes: 0))
  }

  private func answer(
    _ request: ReviewRequest, _ node: Node, _ evaluation: Evaluation, _ mayMutate: Bool
  ) -> AdmissionAnswer {
    let texts = AnswerText(limits: limits)
    var denied: [Finding] = []
    var warned: [Finding] = []
    var audited: [Finding] = []
    for finding in evaluation.findings {
      switch finding.action {
      case .deny: denied.append(finding)
      case .warn: warned.append(finding)
      case .audit: audited.append(finding)
      case .off: continue
      }
    }
    var patch: [UInt8]?
    // A request that is denied changes nothing.
    if denied.isEmpty, !evaluation.edits.isEmpty {
      var bytes: [UInt8] = []
      JSONWriter.append(evaluation.edits, below: node, to: &bytes)
      patch = bytes
    }
    var mutators = patch == nil ? [] : evaluation.edits.origins
    if mutators.contains(where: Self.isRule) { mutators.removeAll(where: Self.isRule) }
    var fixes: [MutatorNote] = []
    var warnings: [MutatorNote] = []
    for note in evaluation.notes {
      if note.kind == .warning { warnings.append(note) }
      if patch != nil, note.kind == .applied, Self.isRule(note.mutator) { fixes.append(note) }
    }
    let writer = ResponseWriter(
      to: request, allowed: denied.isEmpty, patch: patch,
      denial: denied.first.map { texts.denial(of: $0.object, for: denied) },
      warnings: texts.warnings(warned, warnings),
      auditAnnotations: texts.auditAnnotations(
        findings: audited, existing: warned.filter(\.existedBefore),
        excused: evaluation.excepted, mutators: mutators, fixes: fixes))
    return AdmissionAnswer(
      body: writer.bytes,
      decision: AdmissionDecision(
        request: request, allowed: denied.isEmpty, isEvaluated: true,
        isMutable: mayMutate, findings: evaluation.findings, notes: evaluation.notes,
        mutators: mutators,
        patchBytes: patch?.count ?? 0))
  }
}
