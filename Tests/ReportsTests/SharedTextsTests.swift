import Documents
import JSONSyntax
import TestSupport
import Testing

@testable import Policy
@testable import Reports

/// What a finding is made of, by places in lists of things that are alike.
private struct Parts {
  var rule = 0
  var action = Action.deny
  var object = 0
  var container = 0
  var place = 0
  var base = 0
  var path = 0
  var message = 0
  var remedy = 0
  var excuse = 0

  /// The same but for one part, in every way.
  var variants: [Parts] {
    func each(_ count: Int, _ part: WritableKeyPath<Parts, Int>) -> [Parts] {
      (0..<count).map { value in
        var parts = self
        parts[keyPath: part] = value
        return parts
      }
    }
    let actions = Action.allCases.map { action in
      var parts = self
      parts.action = action
      return parts
    }
    return [self] + actions + each(Texts.rules.count, \.rule) + each(Texts.objects.count, \.object)
      + each(Texts.containers.count, \.container) + each(Texts.places.count, \.place)
      + each(Texts.ways.count, \.base) + each(Texts.ways.count, \.path)
      + each(Texts.messages.count, \.message) + each(Texts.remedies.count, \.remedy)
      + each(Texts.excuses.count, \.excuse)
  }

  static func random(_ random: inout SeededGenerator) -> Parts {
    func any(_ count: Int) -> Int { Int.random(in: 0..<count, using: &random) }
    return Parts(
      rule: any(Texts.rules.count), action: Action.allCases[any(Action.allCases.count)],
      object: any(Texts.objects.count), container: any(Texts.containers.count),
      place: any(Texts.places.count), base: any(Texts.ways.count), path: any(Texts.ways.count),
      message: any(Texts.messages.count), remedy: any(Texts.remedies.count),
      excuse: any(Texts.excuses.count))
  }

  func reported(in root: Node) -> ReportedFinding {
    let place = Texts.places[place]
    // What is missing is found at a container, of which no line is shown.
    let node = place.isMissing ? root : root["a"] ?? root
    let finding = Finding(
      Texts.rules[rule], action, Texts.objects[object], container: Texts.containers[container],
      node, Texts.ways[base], Texts.ways[path], FindingMessage(Texts.messages[message]),
      Texts.remedies[remedy], .none, place.range)
    return ReportedFinding(finding, documentIndex: 0, excuse: Texts.excuses[excuse])
  }
}

private enum Texts {
  /// Of each severity some, and one that shows no source.
  static let rules =
    Severity.allCases.flatMap { severity in
      Catalogue.rules.filter { $0.severity == severity }.prefix(3)
    } + Catalogue.rules.filter(\.hidesSource).prefix(1)

  /// Two of them are equal, and are not the same.
  static let objects = [
    ("Deployment", "shop", "web"), ("Deployment", "shop", "web"), ("Deployment", "shop", "wed"),
    ("Deployment", "shot", "web"), ("Deployment", nil, "web"), ("Deployment", "shop", ""),
    ("Secret", "shop", "web"), ("Job", "shop", "w\u{E9}"), ("Job", "shop", "we\u{301}"),
    ("Job", "shop", "a ::error ##[b\u{1B}[2J\r\n"),
  ].map { kind, namespace, name in
    ObjectReference(apiVersion: "apps/v1", kind: kind, namespace: namespace, name: name)
  }

  static let containers: [String?] = [
    "app", nil, "", "apq", "a-name-of-sixteen", "a-name-of-sixteem", "\u{E9}", "e\u{301}",
    "::error::", "a\u{202E}b\n",
  ]

  static let lines = "{\"a\":\t\"größe x\",\r\n \"b\": [1,\n 2]\r}"

  /// Around line breaks and elsewhere, and more than are remembered.
  static let places: [(range: SourceRange, isMissing: Bool)] =
    [0, 6, 7, 14, 17, 18, 19, 20, 28, 29, 33, 34].flatMap { start in
      [0, 1].map { length in
        (SourceRange(start: start, end: start + length), isMissing: start % 4 == 3)
      }
    }

  /// Two of them are equal, and are not the same.
  static let ways: [[String]] = [
    [], ["spec"], ["sped"], ["spec"], ["spec", "containers", "0"], ["spec/containers", "0"], [""],
    ["~", "::", "##["], ["a ", "::b", "\u{1B}\u{E9}"], ["a ", "::b", "\u{1B}e\u{301}"],
  ]

  static let messages = [
    "it is wrong", "it is wronh", "::error ##[x", "",
    "a reason that says \u{7} and größe and goes on behind where the line of a report ends",
  ]

