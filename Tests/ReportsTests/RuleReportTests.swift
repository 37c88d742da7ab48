import Documents
import JSONSyntax
import Policy
import Reports
import Testing

@Suite("Rule report")
struct RuleReportTests {
  private let listings = Catalogue.rules.map {
    RuleListing($0, action: $0.presets[.recommended], origin: "preset recommended")
  }

  @Test("The table has a line for each rule, in columns")
  func table() throws {
    let lines = RuleReport().table(listings).split(separator: "\n")
    #expect(lines.count == listings.count + 1)
    let heading = try #require(lines.first)
    let action = try #require(heading.firstRange(of: "ACTION"))
    let column = heading.distance(from: heading.startIndex, to: action.lowerBound)
    for (line, listing) in zip(lines.dropFirst(), listings) {
      #expect(line.hasPrefix(listing.rule.id + " "))
      #expect(line.dropFirst(column).hasPrefix(listing.action.name + " "))
      #expect(line.contains("  " + listing.rule.title))
      for alias in listing.rule.aliases { #expect(line.contains(" \(alias.id)")) }
    }
  }

  @Test(
    "On a terminal no line is longer than that, and nothing is lost", arguments: [80, 100, 160])
  func terminal(width: Int) {
    let report = RuleReport(TextLayout(width: width))
    for listing in listings {
      let text = report.table([listing], width: width)
      for line in text.split(separator: "\n") {
        // A name that is longer than the line cannot be broken.
        #expect(line.count <= width || !line.dropFirst(4).contains(" "), "\(line)")
        #expect(!line.hasSuffix(" "))
      }
      let words = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
      #expect(words.contains(listing.rule.id) && words.contains(listing.rule.title))
      for alias in listing.rule.aliases {
        #expect(words.contains("\(alias.tool.rawValue) \(alias.id)"))
      }
    }
  }

  @Test("An explanation has everything that is known of a rule", arguments: Catalogue.rules)
  func explanation(rule: Rule) throws {
    let listing = RuleListing(rule, action: .deny, origin: "kpatch.yaml:7")
    let text = RuleReport(TextLayout(width: 10_000)).explanation(listing)
    #expect(text.hasPrefix("\(rule.id)  \(rule.title)\n\n  Action    deny (kpatch.yaml:7)\n"))
    var parts = rule.fields + [rule.why, rule.remedy, rule.source, rule.subject.summary]
    parts += rule.parameters.flatMap { ["  \($0.name): ", $0.summary, $0.kind.summary] }
    parts += rule.aliases.map { "\($0.tool.rawValue) \($0.id)" }
    for part in parts { #expect(text.contains(part)) }
    for example in [rule.example.fails, rule.example.passes] {
      for line in example.split(separator: "\n") { #expect(text.contains("  \(line)\n")) }
    }
  }

  @Test("Text of an explanation keeps to the width", arguments: Catalogue.rules)
  func width(rule: Rule) {
    let text = RuleReport(TextLayout(width: 60)).explanation(
      RuleListing(rule, action: .warn, origin: "preset recommended"))
    let prose = text.split(separator: "\n").prefix { $0 != "Fails:" }
    // A word that is longer than the line cannot be broken.
    let long = prose.filter { $0.count > 60 && $0.dropFirst(12).contains(" ") }
    #expect(long.dropFirst(1).isEmpty)
  }

  @Test("The JSON lists the same rules with the same words")
  func json() throws {
    let value = Value(try JSONParser.parse(Source(RuleReport.json(listings))).root)
    #expect(value["version"] == 1)
    guard case .sequence(let rules)? = value["rules"] else {
      Issue.record("no rules")
      return
    }
    #expect(rules.count == listings.count)
    for (entry, listing) in zip(rules, listings) {
      let rule = listing.rule
      #expect(entry["id"] == .string(rule.id))
      #expect(entry["action"] == .string(listing.action.name))
      #expect(entry["why"] == .string(rule.why))
      #expect(entry["presets"]?["restricted"] == .string(rule.presets[.restricted].name))
      #expect(entry["presets"]?["none"] == "off")
      #expect(entry["example"]?["fails"] == .string(rule.example.fails))
      guard case .sequence(let parameters)? = entry["parameters"] else {
        Issue.record("no parameters")
        continue
      }
      #expect(parameters.map { $0["name"] } == rule.parameters.map { .string($0.name) })
    }
    #expect(RuleReport.json([]) == Array("{\"version\":1,\"rules\":[]}\n".utf8))
  }
}
