import Documents
import Edits
import Policy

/// One input after it was processed: what is to change in it, and what was found.
///
/// It holds no node tables: those of a document are gone before the next one is read, so that a
/// large stream costs little more than its bytes, its edits and its findings.
package struct Manifest: Sendable {
  package let input: Input
  /// What was read; empty where nothing could be.
  package let source: Source
  let bytes: InputBytes
  /// Edits of all documents, sorted and disjoint.
  package internal(set) var edits: [TextEdit] = []
  /// The output of ``ManifestProcessor/Rendering/json`` and `.jsonPatch`.
  package internal(set) var lines: [UInt8] = []
  /// In the order of the documents. The node of each has the finding's range and nothing else.
  package internal(set) var findings: [ManifestFinding] = []
  /// Likewise, those that an exception or an annotation excuses.
  package internal(set) var excepted: [ManifestFinding] = []
  package internal(set) var notes: [ManifestNote] = []
  package internal(set) var problems: [InputProblem] = []
  /// Documents, of whatever sort.
  package internal(set) var documentCount = 0
  /// Kubernetes objects that were evaluated.
  package internal(set) var objectCount = 0
  /// Objects that the policy leaves alone: neither mutated nor judged.
  package internal(set) var excludedCount = 0
  /// Findings that an exception or an annotation excuses.
  package internal(set) var exceptedCount = 0
  /// Whether its bytes could be read.
  package let isRead: Bool
  /// Whether at least one document is to change.
  package internal(set) var isChanged = false

  init(_ input: Input, _ bytes: InputBytes, isRead: Bool = true) {
    self.input = input
    self.isRead = isRead
    self.bytes = bytes
    source = Source(bytes.bytes)
  }

  /// An input that could not be read.
  init(_ input: Input, problem: InputProblem) {
    self.init(input, InputBytes(bytes: [], status: nil), isRead: false)
    problems = [problem]
  }

  /// What was read where a `ResourceList` was wanted and there is none.
  package init(of reading: ResourceList.Reading, problem: InputProblem) {
    self.init(
      .standard, InputBytes(bytes: reading.source.bytes, status: nil),
      isRead: reading.source.count > 0)
    problems = [problem]
  }

  /// Gives away the findings and notes that there are, so that they need not be held any longer.
  package mutating func takeFindings() -> (
    findings: [ManifestFinding], excepted: [ManifestFinding], notes: [ManifestNote]
  ) {
    defer {
      findings = []
      excepted = []
      notes = []
    }
    return (findings, excepted, notes)
  }

  /// Drops findings that nobody asked for.
  package mutating func keepFindings(where isWanted: (Finding) -> Bool) {
    findings.removeAll { !isWanted($0.finding) }
  }

  /// Writes the edited files in place of those that were read, each one atomically; the others
  /// stay, and so does what could not be processed as a whole. Gives what went wrong, file by file.
  package static func replaceFiles(_ manifests: [Manifest]) -> [InputProblem] {
    var replaced: Set<FileStatus.Identity> = []
    var problems: [InputProblem] = []
    for manifest in manifests where !manifest.edits.isEmpty && manifest.problems.isEmpty {
      guard let path = manifest.input.path else { continue }
      // One file by two names has the same edits; once they are done it is no longer what was read.
      if let identity = manifest.bytes.status?.identity, !replaced.insert(identity).inserted {
        continue
      }
      do {
        try FileReplacer.replace(path, with: manifest.edited, asRead: manifest.bytes)
      } catch {
        problems.append(error)
      }
    }
    return problems
  }

  private var edited: [UInt8] {
    var edited: [UInt8] = []
    edited.reserveCapacity(source.count + edits.reduce(0) { $0 + $1.replacement.count })
    let all = SourceRange(start: 0, end: UInt32(truncatingIfNeeded: source.count))
    TextEdit.apply(edits, to: source.bytes, in: all, into: &edited)
    return edited
  }
}

/// A finding and the document that it is in.
package struct ManifestFinding: Sendable {
  package let finding: Finding
  /// The document's place in its input, from 0.
  package let document: Int
  /// What excuses it; `nil` where it counts.
  package let exemption: Exemption?

  init(_ finding: Finding, document: Int, exemption: Exemption? = nil) {
    self.finding = finding
    self.document = document
    self.exemption = exemption
  }
}

/// What a mutator says, and where in the input.
package struct ManifestNote: Sendable {
  package let note: MutatorNote
  package let range: SourceRange
}

extension Manifest {
  /// Findings without the documents that their nodes hold: one small table for all of them keeps
  /// their ranges.
  static func detached(
    _ evaluations: [Evaluation], _ findings: (Evaluation) -> [Finding], from document: Document,
    _ secrets: SecretPlaces
  ) -> [ManifestFinding] {
    let count = evaluations.reduce(0) { $0 + findings($1).count }
    guard count > 0 else { return [] }
    let number = UInt32(truncatingIfNeeded: count)
    var records = [
      NodeRecord(
        kind: .sequence, start: document.range.start, end: document.range.end, first: number,
        second: number + 1)
    ]
    records.reserveCapacity(count + 1)
    for evaluation in evaluations {
      for finding in findings(evaluation) {
        let range = finding.range
        records.append(
          NodeRecord(kind: .null, start: range.start, end: range.end, first: 0, second: 0))
      }
    }
    let table = Document(
      source: document.source, range: document.range, position: document.position,
      records: records)
    var result: [ManifestFinding] = []
    result.reserveCapacity(count)
    for evaluation in evaluations {
      for finding in findings(evaluation) {
        let node = Node(document: table, index: UInt32(truncatingIfNeeded: result.count + 1))
        result.append(
          ManifestFinding(finding.hiding(secrets).moved(to: node), document: document.position))
      }
    }
    return result
  }
}
