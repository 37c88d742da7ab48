/// Prints results side by side: what kpatch needs, what the others need, and how they compare.
struct Table {
  /// A figure that the project promises.
  private struct Goal {
    var section: String
    var input: String
    /// The peer that it compares with; `nil` where it is kpatch's own figure.
    var peer: String?
    /// How many times as fast as the peer, at least; or nanoseconds, at most.
    var limit: Double
    /// Peak memory, at most: in KiB, or as a multiple of the input's size.
    var peak: Double?
    var peakIsMultiple = false
  }

  private static let goals: [Goal] =
    ["review of 4 KiB", "list of 10 MiB", "list of 10 MiB, indented"].flatMap { input in
      [
        Goal(section: "JSON to document", input: input, peer: "simdjson", limit: 0.3),
        Goal(section: "JSON to document", input: input, peer: "Foundation", limit: 8),
      ]
    } + [
      Goal(section: "YAML to documents", input: "manifests corpus", peer: "libyaml", limit: 2),
      Goal(section: "Engine", input: "one Deployment", limit: 15_000),
      Goal(
        section: "Engine", input: "three containers by every rule, no mutators", limit: 60_000),
      Goal(section: "kpatch patch", input: "one small file", limit: 4e6, peak: 12_288),
      Goal(
        section: "kpatch patch", input: "2,000 Deployments", limit: 70e6, peak: 12,
        peakIsMultiple: true),
      Goal(section: "kpatch patch", input: "2,000 Deployments", peer: "yq v4", limit: 10),
      Goal(section: "kpatch patch", input: "2,000 Deployments", peer: "kustomize", limit: 300),
    ]

  /// Reads results, line by line, and prints them section by section.
  static func show(_ text: String) {
    let results = text.split(separator: "\n").compactMap { Measurement(line: $0) }
    var sections: [String] = []
    for result in results where !sections.contains(result.section) {
      sections.append(result.section)
    }
    for section in sections {
      print("\n\(section)")
      for own in results where own.section == section && own.program == "kpatch" {
        show(own, goal: goals.first { $0.peer == nil && matches($0, own) })
        for peer in results where peer.program != "kpatch" && same(own, peer) {
          let goal = goals.first { $0.peer == peer.program && matches($0, own) }
          show(peer, against: own, goal: goal)
        }
      }
    }
  }

  private static func matches(_ goal: Goal, _ own: Measurement) -> Bool {
    goal.section == own.section && goal.input == own.input
  }

  private static func same(_ own: Measurement, _ peer: Measurement) -> Bool {
    own.section == peer.section && own.input == peer.input
  }

  private static func show(_ own: Measurement, goal: Goal?) {
    var line = "  " + padded(own.input, 26) + padded("kpatch", 12) + figures(own)
    if let goal {
      line += "  wanted: at most \(time(goal.limit))" + verdict(own.nanoseconds <= goal.limit)
      if let peak = goal.peak {
        let limit = goal.peakIsMultiple ? peak * Double(own.bytes) / 1024 : peak
        line += ", \(memory(limit))" + verdict(Double(own.peak) <= limit)
      }
    }
    print(line)
  }

  private static func show(_ peer: Measurement, against own: Measurement, goal: Goal?) {
    let ratio = peer.nanoseconds / own.nanoseconds
    var line = "  " + padded("", 26) + padded(peer.program, 12) + figures(peer)
    line += "  kpatch is \(decimal(ratio)) times as fast"
    if let goal { line += "; wanted: \(decimal(goal.limit))" + verdict(ratio >= goal.limit) }
    print(line)
  }

  private static func verdict(_ holds: Bool) -> String { holds ? " (yes)" : " (NO)" }

  private static func figures(_ result: Measurement) -> String {
    var line = padded(time(result.nanoseconds), 11)
    let rate = Double(result.bytes) / result.nanoseconds * 1000
    line += padded(result.bytes > 0 ? "\(decimal(rate)) MB/s" : "", 13)
    if result.peak > 0 {
      line += memory(Double(result.peak))
      if result.bytes > 1 << 20 {
        line += " = \(decimal(Double(result.peak) * 1024 / Double(result.bytes))) times the input"
      }
    }
    return line
  }

  private static func time(_ nanoseconds: Double) -> String {
    if nanoseconds < 1e3 { return "\(decimal(nanoseconds)) ns" }
    if nanoseconds < 1e6 { return "\(decimal(nanoseconds / 1e3)) µs" }
    if nanoseconds < 1e9 { return "\(decimal(nanoseconds / 1e6)) ms" }
    return "\(decimal(nanoseconds / 1e9)) s"
  }

  private static func memory(_ kibibytes: Double) -> String { "\(decimal(kibibytes / 1024)) MiB" }

  /// Three digits, or all of a whole number.
  private static func decimal(_ value: Double) -> String {
    if value >= 100 { return String(Int(value.rounded())) }
    let scale: Double = value >= 10 ? 10 : 100
    let whole = Int((value * scale).rounded())
    let fraction = String(whole % Int(scale))
    let zeros = String(repeating: "0", count: (scale == 10 ? 1 : 2) - fraction.count)
    return "\(whole / Int(scale)).\(zeros)\(fraction)"
  }

  private static func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(1, width - text.count))
  }
}
