import Documents
import JSONSyntax
import Policy

/// Which workloads have what the platform gives, as text and as JSON.
package struct CoverageReport {
  private let layout: TextLayout

  package init(_ layout: TextLayout = TextLayout()) {
    self.layout = layout
  }

  /// A line for each workload, then how many have each.
  package func text(_ coverage: Coverage) -> String {
    let aspects = Coverage.Aspect.allCases
    let titles = coverage.workloads.map { LogLine.escaped($0.object.title) }
    let heading = "WORKLOAD"
    let width = ([heading] + titles).map(\.unicodeScalars.count).max() ?? 0
    var text = ""
    if !titles.isEmpty {
      let names = aspects.map { $0.rawValue.uppercased() }.joined(separator: "  ")
      text += layout.tinted(TextLayout.padded(heading, to: width) + "  " + names, .bold) + "\n"
    }
    for (workload, title) in zip(coverage.workloads, titles) {
      let marks = aspects.map { aspect in
        let has = workload.aspects.contains(aspect)
        let mark = TextLayout.padded(has ? "yes" : "no", to: aspect.rawValue.utf8.count)
        return layout.tinted(mark, has ? .green : .boldYellow)
      }
      var line = TextLayout.padded(title, to: width) + "  " + marks.joined(separator: "  ")
      if !layout.isColored { while line.hasSuffix(" ") { line.removeLast() } }
      text += line + "\n"
    }
    return text + (titles.isEmpty ? "" : "\n") + Self.sentence(coverage)
  }

  /// `2 of 3 workloads are meshed, 1 is scraped, 3 have an identity.`
  private static func sentence(_ coverage: Coverage) -> String {
    let all = coverage.workloads.count
    if all == 0 { return "No workloads.\n" }
    let meshed = coverage.count(.meshed)
    let scraped = coverage.count(.scraped)
    let identity = coverage.count(.identity)
    let verb = meshed == 1 || all == 1 ? "is" : "are"
    return "\(meshed) of \(TextLayout.counted(all, "workload")) \(verb) "
      + "meshed, \(scraped) \(scraped == 1 ? "is" : "are") scraped, "
      + "\(identity) \(identity == 1 ? "has" : "have") an identity.\n"
  }

  /// `version`, `workloads` with one line for each, and `summary`.
  package static func json(_ coverage: Coverage) -> [UInt8] {
    var output = Array("{\"version\":\(JSONReport.version),\"workloads\":[".utf8)
    for (index, workload) in coverage.workloads.enumerated() {
      output.append(contentsOf: (index == 0 ? "\n" : ",\n").utf8)
      JSONWriter.append(value(workload), to: &output)
    }
    output.append(contentsOf: "\(coverage.workloads.isEmpty ? "" : "\n")],\n\"summary\":".utf8)
    var summary: [Value.Entry] = [
      .init("workloads", .integer(coverage.workloads.count))
    ]
    for aspect in Coverage.Aspect.allCases {
      summary.append(.init(aspect.rawValue, .integer(coverage.count(aspect))))
    }
    JSONWriter.append(.mapping(summary), to: &output)
    output.append(contentsOf: "}\n".utf8)
    return output
  }

  private static func value(_ workload: Coverage.Workload) -> Value {
    let aspects = Coverage.Aspect.allCases.map { aspect in
      Value.Entry(aspect.rawValue, .boolean(workload.aspects.contains(aspect)))
    }
    return .mapping([.init("object", workload.object.value)] + aspects)
  }
}
