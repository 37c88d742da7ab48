import Documents
import Policy
import Testing

@testable import Reports

@Suite("Text report")
struct TextReportTests {
  @Test("A finding says where, what, why and what to do, and shows the place")
  func finding() throws {
    let file = Samples.file([try Samples.finding(["spec", "image"])])
    #expect(
      Samples.text(file) == """
        web.json:2:11: deny image/tag-pinned (error)
          Deployment shop/web, container app
          at /spec/image
            |
          2 |   "image": "größe:latest"
            |            ^^^^^^^^^^^^^^
          Why: The tag "latest" moves, so two pods of one version can differ.
          Do:  Name a version.


        """)
  }

  @Test(
    "What is excused says by whom and why, and not what to do",
    arguments: [
      (
        Samples.exception,
        "An exception of the policy, until 2027-06-30: reads logs."
      ),
      (
        .annotation(reason: "moves \u{7} soon"),
        "The annotation kpatch.dev/exempt: moves \\u{7} soon."
      ),
      (
        .ignore(annotation: "checkov.io/skip1", reason: ""),
        "The annotation checkov.io/skip1, which gives no reason."
      ),
    ])
  func excused(exemption: Exemption, words: String) throws {
    let file = Samples.file([], excused: [(try Samples.finding(["spec", "image"]), exemption)])
    #expect(
      Samples.text(file, TextLayout(showsExcerpts: false)) == """
        web.json:2:11: excused image/tag-pinned (error)
          Deployment shop/web, container app
          at /spec/image
          Why: The tag "latest" moves, so two pods of one version can differ.
          By:  \(words)


        """)
    var report = TextReport()
    var unused = ""
    report.append(file, to: &unused)
    #expect(
      report.summary(ReportTotals(files: 1, documents: 1, objects: 1, excepted: 1))
        == "No findings in 1 object of 1 file. 1 finding is excused.\n")
  }

  @Test("Long sentences wrap at the width, under their label")
  func wrapping() throws {
    let finding = try Samples.finding(
      [], container: nil, pointer: [],
      message: Array(repeating: "word", count: 20).joined(separator: " "),
      remedy: "do")
    let text = Samples.text(
      Samples.file([finding]), TextLayout(width: 40, showsExcerpts: false))
    #expect(
      text == """
        web.json:1:1: deny image/tag-pinned (error)
          Deployment shop/web
          Why: Word word word word word word
               word word word word word word
               word word word word word word
               word word.
          Do:  Do.


        """)
  }

  @Test("Colours are written only where they are wanted")
  func colours() throws {
    let file = Samples.file([try Samples.finding(["spec", "image"])])
    #expect(!Samples.text(file).contains("\u{1B}"))
    let colored = Samples.text(file, TextLayout(isColored: true))
    #expect(colored.contains("\u{1B}[1;31mdeny\u{1B}[0m"))
    #expect(colored.contains("  \u{1B}[36mWhy:\u{1B}[0m The tag"))
    // Apart from the escapes it is the same text.
    let bare = colored.replacing(/\u{1B}\[[0-9;]*m/, with: "")
    #expect(bare == Samples.text(file))
  }

  @Test("Names from hostile files cannot act on the terminal")
  func hostileNames() throws {
    let finding = try Samples.finding(
      [], name: "a\u{1B}[2Jb", container: "c\nd: deny", pointer: ["x\u{202E}y"],
      message: "bell \u{7}")
    let text = Samples.text(
      Samples.file([finding], name: "dir\u{9B}31m\r\n.yaml"), TextLayout(showsExcerpts: false))
    #expect(text.hasPrefix("dir\\u{9B}31m\\r\\n.yaml:1:1: deny"))
    #expect(text.contains("Deployment shop/a\\u{1B}[2Jb, container c\\nd: deny\n"))
    #expect(text.contains("at /x\\u{202E}y\n"))
    #expect(text.contains("Bell \\u{7}."))
    #expect(!text.unicodeScalars.contains { $0 != "\n" && VisibleText.isHidden($0) })
  }

  @Test("Lines of Secrets and ConfigMaps are not shown", arguments: ["Secret", "ConfigMap"])
  func secrets(kind: String) throws {
    let text = Samples.text(Samples.file([try Samples.finding(["spec", "image"], kind: kind)]))
    #expect(text.hasPrefix("web.json:2:11: deny"))
    #expect(!text.contains("größe"))
  }

  @Test("A problem shows its place, what belongs to it, and how to mend it")
  func problem() {
    let source = Source("a: 1\n\tb: 2\n")
    let reason = SyntaxError.Reason(
      id: "yaml-tab", message: "a tab cannot indent", remedy: "use spaces")
    let problem = ReportedProblem(
      file: "x.yaml", error: SyntaxError(reason, at: 5, related: 0), in: source)
    var report = TextReport()
    var output = ""
    report.append(problem, to: &output)
    #expect(
      output == """
        x.yaml:2:1: error: a tab cannot indent
            |
          2 |   b: 2
            | ^^
          See also line 1, column 1.
          Do:  Use spaces.


        """)
    #expect(
      report.summary(ReportTotals(files: 1))
        == "No findings in 0 objects of 1 file. 1 input could not be processed.\n")
  }

  @Test(
    "A broken file that may hold a Secret is not shown",
    arguments: ["kind: Secret\ndata: [x\n", "{\"kind\": \"Secret\",,", "'kind' : 'Secret'\n\t"])
  func brokenSecret(text: String) {
    let source = Source(text)
    let problem = ReportedProblem(
      file: "-", error: SyntaxError(.tooDeep, at: 3), in: source)
    var report = TextReport()
    var output = ""
    report.append(problem, to: &output)
    #expect(
      output == """
        -:1:4: error: containers are nested deeper than this tool reads


        """)
  }

  @Test("The summary counts findings by what they do")
  func summary() throws {
    var report = TextReport()
    var output = ""
    let findings = try [Action.deny, .warn, .warn, .audit].map {
      try Samples.finding(["spec"], action: $0)
    }
    report.append(Samples.file(findings), to: &output)
    report.append(Samples.file([]), to: &output)
    #expect(
      report.summary(ReportTotals(files: 2, documents: 9, objects: 8))
        == "4 findings (1 deny, 2 warn, 1 audit) in 1 of 2 files, 8 objects.\n")
    #expect(
      TextReport().summary(ReportTotals(files: 1, documents: 1, objects: 1))
        == "No findings in 1 object of 1 file.\n")
    #expect(
      TextReport().summary(
        ReportTotals(files: 1, documents: 3, objects: 3, excluded: 2, excepted: 1))
        == "No findings in 3 objects of 1 file. 1 finding is excused. "
        + "2 objects are excluded.\n")
  }
}
