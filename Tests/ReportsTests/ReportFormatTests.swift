import Documents
import JSONSyntax
import Policy
import Testing

@testable import Reports

@Suite("Formats of reports")
struct ReportFormatTests {
  /// Text that would break out of each of the formats.
  private static let hostile = "a\n::error::b</x>&\"',%0A:\u{1B}[31m\u{FFFF}"

  private static func report(
    _ report: any FindingsReport, _ files: [ReportedFile], _ problems: [ReportedProblem] = []
  ) -> String {
    var report = report
    var output: [UInt8] = []
    report.begin(to: &output)
    for file in files { report.append(file, to: &output) }
    for problem in problems { report.append(problem) }
    report.end(ReportTotals(files: 3, documents: 5, objects: 4), to: &output)
    return String(decoding: output, as: UTF8.self)
  }

  private static func hostileFile() throws -> ReportedFile {
    let finding = try Samples.finding(
      ["spec", "image"], name: hostile, container: hostile, message: hostile, remedy: hostile)
    return Samples.file(
      [finding, finding], excused: [(finding, .annotation(reason: hostile))], name: hostile)
  }

  private static let problem = ReportedProblem(
    file: "./b, c.yaml", id: "json-duplicate-key", message: "the key \"a\" stands twice",
    remedy: "leave one out", position: LineTable.Position(line: 7, column: 3))

  private static func json(_ text: String) throws -> Node {
    try JSONParser.parse(Source(text)).root
  }

  @Test(
    "What is JSON stays JSON whatever names and messages hold",
    arguments: [
      (JSONReport() as any FindingsReport & Sendable, "/findings/0/message"),
      (SARIFReport(), "/runs/0/results/0/message/text"), (GitLabReport(), "/0/description"),
    ])
  func hostileJSON(report: any FindingsReport & Sendable, path: String) throws {
    let text = try Self.report(report, [Self.hostileFile()], [Self.problem])
    let root = try Self.json(text)
    let found = root.at(path.split(separator: "/").map(String.init)[...])?.string
    #expect(found?.contains("::error::b</x>&\"',%0A:\u{1B}[31m\u{FFFF}") == true)
    #expect(text.hasSuffix("\n"))
  }

