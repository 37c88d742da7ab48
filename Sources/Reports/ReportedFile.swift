import Documents
import Policy

/// One input and what was found in it, as reports speak of it.
package struct ReportedFile: Sendable {
  /// As the user named it or as it was found; `-` for standard input. It may hold any character.
  package let name: String
  /// What the ranges of the findings refer to.
  package let source: Source
  /// In the order of the input.
  package var findings: [ReportedFinding]
  /// Likewise, those that are excused: they do not count.
  package var excused: [ReportedFinding]

  package init(
    name: String, source: Source, findings: [ReportedFinding], excused: [ReportedFinding] = []
  ) {
    self.name = name
    self.source = source
    self.findings = findings
    self.excused = excused
  }

  /// The lines of its source: those that are at hand, where they are the same source's.
  func lines(orFrom known: LineTable?) -> LineTable {
    if let known, known.source === source { return known }
    return LineTable(source)
  }
}

/// A finding and the document of its file that it is in.
package struct ReportedFinding: Sendable {
  package let finding: Finding
  /// The document's place in its file, from 0.
  package let documentIndex: Int
  /// What excuses it; `nil` where it counts.
  package let excuse: Excuse?

  package init(_ finding: Finding, documentIndex: Int, excuse: Excuse? = nil) {
    self.finding = finding
    self.documentIndex = documentIndex
    self.excuse = excuse
  }
}

/// Why a finding does not count.
package enum Excuse: Sendable, Equatable {
  /// An exception of the policy or an annotation.
  case exemption(Exemption)
  /// It is among the findings of an earlier run.
  case baseline

  /// Who excuses it: `exception`, the annotation's key, or `baseline`.
  var origin: String {
    switch self {
    case .exemption(let exemption): exemption.origin
    case .baseline: "baseline"
    }
  }

  /// Why; empty where nobody says so.
  var reason: String {
    guard case .exemption(let exemption) = self else { return "" }
    return exemption.reason
  }

  /// The last day on which it holds; `nil` where it has no end.
  var expires: CalendarDate? {
    guard case .exemption(let exemption) = self else { return nil }
    return exemption.expires
  }

  /// Whether it stands in the manifest.
  var isInSource: Bool {
    switch self {
    case .exemption(.annotation), .exemption(.ignore): true
    case .exemption(.policy), .baseline: false
    }
  }

  /// The reason, or else who excuses it.
  var words: String { reason.isEmpty ? origin : reason }
}

/// Why an input could not be processed: it could not be read or parsed, or mutators disagree.
package struct ReportedProblem: Sendable {
  /// As for ``ReportedFile/name``.
  package let file: String
  /// A stable name in kebab case: `json-duplicate-key`, `unreadable`.
  package let id: String
  /// What is wrong, as a sentence without a capital and without a full stop.
  package let message: String
  /// How to mend it, likewise; empty where the message says it all.
  package let remedy: String
  /// Where it is; `nil` where it is the whole file.
  package let position: LineTable.Position?
  /// A second place that belongs to it.
  package let related: LineTable.Position?
  /// The bytes that the position is in, where an excerpt may be shown.
  package let source: Source?

  package init(
    file: String, id: String, message: String, remedy: String = "",
    position: LineTable.Position? = nil, related: LineTable.Position? = nil,
    source: Source? = nil
  ) {
    self.file = file
    self.id = id
    self.message = message
    self.remedy = remedy
    self.position = position
    self.related = related
    self.source = source
  }

  /// A syntax error, with its places in the source that it is about.
  package init(file: String, error: SyntaxError, in source: Source) {
    let lines = LineTable(source)
    self.init(
      file: file, id: error.reason.id.description, message: error.reason.message.description,
      remedy: error.reason.remedy.description, position: lines.position(of: error.offset),
      related: error.related.map(lines.position(of:)), source: source)
  }
}

/// How much was looked at; findings and problems are counted by the reports themselves.
package struct ReportTotals: Sendable, Equatable {
  package var files: Int
  package var documents: Int
  package var objects: Int
  /// Those of the objects that the policy leaves alone.
  package var excluded: Int
  /// Findings that an exception or an annotation excuses; they are not among the findings.
  package var excepted: Int
  /// Findings that the baseline knows; likewise.
  package var known = 0

  package init(
    files: Int = 0, documents: Int = 0, objects: Int = 0, excluded: Int = 0, excepted: Int = 0
  ) {
    self.files = files
    self.documents = documents
    self.objects = objects
    self.excluded = excluded
    self.excepted = excepted
  }

  /// Objects that were judged.
  var judged: Int { max(objects - excluded, 0) }
}

extension ReportedProblem {
  /// What is wrong and what to do, as two sentences.
  var advice: String {
    TextLayout.sentences(message, remedy)
  }
}