  static let remedies: [String?] = [
    nil, "do a", "do b", "do  a", "\u{E9}", "e\u{301}", "", "::do",
    String(repeating: "do so ", count: 30) + "a", String(repeating: "do so ", count: 30) + "b",
  ]

  static let excuses: [Excuse?] = [
    nil, nil, .baseline, .exemption(Samples.exception), .exemption(.annotation(reason: "a")),
    .exemption(.annotation(reason: "b")), .exemption(.ignore(annotation: "x/y", reason: "")),
  ]
}

@Suite("Texts that findings share")
struct SharedTextsTests {
  private static let layouts = [
    TextLayout(), TextLayout(width: 40, isColored: true), TextLayout(showsExcerpts: false),
    TextLayout(isColored: true, showsExcerpts: false),
  ]

  private func file(_ all: [ReportedFinding], _ name: String, _ source: Source) -> ReportedFile {
    ReportedFile(
      name: name, source: source, findings: all.filter { $0.excuse == nil },
      excused: all.filter { $0.excuse != nil })
  }

  /// Each finding of a file by a report that has seen no other.
  private func alone(_ file: ReportedFile, _ layout: TextLayout) -> String {
    (file.findings + file.excused).map {
      Samples.text(self.file([$0], file.name, file.source), layout)
    }.joined()
  }

  private func expect(
    _ shared: String, _ alone: String, _ comment: @autoclosure () -> Comment
  ) {
    // By their bytes: texts that are equal only to Unicode are not the same.
    let isSame = shared.utf8.elementsEqual(alone.utf8)
    #expect(isSame, comment())
    if !isSame { #expect(shared == alone) }
  }

  @Test(
    "A finding that differs from the one before in one part is written as if it were alone",
    arguments: layouts)
  func oneDifference(layout: TextLayout) throws {
    let source = Source(Texts.lines)
    let root = try JSONParser.parse(source).root
    let variants = Parts().variants.map { $0.reported(in: root) }
    let texts = variants.map { Samples.text(file([$0], "web.json", source), layout) }
    for (first, text) in zip(variants, texts) {
      // From this one to each other one and back; those that are excused come behind.
      let all = zip(variants, texts).flatMap { [(first, text), $0] }
      let expected = [true, false].map { counts in
        all.filter { ($0.0.excuse == nil) == counts }.map(\.1).joined()
      }
      expect(
        Samples.text(file(all.map(\.0), "web.json", source), layout), expected.joined(),
        "\(first.finding.pointer)")
    }
  }

  // A rule of the catalogue has one severity; nothing in a report relies on that.
  @Test("Findings of one rule that weigh differently say so", arguments: layouts)
  func severities(layout: TextLayout) throws {
    let source = Source(Texts.lines)
    let root = try JSONParser.parse(source).root
    let all = (Severity.allCases + Severity.allCases.reversed()).map { severity in
      Finding(
        rule: "image/tag-pinned", severity: severity, action: .warn, object: Texts.objects[0],
        container: nil, node: root, pointer: JSONPointer([]), message: "it is wrong",
        remedy: "do a", fix: nil)
    }.map { ReportedFinding($0, documentIndex: 0) }
    let file = file(all, "web.json", source)
    expect(Samples.text(file, layout), alone(file, layout), "\(layout)")
  }

  @Test(
    "Any findings of any files are written as if each were alone", arguments: layouts, [1, 2, 3])
  func anyFindings(layout: TextLayout, seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    // The same offsets are other lines in the last two.
    let sources = [
      Texts.lines, Texts.lines, "\n" + Texts.lines.dropLast() + " }",
      "\r\n\r\n" + Texts.lines.replacing("größe", with: "gros"),
    ].map { Source($0) }
    let roots = try sources.map { try JSONParser.parse($0).root }
    var report = TextReport(layout)
    for part in 0..<60 {
      let index = Int.random(in: 0..<sources.count, using: &random)
      var all: [Parts] = []
      for _ in 0..<Int.random(in: 0...40, using: &random) {
        // Mostly like one of the last ones, as those of one object are.
        if let known = all.suffix(4).randomElement(using: &random), Bool.random(using: &random) {
          all.append(known.variants.randomElement(using: &random) ?? known)
        } else {
          all.append(Parts.random(&random))
        }
      }
      let file = file(
        all.map { $0.reported(in: roots[index]) }, ["a.json", "b\n.json"][part % 2], sources[index])
      var output: [UInt8] = []
      report.append(file, to: &output)
      expect(String(decoding: output, as: UTF8.self), alone(file, layout), "part \(part)")
    }
  }
}
