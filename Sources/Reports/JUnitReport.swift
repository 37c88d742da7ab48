import Documents
import Policy

/// Findings and problems as JUnit XML, a suite for each file: what makes the run fail is a failure,
/// other findings pass and say what they are, what is excused is skipped, problems are errors.
package struct JUnitReport: FindingsReport {
  /// The least action that fails; `nil` where none does.
  private let failing: Action?
  private var lines: LineTable?
  private var names = FingerprintCounter()
  /// The suite of the file that came last, and those before it.
  private var suite = Suite(name: "")
  private var suites: [UInt8] = []
  private var sum = Counts()

  private struct Counts {
    var tests = 0
    var failures = 0
    var errors = 0
    var skipped = 0

    static func += (left: inout Counts, right: Counts) {
      left.tests += right.tests
      left.failures += right.failures
      left.errors += right.errors
      left.skipped += right.skipped
    }

    var attributes: String {
      "tests=\"\(tests)\" failures=\"\(failures)\" errors=\"\(errors)\" skipped=\"\(skipped)\""
    }
  }

  private struct Suite {
    let name: String
    /// Whether the name is that of a file.
    var isFile = true
    var source: Source?
    var counts = Counts()
    var cases: [UInt8] = []
  }

  package init(failing: Action?) {
    self.failing = failing
  }

  package mutating func begin(to output: inout [UInt8]) {
    output.append(contentsOf: "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".utf8)
  }

  package mutating func append(_ file: ReportedFile, to output: inout [UInt8]) {
    if suite.source !== file.source { open(Suite(name: file.name, source: file.source)) }
    let lines = file.lines(orFrom: self.lines)
    self.lines = lines
    for reported in file.findings + file.excused {
      let finding = reported.finding
      let start = lines.position(of: Int(finding.range.start))
      let number = names.next(finding, in: file.name).number
      var name = "\(finding.rule): \(finding.subject)"
      let pointer = finding.pointer.description
      if !pointer.isEmpty { name += " at \(pointer)" }
      if number > 1 { name += " (\(number))" }
      let text = "\(file.name):\(start.line):\(start.column): \(finding.advice)"
      let outcome =
        if let excuse = reported.excuse {
          Outcome.skipped(excuse.reason.isEmpty ? excuse.origin : excuse.reason)
        } else if let failing, finding.action >= failing {
          Outcome.failure(finding, text)
        } else {
          Outcome.passed("\(finding.action.name): \(text)")
        }
      add(name, line: start.line, outcome)
    }
  }

  package mutating func append(_ problem: ReportedProblem) {
    if suite.name != problem.file || suite.source != nil { open(Suite(name: problem.file)) }
    add("\(problem.id): \(problem.file)", line: problem.position?.line, .error(problem))
  }

  package mutating func end(_ totals: ReportTotals, to output: inout [UInt8]) {
    open(Suite(name: "kpatch", isFile: false))
    // A report without any test counts as a broken one.
    if sum.tests == 0 {
      add("no findings in \(TextLayout.counted(totals.objects, "object"))", line: nil, .passed(""))
      open(Suite(name: ""))
    }
    output.append(contentsOf: "<testsuites name=\"kpatch\" \(sum.attributes)>\n".utf8)
    output += suites
    output.append(contentsOf: "</testsuites>\n".utf8)
  }

  // MARK: Parts

  private enum Outcome {
    case passed(String)
    case skipped(String)
    case failure(Finding, String)
    case error(ReportedProblem)
  }

  /// Ends the suite at hand and begins another.
  private mutating func open(_ next: Suite) {
    if suite.counts.tests > 0 {
      sum += suite.counts
      let name = XMLText.escaped(suite.name)
      suites.append(
        contentsOf: "  <testsuite name=\"\(name)\" \(suite.counts.attributes)>\n".utf8)
      suites += suite.cases
      suites.append(contentsOf: "  </testsuite>\n".utf8)
    }
    suite = next
  }

  private mutating func add(_ name: String, line: Int?, _ outcome: Outcome) {
    suite.counts.tests += 1
    let file = XMLText.escaped(suite.name)
    var text = "    <testcase name=\"\(XMLText.escaped(name))\" classname=\"\(file)\""
    if suite.isFile { text += " file=\"\(XMLText.escaped(FileURI.plain(suite.name)))\"" }
    if let line { text += " line=\"\(line)\"" }
    text += ">"
    switch outcome {
    case .passed(let words):
      if !words.isEmpty { text += "<system-out>\(XMLText.escaped(words))</system-out>" }
    case .skipped(let words):
      suite.counts.skipped += 1
      text += "<skipped message=\"\(XMLText.escaped(words))\"/>"
    case .failure(let finding, let words):
      suite.counts.failures += 1
      text += "<failure type=\"\(finding.action.name)\""
      text += " message=\"\(XMLText.escaped(TextLayout.sentence(finding.message)))\">"
      text += "\(XMLText.escaped(words))</failure>"
    case .error(let problem):
      suite.counts.errors += 1
      text += "<error type=\"\(XMLText.escaped(problem.id))\""
      text += " message=\"\(XMLText.escaped(TextLayout.sentence(problem.message)))\">"
      text += "\(XMLText.escaped(problem.advice))</error>"
    }
    suite.cases.append(contentsOf: "\(text)</testcase>\n".utf8)
  }
}

/// Text as XML 1.0 may hold it.
enum XMLText {
  /// With `&`, `<`, `>` and quotes as entities. Control characters are shown as the text reports
  /// show them: XML 1.0 (section 2.2) cannot hold them.
  static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in VisibleText.escaped(text).unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "\u{FFFE}", "\u{FFFF}": result += "\u{FFFD}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
