import Documents
import Edits
import Kubernetes

/// Fixes of findings, done after the mutators: what is judged then is what they leave.
///
/// The fix of a finding is relative to the object that was judged, so all of them are done at once
/// and the result is judged again, until no finding has a fix that may be done. Then the mutators
/// have another look, once: what they left alone before may be theirs now. What an exemption
/// excuses is no finding, and is not fixed.
extension Engine {
  /// Times that a document is fixed at most. One is enough unless fixes are at odds, or what one
  /// writes is found wanting by another rule.
  static let maximumFixingRounds = 16
  /// Times that one rule may fix one place: more, and another one undoes what it does.
  static let maximumFixesOfPlace = 2

  /// Fixes what the policy lets be fixed of the objects of a document, and judges the result.
  func fixedAndJudged(
    _ document: MutatedDocument, _ context: EvaluationContext
  ) -> DocumentEvaluation {
    // The edits of a round are of one document, so the objects must stand in one.
    var document =
      document.edits.isEmpty
      ? document : refreshed(document, document.edits, context) ?? document
    var evaluations = document.outcomes.map { judge($0, document.edits, context) }
    var fixing = Fixing(allowed: policy.fixes)
    var mayMutate = !policy.mutators.isEmpty
    for _ in 0..<Self.maximumFixingRounds {
      var next = fixing.edits(document, evaluations).flatMap { edits in
        refreshed(document, followedBy: edits, context)
      }
      if next == nil, mayMutate, !fixing.notes.isEmpty {
        mayMutate = false
        next = mutatedAgain(document, context)
      }
      guard let next else { break }
      document = next
      evaluations = document.outcomes.map { judge($0, document.edits, context) }
    }
    fixing.noteConflicts(evaluations)
    return DocumentEvaluation(
      edits: document.edits,
      evaluations: zip(evaluations.indices, evaluations).map { index, evaluation in
        evaluation.adding(fixing.notes[index] ?? [])
      })
  }

  /// The document with what the mutators make of it after it was fixed; `nil` where they want
  /// nothing and say the same, or are at odds.
  private func mutatedAgain(
    _ document: MutatedDocument, _ context: EvaluationContext
  ) -> MutatedDocument? {
    let edited = document.edits.applied(to: document.base)
    var objects = document.objects(in: edited).map { prepare($0, context) }
    guard objects.count == document.outcomes.count,
      let mutation = try? mutate(&objects, at: edited, context)
    else { return nil }
    let notes = zip(document.outcomes, objects).map { outcome, object in
      Self.notes(of: outcome.prepared.notes, then: object.notes)
    }
    if mutation.edits.isEmpty, notes == document.outcomes.map(\.prepared.notes) { return nil }
    return refreshed(document, followedBy: mutation.edits, context)?.saying(notes)
  }

  /// The document with further edits; `nil` where they leave other objects than there were.
  private func refreshed(
    _ document: MutatedDocument, followedBy edits: EditSet, _ context: EvaluationContext
  ) -> MutatedDocument? {
    let all =
      document.edits.isEmpty ? edits : try? document.edits.followed(by: edits, at: document.base)
    return all.flatMap { refreshed(document, $0, context) }
  }

  /// The document with these edits instead; `nil` where they leave other objects than there were.
  private func refreshed(
    _ document: MutatedDocument, _ edits: EditSet, _ context: EvaluationContext
  ) -> MutatedDocument? {
    let edited = edits.applied(to: document.base)
    let objects = document.objects(in: edited)
    guard objects.count == document.outcomes.count else { return nil }
    let outcomes = zip(document.outcomes, objects).map { outcome, object in
      outcome.prepared.isExcluded
        ? outcome
        : MutatedObject(
          prepared: outcome.prepared, node: object.node, object: object,
          templates: templates(of: object))
    }
    return MutatedDocument(base: document.base, edits: edits, outcomes: outcomes)
  }
}

extension MutatedDocument {
  /// The objects that it has after edits.
  fileprivate func objects(in edited: Node) -> [KubernetesObject] {
    let isOne = outcomes.count == 1 && outcomes[0].prepared.object.node.index == base.index
    if isOne { return [KubernetesObject(edited)].compactMap { $0 } }
    return KubernetesObject.objects(of: edited)
  }

  /// The same with other notes of its objects.
  fileprivate func saying(_ notes: [[MutatorNote]]) -> MutatedDocument {
    let outcomes = zip(outcomes, notes).map { outcome, notes in
      var prepared = outcome.prepared
      prepared.notes = notes
      return MutatedObject(
        prepared: prepared, node: outcome.node, object: outcome.object,
        templates: outcome.templates)
    }
    return MutatedDocument(base: base, edits: edits, outcomes: outcomes)
  }
}

extension Evaluation {
  var withoutFindings: Evaluation {
    Evaluation(
      edits: edits, judged: judged, findings: [], notes: notes, isExcluded: isExcluded)
  }

