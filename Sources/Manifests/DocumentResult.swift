import Documents
import Edits
import Kubernetes
import Policy

/// What becomes of one document, without the document.
struct DocumentResult: Sendable {
  /// The offset of the document's end.
  let end: Int
  var edits: [TextEdit] = []
  var line: [UInt8] = []
  var findings: [ManifestFinding] = []
  var excepted: [ManifestFinding] = []
  var notes: [ManifestNote] = []
  var problem: InputProblem.Cause?
  var objectCount = 0
  var excludedCount = 0
  var exceptedCount = 0
  var isChanged = false

  init(end: Int) {
    self.end = end
  }

  mutating func add(_ evaluation: DocumentEvaluation, of document: Document) {
    objectCount = evaluation.evaluations.count
    for evaluation in evaluation.evaluations {
      if evaluation.isExcluded { excludedCount += 1 }
      exceptedCount += evaluation.excepted.count
    }
    if evaluation.evaluations.contains(where: { !$0.notes.isEmpty }) {
      let objects = KubernetesObject.objects(of: document.root)
      for (object, evaluation) in zip(objects, evaluation.evaluations) {
        notes += evaluation.notes.map { note in
          ManifestNote(note: note, range: object.node.nearest(to: note.pointer).range)
        }
      }
    }
    let evaluations = evaluation.evaluations
    guard exceptedCount > 0 || evaluations.contains(where: { !$0.findings.isEmpty }) else { return }
    let secrets = SecretPlaces(in: document, evaluations)
    findings = Manifest.detached(evaluations, \.findings, from: document, secrets)
    if exceptedCount > 0 { excepted = Self.excepted(evaluations, from: document, secrets) }
  }

  private static func excepted(
    _ evaluations: [Evaluation], from document: Document, _ secrets: SecretPlaces
  ) -> [ManifestFinding] {
    let findings = Manifest.detached(evaluations, \.exceptedFindings, from: document, secrets)
    let exemptions = evaluations.lazy.flatMap(\.excepted).map(\.exemption)
    return zip(findings, exemptions).map { finding, exemption in
      ManifestFinding(finding.finding, document: finding.document, exemption: exemption)
    }
  }

  mutating func add(_ conflict: EditConflict, of document: Document) {
    let node = document.root.nearest(to: conflict.pointer)
    problem = .conflict(conflict, at: Int(node.range.start))
  }
}

extension Manifest {
  /// Takes in what became of its next document.
  mutating func add(_ result: DocumentResult) {
    // One document may have a hundred thousand: they are not copied where none wait before them.
    if findings.isEmpty { findings = result.findings } else { findings += result.findings }
    excepted += result.excepted
    notes += result.notes
    edits += result.edits
    lines += result.line
    documentCount += 1
    objectCount += result.objectCount
    excludedCount += result.excludedCount
    exceptedCount += result.exceptedCount
    if result.isChanged { isChanged = true }
    if let problem = result.problem {
      problems.append(InputProblem(problem, path: input.path))
    }
  }
}

extension Evaluation {
  fileprivate var exceptedFindings: [Finding] { excepted.map(\.finding) }
}
