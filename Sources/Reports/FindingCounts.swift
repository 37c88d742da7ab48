import Documents
import Policy

/// How many findings there are by what they do, and how many inputs could not be processed.
struct FindingCounts {
  /// The file that findings are being counted of: it may come in several parts.
  private var source: Source?
  private(set) var deny = 0
  private(set) var warn = 0
  private(set) var audit = 0
  private(set) var files = 0
  /// Of objects without findings; `nil` where nobody asks, since it looks at each finding.
  private(set) var score: Score?
  var problems = 0

  init(scores: Bool = false) {
    score = scores ? Score() : nil
  }

  var findings: Int { deny + warn + audit }

  mutating func count(_ file: ReportedFile) {
    if !file.findings.isEmpty, source !== file.source {
      files += 1
      source = file.source
    }
    for reported in file.findings {
      score?.count(reported, in: file)
      switch reported.finding.action {
      case .deny: deny += 1
      case .warn: warn += 1
      case .audit, .off: audit += 1
      }
    }
  }

  /// The last line of a report: how many findings of each sort, and how much was looked at.
  func summary(_ totals: ReportTotals, _ layout: TextLayout) -> String {
    let objects = TextLayout.counted(totals.objects, "object")
    let files = TextLayout.counted(totals.files, "file")
    var text: String
    if findings == 0 {
      text = layout.tinted("No findings", problems == 0 ? .green : .bold)
      text += " in \(objects) of \(files)."
    } else {
      text = TextLayout.counted(findings, "finding") + " ("
      var separator = ""
      func add(_ count: Int, _ name: String, _ tint: TextLayout.Tint) {
        guard count > 0 else { return }
        text += separator + layout.tinted("\(count) \(name)", tint)
        separator = ", "
      }
      add(deny, "deny", .boldRed)
      add(warn, "warn", .boldYellow)
      add(audit, "audit", .boldCyan)
      text += ") in \(self.files) of \(files), \(objects)."
    }
    if totals.excepted > 0 {
      text += " \(TextLayout.counted(totals.excepted, "finding"))"
      text += totals.excepted == 1 ? " is excused." : " are excused."
    }
    if totals.known > 0 {
      text += " \(TextLayout.counted(totals.known, "finding"))"
      text += totals.known == 1 ? " is known to the baseline." : " are known to the baseline."
    }
    if totals.excluded > 0 {
      text += " \(TextLayout.counted(totals.excluded, "object"))"
      text += totals.excluded == 1 ? " is excluded." : " are excluded."
    }
    if problems > 0 {
      let inputs = TextLayout.counted(problems, "input")
      text += " " + layout.tinted("\(inputs) could not be processed.", .boldRed)
    }
    return text + "\n"
  }
}