  fileprivate func adding(_ notes: [MutatorNote]) -> Evaluation {
    if notes.isEmpty { return self }
    return Evaluation(
      edits: edits, judged: judged, findings: findings, notes: self.notes + notes,
      excepted: excepted, isExcluded: isExcluded)
  }
}

/// The fixing of one document, over all rounds.
private struct Fixing {
  /// The ids of the rules whose fixes may be done.
  let allowed: Set<String>
  /// What was done and what could not be, by the position of the object.
  private(set) var notes: [Int: [MutatorNote]] = [:]
  private var counts: [Place: Int] = [:]

  init(allowed: Set<String>) {
    self.allowed = allowed
  }

  struct Place: Hashable {
    let object: Int
    let rule: String
    let pointer: JSONPointer
  }

  /// A finding that may be fixed, and how.
  struct Candidate {
    let position: Int
    let node: Node
    let finding: Finding
    let fix: JSONPatch

    var place: Place { Place(object: position, rule: finding.rule, pointer: finding.pointer) }

    var note: MutatorNote {
      MutatorNote(
        mutator: finding.rule, kind: .applied, object: finding.object, pointer: finding.pointer,
        message: finding.message)
    }
  }

  /// The edits of one round, relative to the document as it is by now; `nil` where nothing is left
  /// to do.
  mutating func edits(_ document: MutatedDocument, _ evaluations: [Evaluation]) -> EditSet? {
    let candidates = self.candidates(document, evaluations)
    guard let first = candidates.first else { return nil }
    // One rule is at odds with itself only where two of its findings are inside one another.
    let ways: [(Candidate) -> Bool] = [
      { _ in true }, { $0.finding.rule == first.finding.rule }, { $0.place == first.place },
    ]
    for way in ways {
      var proposals = EditProposals(first.node.document)
      var done: [Candidate] = []
      for candidate in candidates where way(candidate) {
        // What is at odds with a fix before it waits for the next round.
        if (try? candidate.propose(into: &proposals)) != nil { done.append(candidate) }
      }
      guard let edits = try? proposals.merged() else { continue }
      if edits.isEmpty { return nil }
      for candidate in done {
        counts[candidate.place, default: 0] += 1
        if counts[candidate.place] == 1 {
          notes[candidate.position, default: []].append(candidate.note)
        }
      }
      return edits
    }
    return nil
  }

  private func candidates(
    _ document: MutatedDocument, _ evaluations: [Evaluation]
  ) -> [Candidate] {
    var candidates: [Candidate] = []
    for (position, evaluation) in evaluations.enumerated() {
      let outcome = document.outcomes[position]
      if outcome.prepared.isExcluded || Engine.isMirror(outcome.prepared.object) { continue }
      for finding in evaluation.findings {
        guard let fix = finding.fix, allowed.contains(finding.rule) else { continue }
        let candidate = Candidate(
          position: position, node: outcome.node, finding: finding, fix: fix)
        if counts[candidate.place, default: 0] < Engine.maximumFixesOfPlace {
          candidates.append(candidate)
        }
      }
    }
    return candidates
  }

  /// Says of what is still found although its rule's fix was done that somebody undoes it.
  mutating func noteConflicts(_ evaluations: [Evaluation]) {
    for (position, evaluation) in evaluations.enumerated() {
      for finding in evaluation.findings where finding.fix != nil && allowed.contains(finding.rule)
      {
        let place = Place(object: position, rule: finding.rule, pointer: finding.pointer)
        if counts[place] != nil {
          notes[position]?.removeAll {
            $0.mutator == finding.rule && $0.pointer == finding.pointer
          }
        }
        notes[position, default: []].append(
          MutatorNote(
            mutator: finding.rule, kind: .warning, object: finding.object,
            pointer: finding.pointer,
            message: "not fixed: the fix of another rule wants something else there"))
      }
    }
  }
}

extension Fixing.Candidate {
  /// Says what the fix wants as proposals, so that several at one object become one edit.
  fileprivate func propose(into proposals: inout EditProposals) throws {
    let origin = finding.rule
    guard fix.operations.count == 1, let operation = fix.operations.first else {
      try proposals.change(node, to: fix.applied(to: Value(node)), by: origin)
      return
    }
    switch operation {
    case .replace(let path, let value):
      try proposals.set(value, at: path.tokens, below: node, by: origin)
    case .add(let path, let value):
      if let position = path.tokens.last.flatMap(JSONPointer.elementIndex),
        node.at(path.tokens.dropLast()[...])?.isSequence == true
      {
        try proposals.insert(
          value, position: position, at: Array(path.tokens.dropLast()), below: node, by: origin)
      } else {
        try proposals.set(value, at: path.tokens, below: node, by: origin)
      }
    case .remove(let path):
      try proposals.remove(at: path.tokens, below: node, by: origin)
    case .move, .copy, .test:
      try proposals.change(node, to: fix.applied(to: Value(node)), by: origin)
    }
  }
}
