import Documents
import JSONSyntax
import Policy

/// How much of what was judged is as it should be: the share of objects without a finding, of all
/// rules and of those of each category and severity.
struct Score {
  /// Findings of one sort, and the objects that have them.
  private struct Tally {
    var findings = 0
    var objects = 0
    private var last: (file: String, document: Int, object: ObjectReference)?

    init() {}

    /// Findings come object by object, so the last one is all that has to be remembered.
    mutating func count(_ reported: ReportedFinding, in file: ReportedFile) {
      findings += 1
      let object = reported.finding.object
      if let last, last.document == reported.documentIndex, last.object == object,
        last.file == file.name
      {
        return
      }
      objects += 1
      last = (file.name, reported.documentIndex, object)
    }
  }

  private var all = Tally()
  private var categories: [String: Tally] = [:]
  private var severities: [Severity: Tally] = [:]

  mutating func count(_ reported: ReportedFinding, in file: ReportedFile) {
    all.count(reported, in: file)
    categories[reported.finding.category, default: Tally()].count(reported, in: file)
    severities[reported.finding.severity, default: Tally()].count(reported, in: file)
  }

  /// A line for people, whole percents rounded down, the worst category first: `Without findings:
  /// 42% of objects (probes 42%, image 63%; error 42%)`. Empty where everything is.
  func text(of objects: Int, _ layout: TextLayout) -> String {
    guard all.findings > 0, objects > 0 else { return "" }
    func share(_ name: String, _ tally: Tally) -> String {
      "\(name) \(Self.percent(tally.objects, of: objects))%"
    }
    let categories = sortedCategories.map { share(LogLine.escaped($0), $1) }
    let severities = sortedSeverities.map { share($0.name, $1) }
    return layout.paragraph(
      "Without findings: \(Self.percent(all.objects, of: objects))% of objects "
        + "(\(categories.joined(separator: ", ")); \(severities.joined(separator: ", "))).",
      indent: 0)
  }

  /// For machines: `percent`, and by name `findings`, `objects` (that have them) and `percent` of
  /// each category and severity that has findings.
  func value(of objects: Int) -> Value {
    func value(_ tally: Tally) -> Value {
      [
        "findings": .integer(tally.findings), "objects": .integer(tally.objects),
        "percent": .integer(Self.percent(tally.objects, of: objects)),
      ]
    }
    return [
      "percent": .integer(Self.percent(all.objects, of: objects)),
      "categories": .mapping(sortedCategories.map { .init($0, value($1)) }),
      "severities": .mapping(sortedSeverities.map { .init($0.name, value($1)) }),
    ]
  }

  private var sortedCategories: [(String, Tally)] {
    categories.sorted { ($1.value.objects, $0.key) < ($0.value.objects, $1.key) }
      .map { ($0.key, $0.value) }
  }

  private var sortedSeverities: [(Severity, Tally)] {
    severities.sorted { $0.key > $1.key }.map { ($0.key, $0.value) }
  }

  /// The share that has no finding. A document that several sources speak of may count twice.
  private static func percent(_ found: Int, of objects: Int) -> Int {
    guard objects > 0 else { return 100 }
    return max(objects - found, 0) * 100 / objects
  }
}