  @Test("A command of GitHub cannot be forged, and each finding is one line")
  func hostileGitHub() throws {
    let text = Self.report(GitHubReport(), [try Self.hostileFile()], [Self.problem])
    let lines = text.split(separator: "\n")
    #expect(lines.count == 4)
    #expect(lines.prefix(3).allSatisfy { $0.hasPrefix("::error file=") })
    #expect(
      lines[0].hasPrefix(
        "::error file=a\\n%3A%3Aerror%3A%3Ab</x>&\"'%2C%250A%3A\\u{1B}[31m\u{FFFF},line=2,"
          + "endLine=2,col=11,endColumn=25,title=image/tag-pinned::Deployment shop/a\\n::error"))
    #expect(
      lines[2]
        == "::error file=b%2C c.yaml,line=7,endLine=7,col=3,endColumn=3,title=json-duplicate-key"
        + "::The key \"a\" stands twice. Leave one out.")
    #expect(lines[3].hasPrefix("2 findings (2 deny) in 1 of 3 files, 4 objects."))
  }

  @Test(
    "GitHub shows each action as what it is",
    arguments: zip([Action.deny, .warn, .audit], ["error", "warning", "notice"]))
  func gitHubLevels(action: Action, name: String) throws {
    let file = Samples.file([try Samples.finding(["spec"], action: action)])
    #expect(Self.report(GitHubReport(), [file]).hasPrefix("::\(name) file=web.json,line="))
  }

  @Test("XML holds no character that it may not hold, and no markup from outside")
  func hostileXML() throws {
    let text = Self.report(JUnitReport(failing: .deny), [try Self.hostileFile()], [Self.problem])
    #expect(text.unicodeScalars.allSatisfy { $0 == "\n" || $0.value >= 0x20 && $0 != "\u{FFFF}" })
    #expect(!text.contains("</x>"))
    #expect(text.contains("a\\n::error::b&lt;/x&gt;&amp;&quot;',%0A:\\u{1B}[31m\u{FFFD}"))
    // Each element that is opened is closed.
    for name in ["testsuites", "testsuite", "testcase", "failure", "error"] {
      let opened = text.components(of: "<\(name) ")
      #expect(opened == text.components(of: "</\(name)>"), "\(name)")
      #expect(opened > 0, "\(name)")
    }
  }

  @Test("JUnit counts what fails, what is skipped and what is wrong, and names are unique")
  func junit() throws {
    let warning = try Samples.finding(["spec", "image"], action: .warn)
    let denial = try Samples.finding(["spec", "image"])
    let file = Samples.file(
      [denial, denial, warning], excused: [(warning, .annotation(reason: "soon"))])
    let text = Self.report(JUnitReport(failing: .deny), [file], [Self.problem])
    #expect(
      text.contains(
        "<testsuites name=\"kpatch\" tests=\"5\" failures=\"2\" errors=\"1\" skipped=\"1\">"))
    #expect(
      text.contains(
        "<testsuite name=\"web.json\" tests=\"4\" failures=\"2\" errors=\"0\" skipped=\"1\">"))
    let names = text.split(separator: "\n").compactMap {
      $0.wholeMatch(of: /\s*<testcase name="([^"]*)".*/)?.1
    }
    #expect(names.count == 5)
    #expect(Set(names).count == 5)
    #expect(text.contains("<skipped message=\"soon\"/>"))
    let strict = Self.report(JUnitReport(failing: .warn), [file])
    #expect(strict.contains("failures=\"3\""))
    #expect(Self.report(JUnitReport(failing: nil), [file]).contains("failures=\"0\""))
    // CI systems take a report without a test for a broken one.
    let nothing = Self.report(JUnitReport(failing: .deny), [])
    #expect(nothing.contains("<testsuites name=\"kpatch\" tests=\"1\" failures=\"0\""))
    #expect(nothing.contains("no findings in 4 objects"))
    // It is about no file.
    #expect(!nothing.contains("file="))
  }

  @Test("SARIF lists each rule once, by its position, and says what is suppressed and why")
  func sarif() throws {
    let one = try Samples.finding(["spec", "image"])
    let other = try Samples.finding(["spec"], rule: "pss/privileged", action: .audit)
    let unknown = try Samples.finding(["spec"], rule: "own/rule", action: .warn)
    let file = Samples.file(
      [one, other, one, unknown], excused: [(one, Samples.exception)], name: "./a b/ö.yaml")
    let run = try #require(try Self.json(Self.report(SARIFReport(), [file]))["runs"]?.first)
    let rules = Array(try #require(run["tool"]?["driver"]?["rules"]).elements)
    #expect(rules.map { $0["id"]?.string } == ["image/tag-pinned", "pss/privileged", "own/rule"])
    let results = Array(try #require(run["results"]).elements)
    #expect(results.map { $0["ruleIndex"]?.text } == ["0", "1", "0", "2", "0"])
    #expect(results.map { $0["level"]?.string } == ["error", "note", "error", "warning", "error"])
    let prints = results.map {
      $0["partialFingerprints"]?["primaryLocationLineHash"]?.string ?? ""
    }
    #expect(Set(prints).count == 5)
    #expect(prints[0].hasSuffix(":1") && prints[2].hasSuffix(":2"))
    #expect(results[4]["suppressions"]?.first?["kind"]?.string == "external")
    let place = results[0]["locations"]?.first?["physicalLocation"]
    #expect(place?["artifactLocation"]?["uri"]?.string == "a%20b/%C3%B6.yaml")
    #expect(place?["region"]?["endColumn"]?.text == "25")
    let invocation = run["invocations"]?.first
    #expect(invocation?["executionSuccessful"]?.boolean == true)
    let failed = try Self.json(Self.report(SARIFReport(), [], [Self.problem]))
    let end = failed["runs"]?.first?["invocations"]?.first
    #expect(end?["executionSuccessful"]?.boolean == false)
    #expect(end?["toolExecutionNotifications"]?.first != nil)
  }

  @Test("GitLab has a fingerprint for each finding that stays when lines move")
  func gitLab() throws {
    func prints(_ source: Source) throws -> [String?] {
      let finding = try Samples.finding(["spec", "image"], in: source)
      let text = Self.report(
        GitLabReport(), [Samples.file([finding, finding], source: source)])
      return try Self.json(text).elements.map { $0["fingerprint"]?.string }
    }
    let here = try prints(Samples.source)
    #expect(Set(here).count == 2)
    let below = try prints(Source("\n\n\n" + String(decoding: Samples.source.bytes, as: UTF8.self)))
    #expect(here == below)
    #expect(Self.report(GitLabReport(), []) == "[]\n")
    // A problem's stays when the one before it is mended.
    let other = ReportedProblem(file: "z.yaml", id: "unreadable", message: "permission denied")
    let both = try Self.json(Self.report(GitLabReport(), [], [Self.problem, other, other])).elements
      .map { $0["fingerprint"]?.string }
    let one = try Self.json(Self.report(GitLabReport(), [], [other])).elements
      .map { $0["fingerprint"]?.string }
    #expect(Set(both).count == 3)
    #expect(one == [both[1]])
  }

  @Test(
    "A file has the name that the repository has for it",
    arguments: [
      ("a.yaml", "a.yaml", "a.yaml"), ("./a.yaml", "a.yaml", "a.yaml"),
      (".//a/./b.yaml", "a/./b.yaml", "a/./b.yaml"), ("../a", "../a", "../a"),
      ("a b%.yaml", "a b%.yaml", "a%20b%25.yaml"), ("-", "-", "-"), ("", "", ""),
      ("/tmp/ä", "/tmp/ä", "/tmp/%C3%A4"), ("C:x", "C:x", "C%3Ax"),
    ])
  func names(name: String, plain: String, uri: String) {
    #expect(FileURI.plain(name) == plain)
    #expect(FileURI.text(name) == uri)
  }

  @Test("The score is the share of objects without findings, by category and severity")
  func score() throws {
    let web = try Samples.finding(["spec", "image"])
    let api = try Samples.finding(["spec"], rule: "probes/liveness", action: .warn, name: "api")
    let text = Self.report(
      TextReport(TextLayout(showsExcerpts: false), showsScore: true),
      [Samples.file([web, web]), Samples.file([api, api], name: "api.json")])
    #expect(
      text.hasSuffix(
        "Without findings: 50% of objects (image 75%, probes 75%; error 50%).\n"))
    let summary = try Self.json(
      Self.report(JSONReport(), [Samples.file([web, web, api])]))["summary"]
    #expect(summary?["score"]?["percent"]?.text == "50")
    #expect(summary?["score"]?["categories"]?["image"]?["findings"]?.text == "2")
    #expect(summary?["score"]?["categories"]?["image"]?["objects"]?.text == "1")
    #expect(summary?["score"]?["severities"]?["error"]?["percent"]?.text == "50")
    let clean = try Self.json(Self.report(JSONReport(), []))["summary"]
    #expect(clean?["score"]?["percent"]?.text == "100")
  }
}

extension Node {
  /// The first element.
  fileprivate var first: Node? { elements.first { _ in true } }
}

extension String {
  /// How often a text is in it.
  fileprivate func components(of text: String) -> Int { split(separator: text).count - 1 }
}
