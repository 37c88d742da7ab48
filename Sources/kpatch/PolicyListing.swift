import Documents
import Policy
import Reports

/// The effective policy as a policy document, with the origin of each setting as a comment.
struct PolicyListing {
  /// One line: indentation and text, and where the setting comes from.
  private var lines: [(text: String, origin: String?)] = []
  /// Origins stand in one column, as far as lines are not longer.
  private static let column = 48

  /// - Parameter place: what an origin is called.
  init(_ settings: [EffectiveSetting], place: (SettingOrigin) -> String) {
    lines = [
      ("apiVersion: kpatch.dev/v1alpha1", nil), ("kind: Policy", nil), ("metadata:", nil),
      ("  name: effective", nil),
    ]
    // What is repeatedly set at one path is a list there.
    let lists: Set<[String]> = [
      ["spec", "exceptions"], ["spec", "overrides"], ["spec", "podTemplates"],
      ["spec", "configMaps"], ["spec", "parity", "allow"],
    ]
    var open: [String] = []
    for setting in Self.grouped(settings) {
      let isElement = lists.contains(setting.path)
      // What follows from other settings is a comment, beside the rules.
      let isOfRule = setting.isDerived && setting.path.count > 2
      let parents = isElement ? setting.path : setting.path.dropLast(isOfRule ? 2 : 1)
      let common = zip(open, parents).prefix { $0 == $1 }.count
      for depth in common..<max(common, parents.count) {
        lines.append((Self.margin(depth) + Self.scalar(parents[depth]) + ":", nil))
      }
      open = Array(parents)
      let margin = Self.margin(parents.count)
      if setting.isDerived {
        let name = Self.scalar((isOfRule ? setting.path.dropLast() : setting.path[...]).last ?? "")
        lines.append((margin + "# \(name): " + Self.flow(setting.value), place(setting.origin)))
        continue
      }
      let head = isElement ? "- " : Self.scalar(setting.path.last ?? "") + ": "
      lines.append((margin + head + Self.flow(setting.value), place(setting.origin)))
    }
  }

  var text: String {
    lines.map { line in
      guard let origin = line.origin else { return line.text + "\n" }
      let count = line.text.unicodeScalars.count
      let gap = String(repeating: " ", count: max(2, Self.column - count))
      return line.text + gap + "# " + LogLine.escaped(origin) + "\n"
    }.joined()
  }

  /// Settings of one parent next to each other, in the order of the first of each.
  private static func grouped(_ settings: [EffectiveSetting]) -> [EffectiveSetting] {
    var order: [[String]] = []
    var groups: [[String]: [EffectiveSetting]] = [:]
    for setting in settings {
      let key = Array(setting.path.prefix(2))
      if groups[key] == nil { order.append(key) }
      groups[key, default: []].append(setting)
    }
    return order.flatMap { groups[$0] ?? [] }
  }

  private static func margin(_ depth: Int) -> String { String(repeating: "  ", count: depth) }

  /// A value on one line. The depth is that of a policy, which is bounded.
  private static func flow(_ value: Value) -> String {
    switch value {
    case .null: "null"
    case .boolean(let value): value ? "true" : "false"
    case .number(let text): text
    case .string(let text): scalar(text)
    case .sequence(let elements): "[" + elements.map(flow).joined(separator: ", ") + "]"
    case .mapping(let entries):
      "{" + entries.map { scalar($0.key) + ": " + flow($0.value) }.joined(separator: ", ") + "}"
    }
  }

  /// A string, plain where no reader of YAML can take it for anything else, else in quotes.
  private static func scalar(_ text: String) -> String {
    let plain = text.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"),
        UInt8(ascii: "."), UInt8(ascii: "/"), UInt8(ascii: "*"):
        true
      default: false
      }
    }
    let isLetter = text.utf8.first.map {
      $0 | 0x20 >= UInt8(ascii: "a") && $0 | 0x20 <= UInt8(ascii: "z") || $0 == UInt8(ascii: "/")
    }
    let words = ["true", "false", "null", "yes", "no", "on", "off", "y", "n"]
    let isWord = words.contains(text.lowercased())
    return plain && isLetter == true && !isWord ? text : Value.string(text).json()
  }
}
