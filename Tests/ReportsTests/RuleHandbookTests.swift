import Foundation
import Policy
import Reports
import TestSupport
import Testing

@Suite("manifests/rules.md")
struct RuleHandbookTests {
  private let listings = Catalogue.rules.map {
    RuleListing($0, action: $0.presets[.recommended], origin: "preset recommended")
  }

  /// What `kpatch rules --format markdown` prints without a policy.
  private var text: String { RuleReport.markdown(listings) }

  @Test("It is what the catalogue says")
  func current() throws {
    let url = Suites.root.appendingPathComponent("manifests/rules.md")
    if ProcessInfo.processInfo.environment["KPATCH_UPDATE"] == "1" {
      try text.write(to: url, atomically: true, encoding: .utf8)
    }
    let written = try String(contentsOf: url, encoding: .utf8)
    #expect(
      written == text,
      "write it anew: KPATCH_UPDATE=1 swift test --filter RuleHandbookTests; read the difference"
    )
  }

  @Test("Each rule has a row with as many cells as the heading")
  func rows() {
    let rows = text.split(separator: "\n").filter { $0.hasPrefix("| `") }
    for rule in Catalogue.rules {
      let row = rows.first { $0.hasPrefix("| `\(rule.id)` | ") }
      let cells = row?.replacing("\\|", with: "").split(separator: "|").count
      #expect(cells == 6, "\(rule.id)")
    }
    #expect(rows.count == Catalogue.rules.count + Catalogue.rules.flatMap(\.parameters).count)
  }
}
